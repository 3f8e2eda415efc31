"""The numbers of reports/calibration.json, from a calibration run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from statistics import fmean
from typing import Any

from bench import stats
from bench.calibration import facts as side
from bench.calibration.comparisons import (
    DRAWS,
    INSTRUMENTS,
    Comparison,
    Pair,
    blocks,
    disjoint,
    drawn,
    find_pairs,
    in_blocks,
)
from bench.calibration.facts import Facts
from bench.records import Run
from bench.stats import LEVEL, Interval

SCHEMA = 1


def build(run: Run, facts: Facts) -> dict[str, Any]:
    """All of calibration.json but the aims; shares and slow-downs are fractions, a cost ratio is own / other."""
    pairs, chosen = find_pairs(run, facts), blocks(run, facts.block)
    made = in_blocks(pairs, chosen)
    return {
        "schema": SCHEMA,
        **{
            key: getattr(run, key)
            for key in ("run", "status", "methodology", "started", "ended", "seed", "commit", "dirty")
        },
        **{key: getattr(run, key) for key in ("host", "versions", "settings")},
        "level": LEVEL,
        "rounds_per_comparison": facts.block,
        "blocks": len(chosen),
        "rounds": len({number for cell in run.cells for number in (item.round for item in cell.rounds)}),
        "equal": list(facts.equal),
        "slowed": facts.slowed,
        "lost": _lost(run, facts),
        "equal_servers": _equal(run, facts, pairs, made),
        "slowed_servers": _slowed(run, facts, pairs, made),
        "widths": _widths(made),
        "gain": {what: _gain(made, what) for what in ("rate", "cpu_us")},
        "paced": side.paced(facts),
        "client": side.client(facts),
        "websocket": side.websocket(facts),
        "sampler": side.sampler(facts),
        "comparisons": [_as_dict(comparison) for comparison in made],
    }


def proportion(count: int, total: int) -> dict[str, Any] | None:
    """A share with Wilson's 95 % interval; None of nothing."""
    if not total:
        return None
    from scipy.stats import binomtest

    low, high = binomtest(count, total).proportion_ci(LEVEL, method="wilson")
    return {"count": count, "of": total, "share": count / total, "low": float(low), "high": float(high)}


def cost_ratio(instrument: str, interval: Interval) -> Interval:
    """The ratio own / other as one of cost: a rate's turned round."""
    if instrument != "rate":
        return interval
    low, high = (None if end is None else 1 / end for end in (interval.high, interval.low))
    return Interval(1 / interval.centre, low, high, interval.rounds)


def _lost(run: Run, facts: Facts) -> list[dict[str, str]]:
    """Entries that the calibration names and that gave no number, with the reason."""
    found = []
    for name in (*facts.equal, *facts.slowed):
        own = [cell for cell in run.cells if cell.framework == name]
        if not any(cell.is_compared for cell in own):
            reasons = [problem.text for cell in own for problem in cell.problems]
            found.append({"name": name, "reason": "; ".join(dict.fromkeys(reasons)) or "there is no record of it"})
    return found


def _equal(run: Run, facts: Facts, pairs: Sequence[Pair], made: Sequence[Comparison]) -> dict[str, Any]:
    """How often each instrument claims a difference between entries that have none."""
    equal = [pair for pair in pairs if not pair.slowdown]
    apart = disjoint(equal)
    found = {}
    for instrument in INSTRUMENTS:
        own = [c for c in made if c.instrument == instrument and not c.pair.slowdown]
        independent = [c for c in own if c.pair in apart]
        many = drawn(equal, instrument, facts.block, run.seed)
        found[instrument] = {
            "claims": proportion(sum(c.is_claim for c in own), len(own)),
            "claims_disjoint": proportion(sum(c.is_claim for c in independent), len(independent)),
            "claims_drawn": _share(c.is_claim for c in many),
        }
    return found


def _slowed(run: Run, facts: Facts, pairs: Sequence[Pair], made: Sequence[Comparison]) -> list[dict[str, Any]]:
    """How often each instrument finds each slow-down, and how large it says it is."""
    found = []
    for name, slowdown in sorted(facts.slowed.items(), key=lambda item: item[1]):
        own = [pair for pair in pairs if pair.own == name]
        by = {what: _found(run, facts, own, made, what) for what in INSTRUMENTS}
        found.append({"name": name, "slowdown": slowdown, "against": [pair.other for pair in own], "instruments": by})
    return found


def _found(
    run: Run, facts: Facts, pairs: Sequence[Pair], made: Sequence[Comparison], instrument: str
) -> dict[str, Any] | None:
    """None where the instrument was not used on this entry."""
    own = [c for c in made if c.instrument == instrument and c.pair in pairs]
    whole = stats.geometric_mean_ratio([pair.values[instrument] for pair in pairs]) if pairs else None
    if whole is None:
        return None
    cost, many = cost_ratio(instrument, whole), drawn(pairs, instrument, facts.block, run.seed)
    return {
        "found": proportion(sum(c.is_right for c in own), len(own)),
        "wrong_direction": sum(c.is_claim and not c.is_right for c in own),
        "found_drawn": _share(c.is_right for c in many),
        "estimate": {"slowdown": cost.centre - 1, "low": _less_one(cost.low), "high": _less_one(cost.high)},
        "rounds": cost.rounds,
    }


def _less_one(value: float | None) -> float | None:
    return None if value is None else value - 1


def _share(hits: Any) -> dict[str, Any] | None:
    """The share of dependent draws: without an interval, which they would make too narrow."""
    values = list(hits)
    return {"share": fmean(values), "draws": len(values), "asked": DRAWS} if values else None


def half_width(comparison: Comparison) -> float | None:
    """Half the interval's width on the log scale: 0.02 is ±2 %."""
    interval = comparison.interval
    if interval.low is None or interval.high is None:
        return None
    return math.log(interval.high / interval.low) / 2


def _widths(made: Sequence[Comparison]) -> dict[str, Any]:
    """The mean half width of each instrument's intervals, of equal and slowed pairs alike."""
    found: dict[str, Any] = {}
    for instrument in INSTRUMENTS:
        widths = [half_width(comparison) for comparison in made if comparison.instrument == instrument]
        known = [width for width in widths if width is not None]
        found[instrument] = {"mean": fmean(known), "comparisons": len(known)} if known else None
    return found


def _gain(made: Sequence[Comparison], what: str) -> dict[str, Any] | None:
    """How many times as wide the intervals of alternating windows are as a duet's: same pair, same rounds.

    Pairs of one block share its minutes, so each block gives one value and the interval is over the blocks.
    """
    widths = {
        (c.rounds, c.pair.own, c.pair.other, c.pair.group, c.pair.endpoint, c.instrument): half_width(c) for c in made
    }
    logs = []
    for key, width in widths.items():
        duet = widths.get((*key[:-1], "duet"))
        if key[-1] == what and width and duet:
            logs.append((key[0], math.log(width / duet)))
    if not logs:
        return None
    by_block = [fmean(value for _, value in own) for _, own in groupby(sorted(logs), key=lambda item: item[0])]
    found = stats.mean_interval(by_block)
    ends = {
        end: None if value is None else math.exp(value) for end, value in (("low", found.low), ("high", found.high))
    }
    return {"ratio": math.exp(found.centre), **ends, "blocks": len(by_block), "comparisons": len(logs)}


def _as_dict(comparison: Comparison) -> dict[str, Any]:
    pair, cost = comparison.pair, cost_ratio(comparison.instrument, comparison.interval)
    return {
        "pair": [pair.own, pair.other],
        "group": pair.group,
        "endpoint": pair.endpoint,
        "slowdown": pair.slowdown,
        "rounds": [comparison.rounds[0], comparison.rounds[-1]],
        "instrument": comparison.instrument,
        "cost_ratio": cost.centre,
        "low": cost.low,
        "high": cost.high,
        "verdict": comparison.verdict,
    }
