"""The scaling curves, from the latest stress run's features/stress.json; it is another run than the summary's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.reports._html import table
from bench.reports._html.reader import Reader, looks
from bench.reports._html.table import Cell, Column, Table
from bench.stress import cells_of, endpoints
from bench.text import DASH, count, number, words

COMMAND = "./run_all.sh --load stress"
# Facts that must agree before the two runs' numbers may stand beside each other.
_ALIKE = ("methodology", "commit", "host", "versions")


def section(stress: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Curves by endpoint and the tables that stand for them; who is in both runs looks the same everywhere."""
    titles = {name: said["title"] for name, said in stress["frameworks"].items() if not said["unavailable"]}
    places = endpoints(stress)
    found = {f"{group}.{endpoint}": (group, endpoint) for group, endpoint in places}
    return {
        "run": stress["run"],
        "started": stress["started"],
        "unlike": [words(key) for key in _ALIKE if stress.get(key) != reader.summary.get(key)],
        "seconds": next((cell["step_seconds"] for cell in stress["cells"]), None),
        "slo_ms": next((cell["slo_ms"] for cell in stress["cells"]), None),
        "endpoints": [{"key": key, "title": f"{stress['groups'].get(group, group)}: {name}"} for key, (group, name) in found.items()],
        "looks": {name: reader.looks.get(name) or look for name, look in looks({**reader.titles, **titles}).items() if name in titles},
        "details": {key: [_lines(cell) for cell in cells_of(stress, *place) if cell["steps"]] for key, place in found.items()},
        "bore": _bore(stress, titles),
        "steps": _steps(stress, titles),
    }  # fmt: skip


def _lines(cell: Mapping[str, Any]) -> dict[str, Any]:
    steps = {kind: [step for step in cell["steps"] if step["kind"] == kind] for kind in ("connections", "rate")}
    return {
        "f": cell["framework"],
        "closed": [[s["connections"], s["rate"], _ok(s), _tip(s)] for s in steps["connections"] if s["rate"]],
        "paced": [[s["target_rps"], s["p99_ms"], _ok(s), _tip(s)] for s in steps["rate"] if s["p99_ms"]],
        "knee": (cell["knee"] or {}).get("connections"),
    }


def _ok(step: Mapping[str, Any]) -> int:
    return int(step["verdict"] == "ok")


def _tip(step: Mapping[str, Any]) -> str:
    load = f"{count(step['connections'])} connections"
    load += "" if step["target_rps"] is None else f", {number(step['target_rps'])} requests/s wanted"
    return f"{load}: {number(step['rate'])} requests/s, p99 {number(step['p99_ms'])} ms, {words(step['verdict'])}"


def _bore(stress: Mapping[str, Any], titles: Mapping[str, str]) -> Table:
    columns = [
        Column("Endpoint", kind="name"),
        Column("Framework", kind="name"),
        Column("Best", "requests/s"),
        Column("at connections"),
        Column("Knee", "connections"),
        Column("Within the SLO", "requests/s"),
        Column("More connections", kind="text"),
        Column("Higher rate", kind="text"),
        Column("Recovers", kind="text"),
    ]
    body = []
    for cell in stress["cells"]:
        best, knee, capacity = cell["best"] or {}, cell["knee"] or {}, cell["capacity_at_slo"] or {}
        top = table.value(best.get("rps"))
        limited = Cell(f"≥ {top.text}", top.sort) if best.get("client_limited") else top
        breaks = [_break(cell, kind) for kind in ("connections", "rate")]
        recovers = table.text({True: "yes", False: "no", None: DASH}[cell["recovered"]])
        body.append([*_names(cell, titles), limited, table.whole(best.get("connections")), table.whole(knee.get("connections")),
                     table.value(capacity.get("rps")), *breaks, recovers])  # fmt: skip
    return Table("stress", "What each endpoint bore", columns, body)


def _break(cell: Mapping[str, Any], kind: str) -> Cell:
    if not cell["steps"]:
        return table.text(words(cell["status"]), look="none")
    failure = cell["failure"][kind]
    if failure is None:
        return table.text("held all" if any(step["kind"] == kind for step in cell["steps"]) else DASH)
    at = count(failure["connections"]) if failure["target_rps"] is None else f"{number(failure['target_rps'])}/s"
    return table.text(f"{words(failure['verdict'])} at {at}", failure["text"] or "")


def _steps(stress: Mapping[str, Any], titles: Mapping[str, str]) -> Table:
    columns = [
        Column("Endpoint", kind="name"),
        Column("Framework", kind="name"),
        Column("Load", kind="text"),
        Column("Connections"),
        Column("Wanted", "requests/s"),
        Column("Answered", "requests/s"),
        Column("p50", "ms"),
        Column("p99", "ms"),
        Column("Failed"),
        Column("Verdict", kind="text"),
    ]
    loads = {"connections": "as fast as it answers", "rate": "paced", "recovery": "afterwards"}
    body = [
        [*_names(cell, titles), table.text(loads.get(step["kind"], step["kind"])), table.whole(step["connections"]),
         table.value(step["target_rps"]), table.value(step["rate"]), table.value(step["p50_ms"]), table.value(step["p99_ms"]),
         table.percent(step["error_share"], 2), table.text(words(step["verdict"]))]
        for cell in stress["cells"]
        for step in cell["steps"]
    ]  # fmt: skip
    return Table("stress-steps", "Every step", columns, body, folded=True)


def _names(cell: Mapping[str, Any], titles: Mapping[str, str]) -> list[Cell]:
    title = titles.get(cell["framework"], cell["framework"])
    return [Cell(cell["endpoint"], cell["endpoint"]), Cell(title, title, framework=cell["framework"])]
