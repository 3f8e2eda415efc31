"""Each endpoint of a group in detail: latency percentiles, the rate of each round, and the servers' start and memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.reports._html import table
from bench.reports._html.reader import Reader
from bench.reports._html.table import Cell, Column, Table
from bench.text import KIB_PER_MIB, number

US_PER_MS = 1000
PERCENTILES = {"p50": "p50", "p75": "p75", "p90": "p90", "p95": "p95", "p99": "p99", "p99_9": "p99.9"}
NAMES = (Column("Endpoint", kind="name"), Column("Framework", kind="name"))
# A curve ends where fewer answers than this were slower: beyond it single answers are drawn.
FEWEST_SLOWER = 10
LAST_PERCENT = 99.99


def names(reader: Reader, endpoint: str, framework: str) -> list[Cell]:
    """The two cells that head a row."""
    return [Cell(endpoint, endpoint), Cell(reader.titles[framework], reader.titles[framework], framework=framework)]


def latency(reader: Reader, group: Mapping[str, Any]) -> Table:
    columns = [*NAMES, *(Column(title, "ms, 95 % interval") for title in PERCENTILES.values())]
    found = [
        [*names(reader, cell["endpoint"], cell["framework"]), *(table.measure(cell["latency_us"][key], US_PER_MS) for key in PERCENTILES)]
        for cell in _compared(reader, group)
    ]  # fmt: skip
    return Table(f"latency-{group['name']}", f"{group['title']}: latency percentiles", columns, found, folded=True)


def paced(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    """Latency at rates below saturation; None for a run that did not measure it."""
    percentiles = {key: title for key, title in PERCENTILES.items() if key in ("p50", "p90", "p99", "p99_9")}
    columns = [
        *NAMES,
        Column("Load", kind="text"),
        Column("Requests/s"),
        *(Column(title, "ms, 95 % interval") for title in percentiles.values()),
        Column("Late, p99", "ms"),
        Column("Windows", "sustained of all", "text"),
    ]
    found = []
    for cell in _compared(reader, group):
        for load in cell.get("latency_at") or []:
            share = load["share"]
            said = "one rate for all" if share is None else f"{number(share * 100)} % of its capacity"
            latency = [table.measure(load["latency_us"][key], US_PER_MS) for key in percentiles]
            late = load["late_p99_us"] and load["late_p99_us"]["median"]
            windows = table.text(f"{load['sustained']} of {load['windows']}")
            head = [
                *names(reader, cell["endpoint"], cell["framework"]),
                table.text(said),
                table.value(load["target_rps"]),
            ]
            found.append([*head, *latency, table.value(late, US_PER_MS), windows])
    return (
        Table(f"paced-{group['name']}", f"{group['title']}: latency under a paced load", columns, found)
        if found
        else None
    )


def rounds(reader: Reader, group: Mapping[str, Any]) -> Table:
    cells = _compared(reader, group)
    numbers = sorted({number for cell in cells for number in cell["rate"]["rounds"]})
    found = []
    for cell in cells:
        by_round = dict(zip(cell["rate"]["rounds"], cell["rate"]["values"], strict=True))
        found.append(
            [*names(reader, cell["endpoint"], cell["framework"]), *(table.value(by_round.get(n)) for n in numbers)]
        )
    columns = [*NAMES, *(Column(f"Round {number}", "requests/s") for number in numbers)]
    return Table(f"rounds-{group['name']}", f"{group['title']}: requests/s of each round", columns, found, folded=True)


def starts(reader: Reader, group: Mapping[str, Any]) -> Table | None:
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


def curves(reader: Reader, group: Mapping[str, Any], endpoint: Mapping[str, Any]) -> dict[str, Any]:
    """The curves of one endpoint: latency over percentiles in ms, and the rate of each round against the median."""
    found = []
    for name in reader.frameworks(group["name"]):
        cell = reader.cell(group["name"], endpoint["name"], name)
        if cell and cell["compared"]:
            found.append({"f": name, "curve": _curve(cell), "marks": _marks(cell), "rounds": _shares(cell)})
    return {"title": endpoint["title"], "request": f"{endpoint['method']} {endpoint['path']}", "lines": found}


def _curve(cell: Mapping[str, Any]) -> list[list[float]]:
    requests = cell.get("requests") or 0
    last = min(LAST_PERCENT, 100 * (1 - FEWEST_SLOWER / requests)) if requests > FEWEST_SLOWER else 0
    return [
        [percent, round(us / US_PER_MS, 4)] for percent, us in cell.get("quantiles_us") or [] if 0 < percent <= last
    ]


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
