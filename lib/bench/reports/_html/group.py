"""One group's section: who answers how much, what a feature costs, and each endpoint in detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.reports._html import detail, doses, extras, overview, rows, sources, table
from bench.reports._html.detail import NAMES, US_PER_MS, names
from bench.reports._html.reader import CPU, MEASURES, RATE, Reader
from bench.reports._html.table import Cell, Column, Table
from bench.text import DASH, KIB_PER_MIB, words

Section = dict[str, Any]


def section(reader: Reader, group: Mapping[str, Any], folder: Path) -> Section:
    """All that the page shows of a group; `folder` is where the page will lie."""
    parts = {what: rows.ratios(reader, group, what) for what in MEASURES}
    return {
        "id": f"group-{group['name']}",
        "title": group["title"],
        "name": group["name"],
        "frameworks": reader.frameworks(group["name"]),
        "endpoints": group["endpoints"],
        "means": overview.means(reader, group["name"]) if len(reader.groups) > 1 else None,
        "ratios": {what: found for what, found in parts.items() if found},
        "results": _results(reader, group, folder),
        "ties": _ties(reader, group),
        "operations": _operations(reader, group),
        "cost_chart": rows.costs(reader, group),
        "costs": _costs(reader, group),
        "doses": doses.table_of(reader, group),
        "extras": extras.table_of(reader, group),
        "collected": extras.collected(reader, group),
        "dose_charts": doses.charts(reader, group),
        "latency": detail.latency(reader, group),
        "paced": detail.paced(reader, group),
        "rounds": detail.rounds(reader, group),
        "starts": detail.starts(reader, group),
        "details": {endpoint["name"]: detail.curves(reader, group, endpoint) for endpoint in group["endpoints"]},
    }


def _results(reader: Reader, group: Mapping[str, Any], folder: Path) -> Table:
    columns = [
        *NAMES,
        Column("Requests/s", "95 % interval"),
        Column("÷ highest", "95 % interval"),
        Column("CPU µs per request", "95 % interval"),
        Column("÷ lowest", "95 % interval"),
        Column("p50", "ms"),
        Column("p99", "ms"),
        Column("Memory peak", "MiB"),
        Column("Flags", "windows", "text"),
        Column("Handler", "", "text"),
    ]
    found = []
    for endpoint in group["endpoints"]:
        for name in reader.frameworks(group["name"]):
            cell = reader.cell(group["name"], endpoint["name"], name)
            source = _source(reader, group["name"], endpoint["name"], name, folder)
            found.append([*names(reader, endpoint["name"], name), *_numbers(reader, cell), _flags(cell), source])
    return Table(f"results-{group['name']}", f"{group['title']}: results", columns, found)


def _numbers(reader: Reader, cell: dict[str, Any] | None) -> list[Cell]:
    if cell is None or not cell["compared"]:
        return [table.status(cell), *[Cell(DASH)] * 6]
    place = cell["group"], cell["endpoint"], cell["framework"]
    rate = table.measure(cell["rate"])
    if cell["status"] != "ok":
        rate = Cell(rate.text, rate.sort, f"{rate.detail} {cell['rounds_measured']} rounds only".strip())
    latency, memory = cell["latency_us"], cell["memory_kib"]
    return [
        rate,
        _standing(reader, *place, RATE),
        table.measure(cell["cpu_us"]),
        _standing(reader, *place, CPU),
        table.value(_median(latency["p50"]), US_PER_MS),
        table.value(_median(latency["p99"]), US_PER_MS),
        table.value(memory["peak"], KIB_PER_MIB),
    ]


def _standing(reader: Reader, group: str, endpoint: str, framework: str, what: str) -> Cell:
    if reader.best(group, endpoint, what) != framework:
        return table.ratio(reader.standing(group, endpoint, framework, what))
    word = "highest" if what == RATE else "lowest"
    return Cell(f"{reader.sign(group, endpoint, framework, what)} {word}".lstrip(), 1.0, look="best")


def _flags(cell: Mapping[str, Any] | None) -> Cell:
    if cell is None or not cell["flags"]:
        return Cell(DASH if cell is None or not cell["compared"] else "none", None)
    shown = ", ".join(f"{words(flag)} {count}×" for flag, count in cell["flags"].items())
    return Cell(shown, shown, look="flags")


def _source(reader: Reader, group: str, endpoint: str, framework: str, folder: Path) -> Cell:
    place = sources.find(reader.summary["frameworks"], framework, group, endpoint)
    return Cell(place.label, place.label, href=sources.href(place, folder), look="source") if place else Cell(DASH)


def _ties(reader: Reader, group: Mapping[str, Any]) -> list[str]:
    return [
        f"{endpoint['name']}: {', '.join(reader.titles[name] for name in names)}"
        for endpoint in group["endpoints"]
        for names in reader.ties(group["name"], endpoint["name"])
    ]


def _operations(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    columns = [*NAMES, Column("Operations", "in a request"), Column("Operations/s", "95 % interval")]
    found = [
        [*names(reader, endpoint["name"], name), table.whole(endpoint["work"]), shown]
        for endpoint in group["endpoints"] if endpoint["work"] > 1
        for name in reader.frameworks(group["name"])
        for shown in [_of(reader.cell(group["name"], endpoint["name"], name), lambda c: table.measure(c["operations_rate"]))]
    ]  # fmt: skip
    caption = f"{group['title']}: operations per second, where one request stands for several"
    return Table(f"operations-{group['name']}", caption, columns, found, folded=True) if found else None


def _costs(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    with_control = [endpoint for endpoint in group["endpoints"] if endpoint["control"]]
    several = any(endpoint["work"] > 1 for endpoint in with_control)
    columns = [
        *NAMES,
        Column("Over", "its control", "text"),
        Column("CPU µs per request", "95 % interval"),
        *([Column("CPU µs per operation", "95 % interval")] if several else []),
        Column("Time µs per request", "95 % interval"),
    ]
    found = []
    for endpoint in with_control:
        for name in reader.frameworks(group["name"]):
            cell = reader.cell(group["name"], endpoint["name"], name)
            shown = [
                _cost(cell, "cpu_us"),
                *([_cost(cell, "cpu_us", endpoint["work"])] if several else []),
                _cost(cell, "time_us"),
            ]
            found.append([*names(reader, endpoint["name"], name), table.text(endpoint["control"]), *shown])
    notes = [
        "= marks an interval that holds 0, ? a single round. Time is 1 ÷ rate, in rounds in which the server was the bottleneck."
    ]
    caption = f"{group['title']}: what each endpoint costs over its control"
    return Table(f"costs-{group['name']}", caption, columns, found, notes, folded=True) if found else None


def _cost(cell: dict[str, Any] | None, key: str, work: int = 1) -> Cell:
    def show(own: dict[str, Any]) -> Cell:
        found = own["cost"] and own["cost"][key]
        if not found:
            return Cell(DASH)
        return table.difference(rows.per_operation(found, work))

    return _of(cell, show)


def _of(cell: dict[str, Any] | None, show: Callable[[dict[str, Any]], Cell]) -> Cell:
    return show(cell) if cell and cell["compared"] else table.status(cell)


def _median(found: Mapping[str, Any] | None) -> float | None:
    return found and found["median"]
