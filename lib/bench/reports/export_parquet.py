"""The cells as a typed table: reports/exports/cells.parquet, with the columns of cells.csv."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bench.files import write_bytes
from bench.reports import Folders
from bench.reports._cell_rows import columns, rows
from bench.view import View

NAME = "export_parquet"


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file. What was not measured is null."""
    view = View(summary)
    return [write_bytes(folders.exports / "cells.parquet", _content(columns(view), rows(view)))]


def _content(header: dict[str, str], table: list[list[Any]]) -> bytes:
    # Only this format needs it, and it takes a tenth of a second to load.
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as database:
        declared = ", ".join(f'"{name}" {kind}' for name, kind in header.items())
        database.execute(f"CREATE TABLE cells ({declared})")
        if table:
            database.executemany(f"INSERT INTO cells VALUES ({', '.join('?' * len(header))})", table)
        path = Path(folder, "cells.parquet")
        database.execute("COPY cells TO ? (FORMAT parquet)", [str(path)])
        return path.read_bytes()
