"""The latency of a cell under a paced load: at shares of its own capacity, and at one rate that all frameworks get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bench import stats
from bench.records import Cell, LatencyAt, Window

PERCENTILES = ("p50", "p90", "p99", "p99_9")
UNSUSTAINED = "unsustained"


def describe_latency(cell: Cell) -> list[dict[str, Any]]:
    """One entry per load: `share` of the capacity (null for the common rate), requests/s, measures in µs over the windows.

    A window that did not reach its rate, or with failed requests, has a latency that is not comparable: it counts in
    `windows`, and not in the measures, which are null when no window is left.
    """
    return [_describe(load) for load in cell.latency_at]


def _describe(load: LatencyAt) -> dict[str, Any]:
    good = [window for window in load.windows if window.is_good and UNSUSTAINED not in window.flags]
    return {
        "share": load.share,
        "target_rps": load.target_rps,
        "windows": len(load.windows),
        "sustained": len(good),
        "achieved_rps": _over(load.windows, lambda window: window.paced and window.paced.achieved_rps),
        "latency_us": {
            name: _over(good, lambda window, name=name: window.latency_us and getattr(window.latency_us, name))
            for name in PERCENTILES
        },
        "late_p99_us": _over(good, lambda window: window.paced and window.paced.late_us and window.paced.late_us.p99),
    }


def _over(windows: Sequence[Window], read: Callable[[Window], float | None]) -> dict[str, Any] | None:
    """The measure over the windows, each of which is a round of its own."""
    values = {i: value for i, window in enumerate(windows, 1) if (value := read(window)) is not None}
    measure = stats.measure(values)
    return None if measure is None else asdict(measure)
