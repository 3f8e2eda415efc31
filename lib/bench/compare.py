"""Frameworks against each other: pairs and ties per endpoint, geometric means over several endpoints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from bench import rounds, stats
from bench.noise import Floors
from bench.records import Cell
from bench.stats import CHEAPER, DEARER, NO_DIFFERENCE, Interval, PerRound, verdict


def compare_endpoint(cells: Sequence[Cell], floors: Floors) -> list[dict[str, Any]]:
    """Every pair of one endpoint's compared cells, once: ratios first / second of rate and of CPU per request."""
    compared = [cell for cell in cells if cell.is_compared]
    return [_pair(first, second, floors) for first, second in combinations(compared, 2)]


def ties_of_endpoint(pairs: Sequence[dict[str, Any]]) -> list[list[str]]:
    """The sets of frameworks of one endpoint between whose rates no pair shows a difference.

    A pair without an interval is no tie.
    """
    names = list(dict.fromkeys(name for pair in pairs for name in pair["frameworks"]))
    tied = {
        frozenset(pair["frameworks"])
        for pair in pairs
        if pair["rate"]["verdict"] == NO_DIFFERENCE and stats.is_decidable(pair["rate"])
    }
    return stats.tie_groups(names, lambda one, other: frozenset((one, other)) in tied)


def geometric_means(cells: Sequence[Cell], floors: Floors) -> dict[str, Any] | None:
    """Each framework's rate and CPU per request against one base, over the endpoints that all of them have.

    Frameworks without a compared cell here are left out. The base is the framework with the highest mean rate.
    None with fewer than two frameworks or without a common endpoint.
    """
    by_framework: dict[str, dict[tuple[str, str], Cell]] = {}
    for cell in cells:
        if cell.is_compared:
            by_framework.setdefault(cell.framework, {})[cell.group, cell.endpoint] = cell
    if len(by_framework) < 2:
        return None
    common = [key for key in next(iter(by_framework.values())) if all(key in own for own in by_framework.values())]
    if not common:
        return None
    rows = {name: [own[key] for key in common] for name, own in by_framework.items()}
    # Where another endpoint is loaded beside, CPU time cannot be told apart: that must not cost all the others their mean.
    timed = [i for i in range(len(common)) if all(rounds.cpu_us(own[i]) for own in rows.values())]
    base = _highest(rows)
    return {
        "count": len(common),
        "of": len({key for own in by_framework.values() for key in own}),
        "endpoints": [f"{group}/{endpoint}" for group, endpoint in common],
        "base": base,
        "cpu_count": len(timed),
        "frameworks": {
            name: {
                "rate": _rate(own, rows[base], floors),
                "cpu_us": _cpu([own[i] for i in timed], [rows[base][i] for i in timed], floors),
            }
            for name, own in rows.items()
        },
    }


def _pair(first: Cell, second: Cell, floors: Floors) -> dict[str, Any]:
    return {
        "group": first.group,
        "endpoint": first.endpoint,
        "frameworks": [first.framework, second.framework],
        "rate": _rate([first], [second], floors),
        "cpu_us": _cpu([first], [second], floors),
    }


def _highest(rows: Mapping[str, Sequence[Cell]]) -> str:
    anchor = next(iter(rows.values()))
    means = {name: _mean_ratio(own, anchor, rounds.rates) for name, own in rows.items()}
    return max(means, key=lambda name: means[name].centre if means[name] else 0.0)


def _rate(own: Sequence[Cell], base: Sequence[Cell], floors: Floors) -> dict[str, Any]:
    rate = _mean_ratio(own, base, rounds.rates)
    return judged(rate, verdict(rate, floors.rate))


def _cpu(own: Sequence[Cell], base: Sequence[Cell], floors: Floors) -> dict[str, Any]:
    cpu = _mean_ratio(own, base, rounds.cpu_us) if own else None
    return judged(cpu, verdict(cpu, floors.cpu_us, above=DEARER, below=CHEAPER))


def _mean_ratio(own: Sequence[Cell], base: Sequence[Cell], read: Callable[[Cell], PerRound]) -> Interval | None:
    return stats.geometric_mean_ratio([(read(cell), read(other)) for cell, other in zip(own, base, strict=True)])


def judged(interval: Interval | None, words: str) -> dict[str, Any]:
    """A ratio as summary.json has it, with the words of its verdict."""
    if interval is None:
        return {"ratio": None, "low": None, "high": None, "rounds": 0, "verdict": words}
    found = {"ratio": interval.centre, "low": interval.low, "high": interval.high, "rounds": interval.rounds}
    return found | {"verdict": words}
