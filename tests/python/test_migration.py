"""Each rule of the migration report has a run that it decides, and both directions follow the same rules."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.migration import NOT_WORTH, UNTOLD, WORTH, compare_pairs
from bench.records import load
from bench.summary import build
from bench.view import View
from synthetic import ENDPOINTS, MIXED, Endpoint, Plan, make_run, write_files, write_run

STATIC = ENDPOINTS[:1]
CLEAR = Plan(base_us={"alder": 50.0, "birch": 100.0}, endpoints=STATIC, rounds=10)


def entries_of(tmp_path: Path, plan: Plan, noise_floor: float | None = None) -> list[dict[str, Any]]:
    summary = build(load(write_run(tmp_path, plan)), noise_floor)
    return compare_pairs(View(json.loads(json.dumps(summary))))


def entry(entries: list[dict[str, Any]], endpoint: str | None, *frameworks: str) -> dict[str, Any]:
    wanted = list(frameworks or entries[0]["frameworks"])
    (found,) = [e for e in entries if e["endpoint"] == endpoint and e["frameworks"] == wanted]
    return found


def answers(found: dict[str, Any]) -> list[str]:
    return [move["answer"] for move in found["moves"]]


def test_a_clear_gain_is_worth_it_and_the_way_back_is_not(tmp_path: Path) -> None:
    entries = entries_of(tmp_path, CLEAR)
    for found in (entry(entries, None), entry(entries, "static_routing")):
        assert [(move["from"], move["to"]) for move in found["moves"]] == [("alder", "birch"), ("birch", "alder")]
        assert answers(found) == [NOT_WORTH, WORTH]
        assert found["moves"][1]["gain"]["centre"] == pytest.approx(0.5, abs=0.02)
        assert found["moves"][0]["gain"]["centre"] == pytest.approx(-1.0, abs=0.06)
    # 50 µs less for each of 10,000 requests, less the hundredth that the synthetic server idles.
    saved = entry(entries, "static_routing")["saved"]
    assert saved["centre"] == pytest.approx(-0.495, rel=0.1)
    assert saved["low"] < saved["centre"] < saved["high"] < 0
    # Half of a request's 99 µs is a tenth of what takes five times as long.
    assert entry(entries, "static_routing")["moves"][1]["pays_below_us"] == pytest.approx(4 * 99, rel=0.15)


@pytest.mark.parametrize("swapped", [False, True])
def test_the_answers_do_not_depend_on_who_is_named_first(tmp_path: Path, swapped: bool) -> None:
    base = dict(reversed(CLEAR.base_us.items())) if swapped else CLEAR.base_us
    found = entry(entries_of(tmp_path, replace(CLEAR, base_us=base)), None)
    assert {move["to"]: move["answer"] for move in found["moves"]} == {"alder": WORTH, "birch": NOT_WORTH}


def test_a_small_gain_is_shown_and_not_worth_it(tmp_path: Path) -> None:
    plan = replace(CLEAR, base_us={"alder": 97.0, "birch": 100.0}, rounds=20, noise=0.005)
    found = entry(entries_of(tmp_path, plan), "static_routing")
    assert found["cpu_us"]["verdict"] == "cheaper"
    assert answers(found) == [NOT_WORTH, NOT_WORTH]
    assert found["moves"][1]["why"] == "no gain of that size"


def test_no_difference_is_not_worth_it_where_a_gain_of_that_size_is_ruled_out(tmp_path: Path) -> None:
    plan = replace(CLEAR, base_us={"alder": 100.0, "birch": 100.0}, noise=0.01)
    assert answers(entry(entries_of(tmp_path, plan), "static_routing")) == [NOT_WORTH, NOT_WORTH]


def test_a_wide_interval_cannot_be_told(tmp_path: Path) -> None:
    plan = replace(CLEAR, base_us={"alder": 90.0, "birch": 100.0}, rounds=3, noise=0.2)
    found = entry(entries_of(tmp_path, plan), "static_routing")
    assert answers(found)[1] == UNTOLD and found["moves"][1]["pays_below_us"] is None


def test_one_round_cannot_be_told(tmp_path: Path) -> None:
    found = entry(entries_of(tmp_path, replace(CLEAR, rounds=1)), "static_routing")
    assert answers(found) == [UNTOLD, UNTOLD]
    assert found["moves"][0]["why"] == "one round: no interval"
    assert found["moves"][0]["gain"]["low"] is None and found["saved"]["low"] is None


def test_a_noise_floor_above_the_limit_raises_it(tmp_path: Path) -> None:
    plan = replace(CLEAR, base_us={"alder": 80.0, "birch": 100.0}, noise=0.005, rounds=20)
    below, above = (entry(entries_of(tmp_path, plan, floor), "static_routing")["moves"][1] for floor in (0.05, 0.4))
    assert (below["answer"], below["limit"]) == (WORTH, 0.1)
    assert (above["answer"], above["limit"]) == (NOT_WORTH, 0.4)


def test_a_group_whose_endpoints_disagree_depends(tmp_path: Path) -> None:
    endpoints = [replace(endpoint, extra_us=extra) for endpoint, extra in zip(ENDPOINTS[:3], (0, 0, 900), strict=True)]
    # Alder's factor is 0.4 and maple's 2: maple is the dearer one at complex_routing only.
    plan = Plan(base_us={"alder": 900.0, "maple": 300.0}, endpoints=endpoints, rounds=10)
    entries = entries_of(tmp_path, plan)
    assert answers(entry(entries, "static_routing")) == [WORTH, NOT_WORTH]
    assert answers(entry(entries, "complex_routing")) == [NOT_WORTH, WORTH]
    whole = entry(entries, None)
    assert answers(whole) == [UNTOLD, UNTOLD]
    assert whole["moves"][0]["opposed"] == ["complex_routing"] == whole["moves"][1]["opposed"]
    assert whole["saved_range"][0] < 0 < whole["saved_range"][1]


def test_a_contradiction_of_cpu_time_and_rate_cannot_be_told(tmp_path: Path) -> None:
    files = make_run(CLEAR)
    for item in files["raw/birch.routing.static_routing.json"]["rounds"]:
        for window in item["windows"]:
            window["server"]["cpu_us"] /= 4
    found = entry(
        compare_pairs(View(json.loads(json.dumps(build(load(write_files(tmp_path, files))))))), "static_routing"
    )
    assert found["cpu_us"]["verdict"] == "dearer" and found["rate"]["verdict"] == "faster"
    assert answers(found) == [UNTOLD, UNTOLD]
    assert found["moves"][0]["why"] == "CPU time and rate contradict each other"


def test_without_cpu_time_the_rate_decides(tmp_path: Path) -> None:
    files = make_run(CLEAR)
    for item in files["raw/birch.routing.static_routing.json"]["rounds"]:
        for window in item["windows"]:
            window["server"] = None
    found = entry(
        compare_pairs(View(json.loads(json.dumps(build(load(write_files(tmp_path, files))))))), "static_routing"
    )
    assert found["moves"][1]["basis"] == "rate" and found["saved"] is None
    assert answers(found) == [NOT_WORTH, WORTH]
    assert found["moves"][1]["gain"]["centre"] == pytest.approx(0.5, abs=0.02)


def test_a_duet_decides_about_its_pair(tmp_path: Path) -> None:
    plan = replace(CLEAR, base_us={"alder": 80.0, "birch": 100.0}, rounds=4, noise=0.25, duets=[("birch", "alder")])
    found = entry(entries_of(tmp_path, plan), "static_routing")
    assert found["moves"][1]["basis"] == "duet" == found["moves"][0]["basis"]
    assert found["duet"]["ratio"] == pytest.approx(0.8, rel=0.02)
    assert answers(found) == [NOT_WORTH, WORTH]


def test_what_would_be_lost_stands_beside_the_answer(tmp_path: Path) -> None:
    groups = {(*e["frameworks"], e["group"]): e for e in entries_of(tmp_path, MIXED) if e["endpoint"] is None}
    injection = groups["alder", "cedar", "injection"]
    there, back = injection["moves"]
    assert back["answer"] == WORTH and injection["endpoints"] == {"compared": 2, "of": 4}
    assert [loss["endpoint"] for loss in back["loses"]] == ["service_chain", "service_cycle"] == there["gains"]
    assert back["loses"][0]["reason"] == "the framework has no container | of its own"
    assert back["gains"] == [] == there["loses"]
    # An endpoint that failed under load was answered right before: it is not called unsupported.
    assert groups["alder", "maple", "routing"]["moves"][0]["loses"] == []
    assert [loss["support"] for loss in groups["alder", "cedar", "validation"]["moves"][0]["loses"]] == ["wrong answer"]


def test_a_feature_that_adds_little_is_not_the_bottleneck(tmp_path: Path) -> None:
    endpoints = [
        STATIC[0],
        Endpoint("routing", "small", "Adds next to nothing", 1, "static_routing"),
        Endpoint("routing", "large", "Adds much", 500, "static_routing"),
    ]
    plan = Plan(base_us={"birch": 400.0, "alder": 50.0}, endpoints=endpoints, rounds=20, noise=0.005)
    entries = entries_of(tmp_path, plan)
    small, large = (entry(entries, name)["moves"][0] for name in ("small", "large"))
    assert small["answer"] == WORTH == large["answer"]
    assert small["not_the_bottleneck"] == {"endpoints": 1, "of": 1}
    assert large["not_the_bottleneck"] == {"endpoints": 0, "of": 1}
    assert large["feature_share"]["centre"] == pytest.approx(500 / 900, rel=0.05)
    assert entry(entries, "static_routing")["moves"][0]["feature_share"] is None
    assert entry(entries, None)["moves"][0]["not_the_bottleneck"] == {"endpoints": 1, "of": 2}


def test_flagged_endpoints_are_counted(tmp_path: Path) -> None:
    plan = replace(CLEAR, flags={("birch", "static_routing"): ["noisy_host"]})
    entries = entries_of(tmp_path, plan)
    assert entry(entries, "static_routing")["doubtful"] == 1 == entry(entries, None)["doubtful"]


def test_fewer_than_two_frameworks_make_no_pair(tmp_path: Path) -> None:
    assert entries_of(tmp_path / "one", Plan(base_us={"alder": 45.0})) == []
    assert entries_of(tmp_path / "none", Plan(base_us={})) == []
