"""Intervals hold the truth as often as they claim, and verdicts follow from them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from statistics import geometric_mean

import pytest
from bench import stats
from bench.stats import FASTER, NO_DIFFERENCE, SLOWER, Interval, verdict
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as students

POSITIVE = st.floats(min_value=1e-3, max_value=1e6)
PER_ROUND = st.dictionaries(st.integers(1, 30), POSITIVE, min_size=2, max_size=12)
ROUNDS = (5, 10, 20)
RUNS = 3000


def simulated(chance: random.Random, count: int, truth: float, noise: float, drift: float) -> tuple[dict, dict]:
    """Two frameworks over `count` lognormal rounds that share each round's disturbance; this / other is `truth`."""
    shared = [math.exp(chance.gauss(0, drift)) for _ in range(count)]
    this = {i: truth * 1000 * s * math.exp(chance.gauss(0, noise)) for i, s in enumerate(shared, 1)}
    other = {i: 1000 * s * math.exp(chance.gauss(0, noise)) for i, s in enumerate(shared, 1)}
    return this, other


@pytest.mark.parametrize("count", ROUNDS)
@pytest.mark.parametrize("noise", [0.01, 0.2])
def test_ratio_interval_covers_the_true_ratio(count: int, noise: float) -> None:
    chance, truth = random.Random(count), 1.07
    found = [stats.ratio(*simulated(chance, count, truth, noise, 0.3)) for _ in range(RUNS)]
    assert 0.92 < sum(interval.low <= truth <= interval.high for interval in found) / RUNS < 0.98


@pytest.mark.parametrize("count", ROUNDS)
def test_interval_of_one_cell_covers_its_true_median(count: int) -> None:
    chance, truth = random.Random(100 + count), 8000
    runs = ({i: truth * math.exp(chance.gauss(0, 0.1)) for i in range(1, count + 1)} for _ in range(RUNS))
    found = [stats.measure(run) for run in runs]
    assert 0.92 < sum(item.low <= truth <= item.high for item in found) / RUNS < 0.98


@pytest.mark.parametrize("count", ROUNDS)
def test_interval_of_a_difference_covers_it(count: int) -> None:
    chance = random.Random(200 + count)
    runs = [[{i: 10 * k + chance.gauss(0, 3) for i in range(1, count + 1)} for k in (2, 1)] for _ in range(RUNS)]
    found = [stats.difference(*run) for run in runs]
    assert 0.92 < sum(interval.low <= 10 <= interval.high for interval in found) / RUNS < 0.98


@pytest.mark.parametrize("count", ROUNDS)
def test_geometric_mean_over_cells_covers_when_cells_of_a_round_move_together(count: int) -> None:
    chance, truth, cells = random.Random(300 + count), 0.8, 6
    hits = 0
    for _ in range(RUNS // 3):
        moods = [math.exp(chance.gauss(0, 0.05)) for _ in range(count)]
        pairs = []
        for _ in range(cells):
            this, other = simulated(chance, count, truth, 0.02, 0.1)
            pairs.append(({i: v * moods[i - 1] for i, v in this.items()}, other))
        interval = stats.geometric_mean_ratio(pairs)
        hits += interval.low <= truth <= interval.high
    assert 0.92 < hits / (RUNS // 3) < 0.98


def heavy(chance: random.Random, spread: float) -> float:
    """One window in ten is three times as noisy."""
    return chance.gauss(0, spread) * (3 if chance.random() < 0.1 else 1)


def skew(chance: random.Random, spread: float) -> float:
    """One window in ten is a third slower; never one faster."""
    return chance.gauss(0, spread) - (0.3 if chance.random() < 0.1 else 0)


def windowed(chance: random.Random, count: int, noise: Callable[[random.Random, float], float]) -> dict[int, float]:
    """Rates of 1000 over rounds of two windows."""
    return {i: 1000 * math.exp(noise(chance, 0.05) / 2 + noise(chance, 0.05) / 2) for i in range(1, count + 1)}


def held(intervals: Iterable[Interval | stats.Measure], truth: float) -> float:
    found = list(intervals)
    return sum(item.low <= truth <= item.high for item in found) / len(found)


@pytest.mark.parametrize("count", ROUNDS)
def test_heavy_noise_keeps_the_coverage(count: int) -> None:
    chance = random.Random(500 + count)
    runs = [(windowed(chance, count, heavy), windowed(chance, count, heavy)) for _ in range(RUNS)]
    assert 0.92 < held((stats.log_interval(list(one.values())) for one, _ in runs), 1000) < 0.98
    assert 0.92 < held((stats.ratio(*pair) for pair in runs), 1) < 0.98


@pytest.mark.parametrize(("count", "least"), [(5, 0.86), (10, 0.87), (20, 0.90)])
def test_one_sided_noise_keeps_the_coverage_of_ratios_but_not_of_a_cell(count: int, least: float) -> None:
    chance = random.Random(600 + count)
    runs = [(windowed(chance, count, skew), windowed(chance, count, skew)) for _ in range(RUNS)]
    assert 0.92 < held((stats.ratio(*pair) for pair in runs), 1) < 0.98
    # What the module's docstring owns up to.
    mean = 1000 * math.exp(-0.1 * 0.3)
    assert least < held((stats.log_interval(list(one.values())) for one, _ in runs), mean) < 0.95


@pytest.mark.parametrize("count", ROUNDS)
def test_equal_frameworks_are_rarely_told_apart(count: int) -> None:
    chance = random.Random(400 + count)
    said = [verdict(stats.ratio(*simulated(chance, count, 1, 0.03, 0.2))) for _ in range(RUNS)]
    assert 0.92 < said.count(NO_DIFFERENCE) / RUNS < 0.98


def test_a_shared_disturbance_cancels_out_of_a_ratio() -> None:
    this, other = simulated(random.Random(1), 5, 1.05, 0.002, 0.5)
    interval = stats.ratio(this, other)
    assert verdict(interval) == FASTER
    assert interval.high - interval.low < 0.05
    assert stats.measure(this).high / stats.measure(this).low > 1.5


@pytest.mark.parametrize("freedom", [1, 2, 4, 9, 19, 200])
def test_student_t_is_that_of_scipy_stats(freedom: int) -> None:
    assert stats.student_t(freedom) == pytest.approx(students.ppf(0.975, freedom))


@given(PER_ROUND, PER_ROUND)
def test_a_ratio_turned_round_is_its_inverse(this: dict, other: dict) -> None:
    forth, back = stats.ratio(this, other), stats.ratio(other, this)
    if forth is None:
        assert back is None and not set(this) & set(other)
        return
    assert forth.centre == pytest.approx(1 / back.centre)
    assert forth.rounds == back.rounds == len(set(this) & set(other))
    if forth.rounds > 1 and back.low > 0:
        assert forth.high == pytest.approx(1 / back.low)


@given(PER_ROUND, st.floats(0.01, 100))
def test_an_interval_holds_its_centre_and_scales_with_its_values(values: dict, factor: float) -> None:
    found, scaled = stats.measure(values), stats.measure({key: value * factor for key, value in values.items()})
    assert found.low <= found.median <= found.high
    assert found.low <= geometric_mean(found.values) * (1 + 1e-9) and geometric_mean(found.values) <= found.high * (
        1 + 1e-9
    )
    assert scaled.median == pytest.approx(found.median * factor)
    assert scaled.low == pytest.approx(found.low * factor)


@given(PER_ROUND)
def test_the_order_in_which_rounds_are_read_changes_nothing(values: dict) -> None:
    assert stats.measure(values) == stats.measure(dict(reversed(values.items())))


def test_one_round_has_no_interval_and_none_has_no_measure() -> None:
    assert stats.measure({1: 5.0}) == stats.Measure(5.0, None, None, (5.0,), (1,))
    assert stats.measure({}) is None
    assert stats.ratio({1: 2.0}, {1: 1.0}) == Interval(pytest.approx(2.0), None, None, 1)
    assert stats.ratio({1: 2.0}, {2: 1.0}) is None
    assert stats.difference({1: 2.0}, {2: 1.0}) is None


def test_a_value_that_is_not_positive_has_no_logarithm_and_no_interval() -> None:
    assert stats.measure({1: 0.0, 2: 4.0}) == stats.Measure(2.0, None, None, (0.0, 4.0), (1, 2))
    assert stats.ratio({1: 0.0, 2: 4.0}, {1: 1.0, 2: 1.0}) is None


@pytest.mark.parametrize(
    ("low", "high", "floor", "said"),
    [
        (1.01, 1.05, None, FASTER),
        (0.90, 0.99, None, SLOWER),
        (0.99, 1.01, None, NO_DIFFERENCE),
        (1.0, 1.5, None, NO_DIFFERENCE),
        (None, None, None, NO_DIFFERENCE),
        (1.01, 1.02, 0.03, NO_DIFFERENCE),
        (0.975, 0.99, 0.03, NO_DIFFERENCE),
        # Beyond the floor with one end only: it is the ratio that has to leave the floor.
        (1.01, 1.04, 0.03, NO_DIFFERENCE),
        (0.96, 0.99, 0.03, NO_DIFFERENCE),
        (1.01, 1.08, 0.03, FASTER),
        (0.92, 0.99, 0.03, SLOWER),
    ],
)
def test_verdict(low: float | None, high: float | None, floor: float | None, said: str) -> None:
    centre = 1.2 if low is None or high is None else math.sqrt(low * high)
    assert verdict(Interval(centre, low, high, 5), floor) == said


def test_no_ratio_shows_nothing_and_words_can_be_chosen() -> None:
    assert verdict(None) == NO_DIFFERENCE
    assert verdict(Interval(2, 1.5, 2.5, 5), above="dearer", below="cheaper") == "dearer"


@pytest.mark.parametrize(
    ("tied", "groups"),
    [
        ([], []),
        (["ab"], ["ab"]),
        (["ab", "bc"], ["ab", "bc"]),
        (["ab", "bc", "ac"], ["abc"]),
        (["ab", "bc", "ac", "cd"], ["abc", "cd"]),
        (["ac"], ["ac"]),
    ],
)
def test_tie_groups_are_the_largest_sets_in_which_all_are_tied(tied: list[str], groups: list[str]) -> None:
    pairs = {frozenset(pair) for pair in tied}
    assert stats.tie_groups("abcd", lambda a, b: frozenset((a, b)) in pairs) == [list(group) for group in groups]
