"""The cells as a table for spreadsheets and data frames: reports/exports/cells.csv."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.reports import Folders
from bench.reports._cell_rows import columns, rows
from bench.view import View

NAME = "export_csv"


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file: a header, then a line per cell. What was not measured is an empty field."""
    view, text = View(summary), io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns(view))
    writer.writerows(rows(view))
    return [write_text(folders.exports / "cells.csv", text.getvalue())]
