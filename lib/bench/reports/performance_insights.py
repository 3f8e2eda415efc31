"""The facts of all reports for machines: reports/performance_insights.json, of the form that the schema beside this
file describes. `./run_all.sh … --format json` prints it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.files import write_json
from bench.insights import insights
from bench.reports import Folders
from bench.reports._stress_results import read_stress

NAME = "performance_insights"
SCHEMA_FILE = Path(__file__).with_suffix(".schema.json")


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file."""
    return [write_json(folders.reports / "performance_insights.json", insights(summary, read_stress(folders)))]
