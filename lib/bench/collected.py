"""What collectors measured: per cell in summary.json, and what reports ask of it.

A round's value is the mean of its windows; that of a metric made of another is the round's sum of it ÷ its right answers. The
median over the rounds has a 95 % interval: on logarithms where all values are above 0, else of the mean, because 0 is a count
like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from statistics import fmean
from typing import Any

from bench import stats
from bench.collectors import Metric
from bench.records import Cell, Collector, Round, Window
from bench.view import View

UNKNOWN = "the records do not say why"


def describe_collected(cell: Cell, collectors: Mapping[str, Collector]) -> dict[str, Any]:
    """`collected`: a measure or None for each metric of the run; `uncollected`: the reasons of those that are None."""
    found: dict[str, dict[str, Any] | None] = {}
    reasons: dict[str, str] = {}
    if not cell.is_compared:
        return {"collected": {}, "uncollected": {}}
    for collector in collectors.values():
        for name, metric in collector.metrics.items():
            measure = _measure(
                {item.round: value for item in cell.good_rounds() for value in _value(item, name, metric)}
            )
            found[name] = measure and asdict(measure)
            if measure is None:
                reasons[name] = collector.reason or _reason(cell, metric.of or name)
    return {"collected": found, "uncollected": reasons}


def _value(item: Round, name: str, metric: Metric) -> list[float]:
    """The round's value, or nothing."""
    windows = [(window, value) for window in item.good_windows for value in _known(window, metric.of or name)]
    if not windows:
        return []
    if metric.of is None:
        return [fmean(value for _, value in windows)]
    return [sum(value for _, value in windows) / sum(window.good_requests for window, _ in windows) * metric.scale]


def _known(window: Window, name: str) -> list[float]:
    value = window.collected.get(name)
    return [] if value is None else [value]


def _reason(cell: Cell, name: str) -> str:
    """The last window's: a collector that failed has had no reason before."""
    said = [window.uncollected.get(name) for item in cell.good_rounds() for window in item.good_windows]
    return next((reason for reason in reversed(said) if reason), UNKNOWN)


def _measure(values: stats.PerRound) -> stats.Measure | None:
    measure = stats.measure(values)
    if measure is None or measure.low is not None or len(measure.values) < 2:
        return measure
    mean = stats.mean_interval(measure.values)
    low, high = min(mean.low or 0.0, measure.median), max(mean.high or 0.0, measure.median)
    # A count is never below 0; where one was, the interval is left as it is.
    return stats.Measure(measure.median, max(low, min(0.0, *measure.values)), high, measure.values, measure.rounds)


def titles(view: View) -> dict[str, str]:
    """Every metric of the run with its title and unit, for people."""
    return {
        name: f"{metric['title']}, {metric['unit']}"
        for collector in view.summary["collectors"].values()
        for name, metric in collector["metrics"].items()
    }


def shown(view: View, group: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(endpoint, metric, title) of all that one of the group's frameworks has a number for."""
    for endpoint in group["endpoints"]:
        cells = [view.cell(group["name"], endpoint["name"], name) for name in view.frameworks(group["name"])]
        for metric, title in titles(view).items():
            if any(cell and cell["collected"].get(metric) for cell in cells):
                yield endpoint["name"], metric, title


def not_collected(view: View) -> list[str]:
    """Each reason once: `energy: /sys/class/powercap: … (40 of 40 cells)`."""
    compared = [cell for cell in view.shown_cells if cell["compared"]]
    lines = []
    for name, collector in view.summary["collectors"].items():
        if not collector["metrics"]:
            lines.append(f"{name}: {collector['reason']}")
        cells: dict[str, int] = {}
        for cell in compared:
            own = {reason for key, reason in cell["uncollected"].items() if key in collector["metrics"]}
            for reason in sorted(own):
                cells[reason] = cells.get(reason, 0) + 1
        lines += [f"{name}: {reason} ({count} of {len(compared)} cells)" for reason, count in cells.items()]
    return lines
