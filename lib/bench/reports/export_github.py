"""For the action github-action-benchmark: its `customBiggerIsBetter` and `customSmallerIsBetter` in reports/exports/.

An array of {name, unit, value, range, extra} each. Names are the same from run to run, since a name is a line of its chart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.files import write_json
from bench.reports import Folders
from bench.reports._metrics import Metric, metrics
from bench.statements import counted
from bench.text import number
from bench.view import View

NAME = "export_github"
FILES = {True: "github_bigger_is_better.json", False: "github_smaller_is_better.json"}


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes both files."""
    view = View(summary)
    entries: dict[bool, list[dict[str, Any]]] = {bigger: [] for bigger in FILES}
    for metric in metrics(view):
        entries[metric.bigger_is_better].append(_entry(view, metric))
    return [write_json(folders.exports / name, entries[bigger]) for bigger, name in FILES.items()]


def _entry(view: View, metric: Metric) -> dict[str, Any]:
    cell = metric.cell
    entry = {
        "name": f"{cell['group']}/{cell['endpoint']} {view.titles[cell['framework']]}: {metric.name}",
        "unit": metric.unit,
        "value": metric.value,
    }
    if metric.low is not None and metric.high is not None:
        entry["range"] = f"{number(metric.low)}–{number(metric.high)}"
    rounds = f"median of {counted(metric.rounds, 'round')}, range: 95 % interval"
    flags = f", flags: {', '.join(cell['flags'])}" if cell["flags"] else ""
    return entry | {"extra": f"run {view.summary['run']}, {rounds}{flags}"}
