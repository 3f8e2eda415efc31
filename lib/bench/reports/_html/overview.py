"""The sections over all groups: geometric means, the heat map, duets, and the noise that twins show."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from bench.reports._html import rows, table
from bench.reports._html.reader import CPU, MEASURES, RATE, Reader
from bench.reports._html.table import Cell, Column, Table
from bench.statements import counted
from bench.text import DASH, mark, noise_floor, number, ratio, words
from bench.view import is_doubtful

BEST = {RATE: "highest", CPU: "lowest"}
# Shades of the heat map, by the lowest share of the best that gets them.
SHADES = (0.95, 0.8, 0.6, 0.4, 0.25, 0.1, 0.0)


def means(reader: Reader, group: str | None = None) -> dict[str, Any] | None:
    """Means over all groups, or one, as two charts and a table; None when nothing is comparable."""
    every = reader.summary["geometric_means"]
    found = every["groups"].get(group) if group else every["overall"]
    if found is None:
        return None
    base = reader.titles[found["base"]]
    columns = [
        Column("Framework", kind="name"),
        Column(f"Requests/s ÷ {base}", "95 % interval"),
        Column(f"CPU per request ÷ {base}", "95 % interval"),
    ]
    body = []
    for name, own in found["frameworks"].items():
        shown = [Cell("1", 1.0) if name == found["base"] else table.ratio(own[what]) for what in MEASURES]
        body.append([Cell(reader.titles[name], reader.titles[name], framework=name), *shown])
    caption = f"Geometric means over the {counted(found['count'], 'endpoint')} that all {len(body)} answered, of {found['of']}"
    if found["cpu_count"] < found["count"]:
        caption += f"; CPU time over the {found['cpu_count']} of them where it can be told"
    return {
        "charts": {what: rows.means(reader, found, what) for what in MEASURES},
        "table": Table(f"means-{group}" if group else "means", caption, columns, body),
    }


def matrix(reader: Reader, what: str) -> Table:
    """The heat map: every endpoint × framework against the endpoint's best, by rate or by CPU time per request."""
    names, unit = reader.shown_names, BEST[what]
    columns = [
        Column("Endpoint", kind="name"),
        *(Column(reader.titles[name], f"÷ {unit}") for name in names),
        Column("Group", kind="text"),
    ]
    body = [
        [
            Cell(endpoint["name"], endpoint["name"], endpoint["title"], href=f"#group-{group['name']}"),
            *(_heat(reader, group["name"], endpoint["name"], name, what) for name in names),
            table.text(group["title"]),
        ]
        for group in reader.groups
        for endpoint in group["endpoints"]
    ]
    thing = "Requests/s" if what == RATE else "CPU time per request"
    return Table("matrix", f"{thing} ÷ the endpoint's {unit}", columns, body)


def shades(what: str) -> list[str]:
    """The heat map's legend: the words of each shade, from the best on."""
    if what == RATE:
        tops = zip(SHADES, (None, *SHADES), strict=False)
        return [
            f"from {low:g}" if top is None else f"{low:g} to {top:g}" if low else f"under {top:g}" for low, top in tops
        ]
    ends = [number(1 / share, 2) for share in SHADES if share]
    return [f"up to {ends[0]}", *(f"{low} to {high}" for low, high in pairwise(ends)), f"over {ends[-1]}"]


def _heat(reader: Reader, group: str, endpoint: str, framework: str, what: str) -> Cell:
    cell = reader.cell(group, endpoint, framework)
    found = reader.standing(group, endpoint, framework, what)
    if found is None or found["ratio"] is None:
        return table.status(cell) if cell is None or not cell["compared"] else Cell(DASH)
    sign = reader.sign(group, endpoint, framework, what)
    ends = "" if found["low"] is None else f"{number(found['low'], 2)}–{number(found['high'], 2)}"
    flag = "!" if cell and is_doubtful(cell) else ""
    shown = "1" if framework == reader.best(group, endpoint, what) else number(found["ratio"], 2)
    share = found["ratio"] if what == RATE else 1 / found["ratio"]
    level = next(i for i, low in enumerate(SHADES) if share >= low)
    return Cell(" ".join(filter(None, (sign, shown, flag))), found["ratio"], ends, look=f"heat heat-{level}")


def duets(reader: Reader) -> dict[str, Any] | None:
    """CPU per request against a reference that was loaded on the same cores at the same time; None without duets."""
    found = _duets(reader)
    if not found:
        return None
    lines, body, seen = [], [], -1
    places = list(dict.fromkeys((cell["group"], cell["endpoint"], other) for cell, other, _ in found))
    for j, (cell, other, own) in enumerate(found):
        place, title = (cell["group"], cell["endpoint"], other), reader.titles[cell["framework"]]
        if places.index(place) != seen:
            seen = places.index(place)
            lines.append(rows.head(seen, cell["endpoint"], f"against {reader.titles.get(other, other)}"))
        lines.append(_duet_line(own, f"{seen}.{j}", title, cell["framework"]))
        body.append(_duet_row(reader, cell, other, own))
    columns = [
        Column("Endpoint", kind="name"),
        Column("Framework", kind="name"),
        Column("Against", kind="text"),
        Column("CPU per request, ratio", "95 % interval"),
        Column("Verdict", kind="text"),
        Column("Windows"),
        Column("Flags", "windows", "text"),
    ]
    drawn = any(line.get("v") is not None for line in lines)
    return {
        "frameworks": list(dict.fromkeys(cell["framework"] for cell, _, _ in found)),
        "chart": rows.chart(lines, "CPU per request ÷ that of the other, logarithmic", base=1) if drawn else None,
        "table": Table("duets", "Duets", columns, body),
    }


def _duets(reader: Reader) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Cell, name of the other, and the duet's entry."""
    cells = [cell for cell in reader.summary["cells"] if cell["framework"] in reader.shown_names]
    return [(cell, own["reference"], own) for cell in cells for own in cell.get("duets") or []]


def _duet_line(own: Mapping[str, Any], index: str, title: str, framework: str) -> dict[str, Any]:
    if own["ratio"] is None:
        return rows.nothing(index, title, DASH)
    return rows.line(
        index, title, framework, own, f"{mark(own)} {number(own['ratio'])}".strip(), f"{title}: {ratio(own)}"
    )


def _duet_row(reader: Reader, cell: Mapping[str, Any], other: str, own: Mapping[str, Any]) -> list[Cell]:
    flags = ", ".join(f"{words(flag)} {count}×" for flag, count in own["flags"].items())
    return [
        Cell(cell["endpoint"], cell["endpoint"]),
        Cell(reader.titles[cell["framework"]], reader.titles[cell["framework"]], framework=cell["framework"]),
        table.text(reader.titles.get(other, other)),
        table.ratio(own),
        table.text(DASH if own["ratio"] is None else own["verdict"]),
        table.whole(own["windows"]),
        table.text(flags or DASH),
    ]


def noise(reader: Reader) -> dict[str, Any]:
    """The noise floor in words, and what a framework's ratio to itself showed."""
    names = {RATE: "Requests/s", CPU: "CPU per request", "duet": "CPU by duet"}
    columns = [
        Column("Endpoint", kind="name"),
        Column("Framework", kind="name"),
        *(Column(f"{title}, ratio to itself", "95 % interval") for title in names.values()),
    ]
    body = [
        [
            Cell(pair["endpoint"], pair["endpoint"]),
            table.text(reader.titles.get(pair["frameworks"][1], pair["frameworks"][1])),
            *(table.ratio(pair.get(what)) for what in names),
        ]
        for pair in reader.summary.get("twins") or []
    ]
    return {
        "text": noise_floor(reader.summary.get("noise_floor"), reader.titles),
        "table": Table("twins", "A framework against itself", columns, body) if body else None,
    }
