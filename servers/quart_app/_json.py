"""How Quart writes JSON: in the order of the dict, as UTF-8, without spaces."""

from __future__ import annotations

from quart import Quart


def write_compact(app: Quart) -> None:
    app.json.sort_keys = False
    app.json.ensure_ascii = False
    app.json.compact = True
