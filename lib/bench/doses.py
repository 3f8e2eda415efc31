"""What one more of something costs: a line through the endpoints of a series, which differ in an amount only.

Ten middlewares against none tell a cost too, but not whether each costs the same, and a single comparison has all the noise
of its two endpoints. Each round gives one line (least squares over the amounts, CPU µs per request); the interval is over
the rounds, like that of a feature's cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from statistics import fmean, median
from typing import Any

from bench import rounds, stats
from bench.records import Cell

FEWEST_AMOUNTS = 3
"""Through two points there is always a line."""


def describe_doses(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """An entry per series and framework, in the order of the cells; series with fewer than three amounts are left out."""
    series: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        if cell.dose and cell.is_compared:
            series.setdefault((cell.group, cell.dose.series, cell.framework), []).append(cell)
    ordered = {place: sorted(own, key=lambda cell: cell.dose.amount) for place, own in series.items()}
    found = (_describe(*place, own) for place, own in ordered.items())
    return [entry for entry in found if entry]


def _describe(group: str, series: str, framework: str, cells: Sequence[Cell]) -> dict[str, Any] | None:
    points = [(cell.dose.amount, rounds.cpu_us(cell)) for cell in cells if cell.dose]
    shared = stats.common_rounds(values for _, values in points)
    if len({amount for amount, _ in points}) < FEWEST_AMOUNTS or not shared:
        return None
    lines = [fit([(amount, values[number]) for amount, values in points]) for number in shared]
    slope = stats.mean_interval([line[0] for line in lines])
    base = stats.mean_interval([line[1] for line in lines])
    middles = [(amount, median(values[number] for number in shared)) for amount, values in points]
    return {
        "group": group,
        "series": series,
        "framework": framework,
        "slope_us": asdict(slope),
        "base_us": asdict(base),
        "points": [
            {"endpoint": cell.endpoint, "amount": amount, "cpu_us": middle}
            for cell, (amount, middle) in zip(cells, middles, strict=True)
        ],
        "farthest_us": max((middle - base.centre - slope.centre * amount for amount, middle in middles), key=abs),
    }


def fit(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Slope and height at 0 of the least-squares line; the amounts must differ."""
    x, y = fmean(x for x, _ in points), fmean(y for _, y in points)
    slope = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    return slope, y - slope * x


def by_series(doses: Iterable[Mapping[str, Any]], group: str) -> dict[str, dict[str, Mapping[str, Any]]]:
    """{series: {framework: entry}} of a group."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for entry in doses:
        if entry["group"] == group:
            found.setdefault(entry["series"], {})[entry["framework"]] = entry
    return found
