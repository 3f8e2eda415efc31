"""What is shown beside rate, time, latency and memory, a row per endpoint, number and framework: what a contract wants shown, and
what collectors measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.collected import shown
from bench.reports._html import detail, table
from bench.reports._html.reader import Reader
from bench.reports._html.table import Cell, Column, Table
from bench.text import DASH, centred


def table_of(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    """None where no contract of the group names a further number."""
    columns = [*detail.NAMES, Column("What", kind="text"), Column("Mean", "95 % interval")]
    body = []
    for endpoint in group["endpoints"]:
        for key, title in (endpoint["metrics"] or {}).items():
            for name in reader.frameworks(group["name"]):
                cell = reader.cell(group["name"], endpoint["name"], name)
                found = cell["extra"].get(key) if cell else None
                body.append([*detail.names(reader, endpoint["name"], name), Cell(title, title), _shown(found)])
    caption = f"{group['title']}: also measured"
    return Table(f"extras-{group['name']}", caption, columns, body) if body else None


def collected(reader: Reader, group: Mapping[str, Any]) -> Table | None:
    """None where no collector has a number of the group."""
    columns = [*detail.NAMES, Column("What", kind="text"), Column("Median", "95 % interval")]
    body = []
    for endpoint, metric, title in shown(reader, group):
        for name in reader.frameworks(group["name"]):
            cell = reader.cell(group["name"], endpoint, name)
            value = table.measure(cell and cell["collected"].get(metric))
            body.append([*detail.names(reader, endpoint, name), Cell(title, title), value])
    caption = f"{group['title']}: collected"
    return Table(f"collected-{group['name']}", caption, columns, body, folded=True) if body else None


def _shown(found: Mapping[str, Any] | None) -> Cell:
    if found is None:
        return Cell(DASH)
    text, _, ends = centred(found).partition(" (")
    return Cell(text, found["centre"], ends.rstrip(")"))
