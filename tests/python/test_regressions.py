"""Comparisons of two runs: what is shown, what is not, and what may not be compared."""

from __future__ import annotations

import random
from typing import Any

import pytest
from bench.files import InputError
from bench.records import load
from bench.regressions import BETTER, UNCHANGED, WORSE, as_markdown, compare, judge, welch_ratio
from bench.stats import Interval
from bench.summary import build
from synthetic import Plan, write_run


def summary(tmp_path, name: str = "run", **settings: Any) -> dict[str, Any]:
    return build(load(write_run(tmp_path / name, Plan(**settings))))


def test_the_same_server_on_another_day_shows_few_changes(tmp_path) -> None:
    now, then = summary(tmp_path, "now", seed=1), summary(tmp_path, "then", seed=2)
    found = compare(now, then, threshold=0.05, force=False)
    assert len(found["rows"]) > 50
    assert found["regressions"] <= 0.1 * len(found["rows"])


def test_a_server_that_became_half_as_fast_is_worse_by_both_instruments(tmp_path) -> None:
    slow = {"alder": 90.0, "birch": 110.0, "cedar": 112.0, "maple": 330.0}
    now, then = summary(tmp_path, "now", base_us=slow, drift=0.0), summary(tmp_path, "then", seed=2, drift=0.0)
    rows = compare(now, then, threshold=0.05, force=False)["rows"]
    own = [row for row in rows if (row["framework"], row["endpoint"]) == ("alder", "static_routing")]
    assert {(row["instrument"], row["verdict"]) for row in own} == {("rate", WORSE), ("cpu_us", WORSE)}
    back = compare(then, now, threshold=0.05, force=False)["rows"]
    own = [row for row in back if (row["framework"], row["endpoint"]) == ("alder", "static_routing")]
    assert {row["verdict"] for row in own} == {BETTER}


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [("host", "cpu", "another"), ("settings", "connections", 7), ("versions", "wrk", "9.9"), (None, "methodology", 99)],
)
def test_runs_of_two_kinds_are_compared_by_force_only_and_then_marked(tmp_path, where, key, value) -> None:
    now, then = summary(tmp_path, "now"), summary(tmp_path, "then", seed=2)
    (then[where] if where else then)[key] = value
    with pytest.raises(InputError, match=key):
        compare(now, then, threshold=0.05, force=False)
    found = compare(now, then, threshold=0.05, force=True)
    assert "by force" in as_markdown(found, {})


def test_another_release_of_a_framework_is_another_kind(tmp_path) -> None:
    now, then = summary(tmp_path, "now"), summary(tmp_path, "then", seed=2)
    then["frameworks"]["alder"]["version"] = "0.0.1"
    with pytest.raises(InputError, match=r"alder version 0\.0\.1 then"):
        compare(now, then, threshold=0.05, force=False)


def version_summary(tmp_path, low: float, high: float) -> dict[str, Any]:
    now = summary(tmp_path, "now")
    now["frameworks"]["alder_against"] = {"version_of": "alder", "against": "HEAD~1", "title": "Alder (HEAD~1)"}
    duet = {"reference": "alder_against", "ratio": (low + high) / 2, "low": low, "high": high, "rounds": 5}
    for cell in now["cells"]:
        cell["duets"] = [duet] if (cell["framework"], cell["endpoint"]) == ("alder", "static_routing") else []
    return now


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.04, 1.06, WORSE), (0.99, 1.06, UNCHANGED), (1.01, 1.03, UNCHANGED), (0.93, 0.97, BETTER)],
)
def test_a_version_is_worse_when_the_interval_leaves_one_and_reaches_the_threshold(
    tmp_path, low, high, verdict
) -> None:
    found = compare(version_summary(tmp_path, low, high), None, threshold=0.05, force=False)
    assert [row["verdict"] for row in found["rows"]] == [verdict]
    assert found["rows"][0]["against"] == "HEAD~1"


def test_all_comparisons_are_listed_the_quiet_ones_last(tmp_path) -> None:
    now, then = summary(tmp_path, "now"), summary(tmp_path, "then", seed=2)
    then["cells"][0]["cpu_us"]["values"] = [value / 2 for value in then["cells"][0]["cpu_us"]["values"]]
    found = compare(now, then, threshold=0.05, force=False)
    text = as_markdown(found, {})
    worse, quiet = text.index("## Worse"), text.index("## No change shown")
    assert worse < text.index("CPU per request", worse) < quiet
    assert text.count("| baseline |") == len(found["rows"])


def test_the_noise_floor_holds_back_a_verdict(tmp_path) -> None:
    now = version_summary(tmp_path, 1.02, 1.06)
    now["noise_floor"] = {"rate": None, "cpu_us": None, "duet": 0.03}
    found = compare(now, None, threshold=0.05, force=False)
    assert [row["verdict"] for row in found["rows"]] == [UNCHANGED]


def test_one_round_alone_shows_nothing() -> None:
    assert judge(welch_ratio([2.0], [1.0]), True, 0.0) == UNCHANGED
    assert judge(Interval(2.0, None, None, 1), True, 0.0) == UNCHANGED


def test_welch_covers_the_truth() -> None:
    dice, truth, hits, tries = random.Random(7), 1.1, 0, 2000
    for _ in range(tries):
        now = [truth * dice.lognormvariate(0, 0.03) for _ in range(5)]
        then = [dice.lognormvariate(0, 0.06) for _ in range(5)]
        interval = welch_ratio(now, then)
        hits += interval.low <= truth <= interval.high
    assert 0.93 <= hits / tries <= 0.97
