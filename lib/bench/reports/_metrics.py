"""The measures of each compared cell as plain metrics, for the tools that keep one number over many runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.text import KIB_PER_MIB
from bench.view import View


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of one cell, in `unit`; `low` and `high` are its 95 % interval, None without one."""

    cell: dict[str, Any]
    name: str
    unit: str
    bigger_is_better: bool
    value: float
    low: float | None
    high: float | None
    rounds: int


def metrics(view: View) -> Iterator[Metric]:
    """Rate, CPU time, latency and memory of the cells that have them, in the summary's order."""
    for cell in view.shown_cells:
        found = (
            ("rate", "requests/s", True, cell["rate"], 1.0),
            ("CPU time", "µs/request", False, cell["cpu_us"], 1.0),
            ("p50", "µs", False, cell["latency_us"]["p50"], 1.0),
            ("p99", "µs", False, cell["latency_us"]["p99"], 1.0),
            ("peak memory", "MiB", False, (cell.get("memory_rounds_kib") or {}).get("peak"), KIB_PER_MIB),
        )
        for name, unit, bigger, measure, by in found:
            if measure:
                value, low, high = (
                    None if measure[key] is None else measure[key] / by for key in ("median", "low", "high")
                )
                yield Metric(cell, name, unit, bigger, value or 0.0, low, high, len(measure["rounds"]))
