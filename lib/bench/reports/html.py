"""The run as one page, reports/report.html, that opens from disk and loads nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.reports import Folders
from bench.reports._html.page import page
from bench.reports._stress_results import read_stress

NAME = "html"


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the page; the latest stress run's curves are in it when its data lies in features/."""
    content = page(summary, read_stress(folders), folders.reports)
    return [write_text(folders.reports / "report.html", content)]
