"""For Bencher, in its Metric Format: reports/exports/bencher.json, {benchmark: {measure: {value, lower_value, upper_value}}}.

`throughput` and `latency` are measures that every Bencher project has, in operations/s and in nanoseconds; the others are
made when they first come, and carry their unit in their name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.files import write_json
from bench.reports import Folders
from bench.reports._metrics import Metric, metrics
from bench.view import View

NAME = "export_bencher"
NS_PER_US = 1000
MEASURES = {
    "rate": ("throughput", 1),
    "p50": ("latency", NS_PER_US),
    "p99": ("latency-p99-us", 1),
    "CPU time": ("cpu-us-per-request", 1),
    "peak memory": ("peak-memory-mib", 1),
}


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file. Cells without a right answer under load are left out: the format has no null."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for metric in metrics(View(summary)):
        cell = metric.cell
        measure, by = MEASURES[metric.name]
        found.setdefault(f"{cell['framework']}/{cell['group']}/{cell['endpoint']}", {})[measure] = _values(metric, by)
    return [write_json(folders.exports / "bencher.json", found)]


def _values(metric: Metric, by: float) -> dict[str, float]:
    named = {"value": metric.value, "lower_value": metric.low, "upper_value": metric.high}
    return {key: value * by for key, value in named.items() if value is not None}
