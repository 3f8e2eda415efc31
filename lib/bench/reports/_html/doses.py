"""What one more of something costs: a line per framework through the endpoints of a series, as a table and as charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.doses import by_series
from bench.reports._html import table
from bench.reports._html.reader import Reader
from bench.reports._html.table import Cell, Column, Table
from bench.text import difference, number


def table_of(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    """A row per series and framework; None where the group has no series."""
    columns = [
        Column("Series", kind="name"),
        Column("Framework", kind="name"),
        Column("One more costs", "CPU µs, 95 % interval"),
        Column("Without any", "CPU µs, 95 % interval"),
        Column("Farthest from the line", "CPU µs"),
    ]
    body = []
    for series, own in _series(reader, group):
        for name, entry in own.items():
            title = Cell(reader.titles[name], reader.titles[name], framework=name)
            values = [
                table.difference(entry["slope_us"]),
                table.level(entry["base_us"]),
                table.value(entry["farthest_us"]),
            ]
            body.append([Cell(series, series), title, *values])
    notes = [
        "Each round gives a line by least squares, and the interval is over the rounds. = marks an interval that holds 0, ? a "
        "single round. A point far from its line says that each one more does not cost the same."
    ]
    caption = f"{group['title']}: a line through the endpoints of each series"
    return Table(f"doses-{group['name']}", caption, columns, body, notes) if body else None


def charts(reader: Reader, group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A chart per series: each framework's points, and its line from the least amount to the most."""
    return [
        {"title": series, "lines": [_line(reader, name, entry) for name, entry in own.items()]}
        for series, own in _series(reader, group)
    ]


def _series(reader: Reader, group: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Mapping[str, Any]]]]:
    """Each series with its entries, the frameworks in the order of the page."""
    for series, own in by_series(reader.summary["doses"], group["name"]).items():
        yield series, {name: own[name] for name in reader.frameworks(group["name"]) if name in own}


def _line(reader: Reader, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    title, slope, base = reader.titles[name], entry["slope_us"]["centre"], entry["base_us"]["centre"]
    points = [
        [point["amount"], point["cpu_us"], f"{title}, {point['endpoint']}: {number(point['cpu_us'])} µs"]
        for point in entry["points"]
    ]
    amounts = [point["amount"] for point in entry["points"]]
    ends = [[amount, base + slope * amount] for amount in (min(amounts), max(amounts))]
    return {
        "f": name,
        "points": points,
        "ends": ends,
        "t": f"{title}: one more costs {difference(entry['slope_us'])} µs",
    }
