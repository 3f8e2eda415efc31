"""The three sentences say what the numbers say, and that nothing can be said where they say nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bench.records import load
from bench.statements import compared_by, listed, statements
from bench.summary import build
from bench.view import View
from synthetic import BASE_US, ENDPOINTS, MIXED, Plan, make_run, write_files, write_run

TIED = Plan(base_us={"alder": 50.0, "birch": 50.0, "maple": 330.0}, endpoints=ENDPOINTS[:1], rounds=10, seed=2)
ALL_FAILED = Plan(statuses={(name, endpoint.name): "server_failed" for name in BASE_US for endpoint in ENDPOINTS})


def view_of(tmp_path: Path, plan: Plan) -> View:
    return View(json.loads(json.dumps(build(load(write_run(tmp_path, plan))))))


def said(tmp_path: Path, plan: Plan) -> dict[str, str]:
    return {sentence["about"]: sentence["text"] for sentence in statements(view_of(tmp_path, plan))}


def test_who_is_ahead_is_told_with_factors_and_intervals(tmp_path: Path) -> None:
    text = said(tmp_path, MIXED)["standing"]
    assert (
        "over the 10 of 14 endpoints that all 4 frameworks answered, Alder answered the most requests per second"
        in text
    )
    assert re.search(r"2\.\d+ \(2\.\d+–2\.\d+\) times Birch's, .* and 6\.\d+ \(6\.\d+–6\.\d+\) times Maple's", text)


def test_a_tie_at_the_top_is_told_as_one(tmp_path: Path) -> None:
    text = said(tmp_path, TIED)["standing"]
    assert re.search(r"no difference in rate is shown between the foremost, (Alder and Birch|Birch and Alder); ", text)
    assert "times Maple's" in text and "most requests" not in text


def test_the_dearest_feature_is_one_of_a_single_operation(tmp_path: Path) -> None:
    text = said(tmp_path, Plan())["cost"]
    assert text.startswith("The feature that costs most is validate_nested: over its control raw_json it adds ")
    assert text.index("in Alder") < text.index("in Maple") and "CPU µs per request" in text


def test_without_a_shown_cost_none_is_named(tmp_path: Path) -> None:
    endpoints = [replace(endpoint, extra_us=0.0) for endpoint in ENDPOINTS[:3]]
    text = said(tmp_path, Plan(endpoints=endpoints, noise=0.1, rounds=3))["cost"]
    assert text.startswith(
        "No feature is shown to cost CPU time over its control in most frameworks: a cost is shown in "
    )


def test_how_sure_it_is(tmp_path: Path) -> None:
    text = said(tmp_path, MIXED)["certainty"]
    assert re.match(
        r"Of 70 comparisons of rates at an endpoint, 6\d show a difference and \d do not, over up to 5 rounds", text
    )
    assert "no noise floor was measured" in text and "cells are flagged in half of their windows or more" in text
    assert "the run is interrupted" in said(tmp_path / "b", replace(MIXED, run_status="interrupted"))["certainty"]


def test_the_noise_floor_is_told(tmp_path: Path) -> None:
    summary = json.loads(json.dumps(build(load(write_run(tmp_path, Plan())), 0.031)))
    assert "nothing within ±3.1 % counts as one" in statements(View(summary))[2]["text"]


@pytest.mark.parametrize(
    ("plan", "standing", "cost", "certainty"),
    [
        (replace(MIXED, rounds=1), "it cannot be told which framework is ahead", "was not measured", "no difference is claimed"),
        (Plan(base_us={"alder": 45.0}), "Only Alder was measured", "in Alder", "No two frameworks"),
        (ALL_FAILED, "No framework gave right answers", "was not measured", "No two frameworks"),
        (
            Plan(base_us={"alder": 45.0, "birch": 90.0}, references=("alder", "birch")),
            "only Alder (reference) and Birch (reference), which are shown and not ranked",
            "was not measured",
            "No two frameworks",
        ),
        (Plan(base_us={}), "No framework gave right answers", "was not measured", "No two frameworks"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_said_that_is_said(
    tmp_path: Path, plan: Plan, standing: str, cost: str, certainty: str
) -> None:
    found = said(tmp_path, plan)
    for about, expected in (("standing", standing), ("cost", cost), ("certainty", certainty)):
        assert expected in found[about]


def test_what_a_version_changed_is_told_first(tmp_path: Path) -> None:
    plan = Plan(base_us={"alder": 100.0, "birch": 80.0}, endpoints=ENDPOINTS[:3], duets=[("alder", "birch")])
    summary = json.loads(json.dumps(build(load(write_run(tmp_path, plan)))))
    summary["frameworks"]["birch"] |= {"role": "version", "version_of": "alder", "title": "Alder (HEAD~1)"}
    found = statements(View(summary))
    assert [sentence["about"] for sentence in found] == ["version", "standing", "cost", "certainty"]
    assert found[0]["text"] == (
        "Loaded on the same cores at the same time as Alder (HEAD~1), Alder took more CPU time per request at 3 of "
        "3 endpoints, less at 0, and no difference is shown at 0."
    )


def test_no_common_endpoint(tmp_path: Path) -> None:
    statuses = {("alder", "static_routing"): "unsupported", ("birch", "simple_routing"): "unsupported"}
    plan = Plan(base_us={"alder": 45.0, "birch": 90.0}, endpoints=ENDPOINTS[:2], statuses=statuses)
    assert "endpoint by endpoint only" in said(tmp_path, plan)["standing"]


def test_under_a_paced_load_cpu_time_decides(tmp_path: Path) -> None:
    files = make_run(Plan(base_us={"alder": 45.0, "birch": 110.0}, endpoints=ENDPOINTS[:2]))
    for name, value in files.items():
        for item in value["rounds"] if name.startswith("raw/") else []:
            for window in item["windows"]:
                window["paced"] = {"target_rps": 100, "achieved_rps": 100, "late_us": None}
    view = View(json.loads(json.dumps(build(load(write_files(tmp_path, files))))))
    assert compared_by(view) == "cpu_us"
    text = statements(view)[0]["text"]
    assert "Alder took the least CPU time per request: 0.4" in text and "requests per second" not in text


def test_lists_of_names() -> None:
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
