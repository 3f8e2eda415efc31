"""One group's section: who answers how much, what a feature costs, and each endpoint in detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.reports._html import rows, sources, table
from bench.reports._html.reader import CPU, MEASURES, RATE, Reader
from bench.reports._html.table import Cell, Column, Table
from bench.text import DASH, KIB_PER_MIB, difference, number, words

US_PER_MS = 1000
PERCENTILES = {"p50": "p50", "p75": "p75", "p90": "p90", "p95": "p95", "p99": "p99", "p99_9": "p99.9"}
NAMES = (Column("Endpoint", kind="name"), Column("Framework", kind="name"))
# Beyond it a curve of some ten thousand answers is single answers.
LAST_PERCENT = 99.99

Section = dict[str, Any]
OfCell = Callable[[dict[str, Any]], list[Cell]]


def section(reader: Reader, group: Mapping[str, Any], folder: Path) -> Section:
    """All that the page shows of a group; `folder` is where the page will lie."""
    parts = {what: rows.ratios(reader, group, what) for what in MEASURES}
    return {
        "id": f"group-{group['name']}",
        "title": group["title"],
        "name": group["name"],
        "frameworks": reader.frameworks(group["name"]),
        "endpoints": group["endpoints"],
        "ratios": {what: found for what, found in parts.items() if found},
        "results": _results(reader, group, folder),
        "ties": _ties(reader, group),
        "operations": _operations(reader, group),
        "cost_chart": rows.costs(reader, group),
        "costs": _costs(reader, group),
        "latency": _latency(reader, group),
        "rounds": _rounds(reader, group),
        "starts": _starts(reader, group),
        "details": {endpoint["name"]: _detail(reader, group, endpoint) for endpoint in group["endpoints"]},
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
            found.append([*_names(reader, endpoint["name"], name), *_numbers(reader, cell), _flags(cell), source])
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


def _names(reader: Reader, endpoint: str, framework: str) -> list[Cell]:
    return [Cell(endpoint, endpoint), Cell(reader.titles[framework], reader.titles[framework], framework=framework)]


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
        [*_names(reader, endpoint["name"], name), table.whole(endpoint["work"]), shown]
        for endpoint in group["endpoints"] if endpoint["work"] > 1
        for name in reader.frameworks(group["name"])
        for shown in [_of(reader.cell(group["name"], endpoint["name"], name), lambda c: table.measure(c["operations_rate"]))]
    ]  # fmt: skip
    caption = f"{group['title']}: operations per second, where one request stands for several"
    return Table(f"operations-{group['name']}", caption, columns, found, folded=True) if found else None


def _costs(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    columns = [
        *NAMES,
        Column("Over", "its control", "text"),
        Column("CPU µs per request", "95 % interval"),
        Column("Time µs", "95 % interval"),
    ]
    found = [
        [*_names(reader, endpoint["name"], name), Cell(endpoint["control"], endpoint["control"]), *_cost(reader, group, endpoint, name)]
        for endpoint in group["endpoints"] if endpoint["control"]
        for name in reader.frameworks(group["name"])
    ]  # fmt: skip
    notes = ["Time is 1 ÷ rate, in rounds in which the server was the bottleneck.", "= marks an interval that holds 0."]
    caption = f"{group['title']}: what each endpoint costs over its control"
    return Table(f"costs-{group['name']}", caption, columns, found, notes) if found else None


def _cost(reader: Reader, group: Mapping[str, Any], endpoint: Mapping[str, Any], framework: str) -> list[Cell]:
    cell = reader.cell(group["name"], endpoint["name"], framework)
    return [
        _of(cell, lambda own, key=key: _difference(own["cost"] and own["cost"][key])) for key in ("cpu_us", "time_us")
    ]


def _difference(found: Mapping[str, Any] | None) -> Cell:
    shown, _, ends = difference(found).partition(" (")
    return Cell(shown, found and found["centre"], ends.rstrip(")"))


def _latency(reader: Reader, group: Mapping[str, Any]) -> Table:
    columns = [*NAMES, *(Column(title, "ms, 95 % interval") for title in PERCENTILES.values())]
    found = [
        [*_names(reader, cell["endpoint"], cell["framework"]), *(table.measure(cell["latency_us"][key], US_PER_MS) for key in PERCENTILES)]
        for cell in _compared(reader, group)
    ]  # fmt: skip
    return Table(f"latency-{group['name']}", f"{group['title']}: latency percentiles", columns, found, folded=True)


def _rounds(reader: Reader, group: Mapping[str, Any]) -> Table:
    cells = _compared(reader, group)
    numbers = sorted({number for cell in cells for number in cell["rate"]["rounds"]})
    found = []
    for cell in cells:
        by_round = dict(zip(cell["rate"]["rounds"], cell["rate"]["values"], strict=True))
        found.append(
            [*_names(reader, cell["endpoint"], cell["framework"]), *(table.value(by_round.get(n)) for n in numbers)]
        )
    columns = [*NAMES, *(Column(f"Round {number}", "requests/s") for number in numbers)]
    return Table(f"rounds-{group['name']}", f"{group['title']}: requests/s of each round", columns, found, folded=True)


def _starts(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    """Start-up and memory per framework and application, from the first endpoint that was measured there."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for name in reader.frameworks(group["name"]):
        for endpoint in group["endpoints"]:
            cell, place = reader.cell(group["name"], endpoint["name"], name), (name, endpoint["application"])
            if cell and cell["compared"] and place not in found:
                memory = [table.value(cell["memory_kib"][key], KIB_PER_MIB) for key in ("idle", "after")]
                title = Cell(reader.titles[name], reader.titles[name], framework=name)
                application = table.text(endpoint["application"] or "usual")
                found[place] = [title, application, table.measure(cell["start_ms"]), *memory]
    columns = [
        Column("Framework", kind="name"),
        Column("Application", kind="text"),
        Column("Start to first right answer", "ms, 95 % interval"),
        Column("Memory idle", "MiB"),
        Column("Memory after load", "MiB"),
    ]
    caption = f"{group['title']}: start-up and memory of the servers"
    return Table(f"starts-{group['name']}", caption, columns, list(found.values()), folded=True) if found else None


def _detail(reader: Reader, group: Mapping[str, Any], endpoint: Mapping[str, Any]) -> dict[str, Any]:
    """The curves of one endpoint: latency over percentiles in ms, and the rate of each round against the median."""
    found = []
    for name in reader.frameworks(group["name"]):
        cell = reader.cell(group["name"], endpoint["name"], name)
        if cell and cell["compared"]:
            found.append({"f": name, "curve": _curve(cell), "marks": _marks(cell), "rounds": _shares(cell)})
    return {"title": endpoint["title"], "request": f"{endpoint['method']} {endpoint['path']}", "lines": found}


def _curve(cell: Mapping[str, Any]) -> list[list[float]]:
    points = cell.get("quantiles_us") or []
    return [[percent, round(us / US_PER_MS, 4)] for percent, us in points if 0 < percent <= LAST_PERCENT]


def _marks(cell: Mapping[str, Any]) -> list[list[Any]]:
    """Percent, median over the rounds, ends of its interval, and the words of the tip."""
    found = []
    for key, title in PERCENTILES.items():
        own = cell["latency_us"][key]
        if own:
            ends = [None if own[end] is None else own[end] / US_PER_MS for end in ("median", "low", "high")]
            tip = f"{title} {number(ends[0])} ms" + (
                "" if ends[1] is None else f" ({number(ends[1])}–{number(ends[2])})"
            )
            found.append([float(key[1:].replace("_", ".")), *ends, tip])
    return found


def _shares(cell: Mapping[str, Any]) -> list[list[Any]]:
    """Round, rate ÷ median of the rounds, and the words of the tip."""
    own = cell["rate"]
    pairs = zip(own["rounds"], own["values"], strict=True)
    return [[n, round(rate / own["median"], 4), f"round {n}: {number(rate)} requests/s"] for n, rate in pairs]


def _compared(reader: Reader, group: Mapping[str, Any]) -> list[dict[str, Any]]:
    cells = [
        reader.cell(group["name"], e["name"], name)
        for e in group["endpoints"]
        for name in reader.frameworks(group["name"])
    ]
    return [cell for cell in cells if cell and cell["compared"]]


def _of(cell: dict[str, Any] | None, show: Callable[[dict[str, Any]], Cell]) -> Cell:
    return show(cell) if cell and cell["compared"] else table.status(cell)


def _median(found: Mapping[str, Any] | None) -> float | None:
    return found and found["median"]
