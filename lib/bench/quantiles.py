"""Merging the latency curves of many windows into one."""

from __future__ import annotations

from collections.abc import Sequence

from bench.records import Cell
from bench.rounds import is_sustained

Curve = Sequence[tuple[float, float]]


def merged_curve(cell: Cell) -> list[tuple[float, float]] | None:
    """The latency curve of all good windows that held their rate, as (percent, µs); None when no window has one.

    Each window counts by its requests. Between two points of a curve the latency is taken to grow evenly.
    """
    good = (window for item in cell.good_rounds() for window in item.good_windows)
    windows = [window for window in good if window.quantiles and is_sustained(window)]
    if not windows:
        return None
    weighted = [(window.quantiles or (), window.good_requests) for window in windows]
    percents = sorted({percent for curve, _ in weighted for percent, _ in curve})
    return list(zip(percents, _inverted(weighted, percents), strict=True))


def _inverted(weighted: Sequence[tuple[Curve, int]], percents: Sequence[float]) -> list[float]:
    import numpy

    grid = numpy.unique([value for curve, _ in weighted for _, value in curve])
    total = sum(weight for _, weight in weighted)
    mixed = numpy.zeros(len(grid))
    for curve, weight in weighted:
        # Of several percents at one latency the highest is the share that was at most as slow.
        highest = {value: percent for percent, value in sorted(curve)}
        values, below = zip(*sorted(highest.items()), strict=True)
        mixed += weight / total * numpy.interp(grid, values, numpy.maximum.accumulate(below), left=0, right=100)
    shares, first = numpy.unique(numpy.maximum.accumulate(mixed).round(9), return_index=True)
    return [float(value) for value in numpy.interp(percents, shares, grid[first])]
