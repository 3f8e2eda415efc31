"""What may be said from a few rounds: medians, intervals, ratios, verdicts and ties.

One value per round goes in. Rates, times and their ratios vary by factors, so the 95 % intervals are Student's t on the
logarithms: with normal logs the coverage is right from two rounds on. The percentile bootstrap is not used, because it
under-covers at the usual five rounds (about 83 % instead of 95 %). With fewer than two rounds there is no interval.

Simulated with 5, 10 and 20 rounds of two windows, they hold the truth in 95 % where the noise is normal, and in 95 to 96 %
where one window in ten is three times as noisy. Where one window in ten is a third slower, ratios still hold it in 95 to 96 %,
because both sides suffer alike, but the interval of one cell holds its mean in 89, 90 and 93 % only.

Two frameworks are compared by the ratios within each round, which share the host's mood of that round. The headline of
one cell is the median of its rounds; that of a comparison is the centre of its interval, the geometric mean.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean, median

LEVEL = 0.95
FASTER, SLOWER, NO_DIFFERENCE = "faster", "slower", "no difference shown"
CHEAPER, DEARER = "cheaper", "dearer"

PerRound = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A centre and its 95 % interval over `rounds` rounds; `low` and `high` are None with fewer than two rounds."""

    centre: float
    low: float | None
    high: float | None
    rounds: int


@dataclass(frozen=True, slots=True)
class Measure:
    """The per-round `values` of one cell in round order, their median, and the 95 % interval."""

    median: float
    low: float | None
    high: float | None
    values: tuple[float, ...]
    rounds: tuple[int, ...]


def measure(values: PerRound) -> Measure | None:
    """Median and interval of one cell's per-round values; None when there are none."""
    if not values:
        return None
    rounds = tuple(sorted(values))
    ordered = tuple(values[number] for number in rounds)
    middle, interval = median(ordered), log_interval(ordered)
    if interval is None or interval.low is None or interval.high is None:
        return Measure(middle, None, None, ordered, rounds)
    # The interval is of the geometric mean; widened, when rounds are very skew, to hold the median beside it.
    return Measure(middle, min(interval.low, middle), max(interval.high, middle), ordered, rounds)


def log_interval(values: Sequence[float]) -> Interval | None:
    """Geometric mean and Student's t interval on the logs; None when there is no value or one is not positive."""
    if not values or min(values) <= 0:
        return None
    logs = mean_interval([math.log(value) for value in values])
    if logs.low is None or logs.high is None:
        return Interval(math.exp(logs.centre), None, None, 1)
    return Interval(math.exp(logs.centre), math.exp(logs.low), math.exp(logs.high), len(values))


def mean_interval(values: Sequence[float]) -> Interval:
    """Mean and Student's t interval of at least one value."""
    centre, count = fmean(values), len(values)
    if count < 2:
        return Interval(centre, None, None, count)
    variance = math.fsum((value - centre) ** 2 for value in values) / (count - 1)
    half = student_t(count - 1) * math.sqrt(variance / count)
    return Interval(centre, centre - half, centre + half, count)


@cache
def student_t(freedom: float) -> float:
    """The two-sided 95 % quantile of Student's t."""
    # scipy.stats.t gives the same number and takes a second longer to import.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def ratio(this: PerRound, other: PerRound) -> Interval | None:
    """this / other over the rounds that both have; None when there is no such round or a value is not positive."""
    return geometric_mean_ratio([(this, other)])


def geometric_mean_ratio(pairs: Sequence[tuple[PerRound, PerRound]]) -> Interval | None:
    """The geometric mean of this / other over several cells, with the interval over the rounds that all of them have.

    Each round gives one value, the mean of its log ratios: cells of one round share its disturbances and do not
    count as independent.
    """
    rounds = common_rounds(part for pair in pairs for part in pair)
    if not rounds or any(part[number] <= 0 for pair in pairs for part in pair for number in rounds):
        return None
    logs = [fmean(math.log(this[number] / other[number]) for this, other in pairs) for number in rounds]
    return log_interval([math.exp(value) for value in logs])


def log_ratios(this: PerRound, other: PerRound) -> dict[int, float]:
    """The logarithm of this / other in each round that both have; rounds with a value that is not positive are left out."""
    pairs = {number: (this[number], other[number]) for number in common_rounds((this, other))}
    return {number: math.log(one / two) for number, (one, two) in pairs.items() if one > 0 and two > 0}


def difference(this: PerRound, other: PerRound) -> Interval | None:
    """this − other, in their unit, over the rounds that both have; None when there is no such round."""
    rounds = common_rounds((this, other))
    return mean_interval([this[number] - other[number] for number in rounds]) if rounds else None


def common_rounds(parts: Iterable[PerRound]) -> list[int]:
    """The round numbers that every part has, ascending."""
    sets = [set(part) for part in parts]
    return sorted(set.intersection(*sets)) if sets else []


def verdict(
    interval: Interval | None, noise_floor: float | None = None, above: str = FASTER, below: str = SLOWER
) -> str:
    """What a ratio shows: `above` when it is over 1, `below` when it is under 1, else "no difference shown".

    Nothing is shown without an interval, by one that holds 1, or by a ratio within the noise floor, however narrow its
    interval: the floor, a fraction such as 0.03, is how far the ratio of a framework to itself comes from 1.
    """
    if interval is None or interval.low is None or interval.high is None or interval.low <= 1 <= interval.high:
        return NO_DIFFERENCE
    edge = 1 + (noise_floor or 0)
    if 1 / edge <= interval.centre <= edge:
        return NO_DIFFERENCE
    return above if interval.low > 1 else below


def is_decidable(ratio: Mapping[str, float | None]) -> bool:
    """False for a ratio of summary.json that has no interval: then "no difference shown" says nothing at all."""
    return ratio["low"] is not None


def tie_groups(names: Sequence[str], is_tied: Callable[[str, str], bool]) -> list[list[str]]:
    """The largest sets of names in which every pair is tied, in the order of `names`; sets of one are left out.

    Being tied is not transitive: a name can stand in several sets.
    """
    tied = {name: {other for other in names if other != name and is_tied(name, other)} for name in names}
    found: list[list[str]] = []

    def grow(chosen: set[str], candidates: set[str], seen: set[str]) -> None:
        if not candidates and not seen and len(chosen) > 1:
            found.append([name for name in names if name in chosen])
        for name in [item for item in names if item in candidates]:
            grow(chosen | {name}, candidates & tied[name], seen & tied[name])
            candidates, seen = candidates - {name}, seen | {name}

    grow(set(), set(names), set())
    return sorted(found, key=lambda group: [names.index(name) for name in group])
