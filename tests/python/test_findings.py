"""Each kind of finding is found where it was planted, and not in a run that has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench.findings import find_all
from bench.records import load
from synthetic import ENDPOINTS, MIXED, Endpoint, Plan, make_run, write_files

SMALL = [endpoint for endpoint in ENDPOINTS if endpoint.group == "routing"]
CELL = "raw/alder.routing.query_routing.json"
Files = dict[str, Any]


def found(tmp_path: Path, files: Files) -> list[tuple[str, str, str]]:
    return [(f["kind"], f["framework"], f["endpoint"]) for f in find_all(load(write_files(tmp_path, files)))]


def windows(files: Files) -> list[dict[str, Any]]:
    return [window for item in files[CELL]["rounds"] for window in item["windows"]]


def cheaper(files: Files) -> None:
    for window in windows(files):
        window["server"]["cpu_us"] = round(window["requests"] * 10)


def cheaper_without_cpu(files: Files) -> None:
    for name, value in files.items():
        for item in value["rounds"] if name.startswith("raw/alder.routing") else []:
            for window in item["windows"]:
                window["server"]["cpu_us"] = None
    for window in windows(files):
        window["requests"] *= 20
        window["bytes"] *= 20


def longer(files: Files) -> None:
    windows(files)[3]["bytes"] *= 2


def disordered(files: Files) -> None:
    windows(files)[0]["latency_us"]["p90"] = 1


def disordered_curve(files: Files) -> None:
    windows(files)[0]["quantiles"][5][1] = 1


def slow_start(files: Files) -> None:
    for window in windows(files)[:2]:
        window |= {"requests": window["requests"] // 2, "bytes": window["bytes"] // 2}


def unmeasured(files: Files) -> None:
    files[CELL]["rounds"] = []


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (cheaper, "cheaper_than_control"),
        (cheaper_without_cpu, "cheaper_than_control"),
        (longer, "bytes"),
        (disordered, "percentiles"),
        (disordered_curve, "percentiles"),
        (slow_start, "slow_first_round"),
        (unmeasured, "no_rounds"),
        (lambda files: files.pop(CELL), "no_record"),
    ],
)
def test_what_was_planted_is_found(tmp_path: Path, plant: Callable[[Files], Any], kind: str) -> None:
    files = make_run(Plan(endpoints=SMALL))
    plant(files)
    assert (kind, "alder", "query_routing") in found(tmp_path, files)


@pytest.mark.parametrize("plan", [Plan(), MIXED, Plan(rounds=1), Plan(seed=7)])
def test_an_honest_run_has_no_findings(tmp_path: Path, plan: Plan) -> None:
    assert found(tmp_path, make_run(plan)) == []


def test_answers_under_way_are_no_finding(tmp_path: Path) -> None:
    files, name = make_run(Plan(endpoints=SMALL)), "raw/alder.routing.register_routes.json"
    window, response = files[name]["rounds"][0]["windows"][0], files[name]["response"]
    size = response["head_bytes"] + response["body_bytes"]
    assert window["requests"] < 100
    window["bytes"] += 100 * size
    assert found(tmp_path / "a", files) == []
    window["bytes"] += 10 * size
    assert found(tmp_path / "b", files) == [("bytes", "alder", "register_routes")]


def alike(tmp_path: Path, *endpoints: Endpoint) -> list[str]:
    plan = Plan(endpoints=endpoints, base_us={"alder": 50.0}, noise=1e-4, drift=1e-4)
    return [kind for kind, _, _ in found(tmp_path, make_run(plan))]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (Endpoint("injection", "b", "B", 5, "root"), ["look_alike"]),
        (Endpoint("injection", "b", "B", 15, "root"), []),
        (Endpoint("injection", "b", "B", 5, "root", body_bytes=41), []),
        (Endpoint("routing", "b", "B", 5, "root", work=100), ["look_alike"]),
        (Endpoint("routing", "b", "B", 5, "root"), []),
        (Endpoint("injection", "b", "B", 5), []),
    ],
)
def test_equal_rates_count_only_between_endpoints_that_should_differ(
    tmp_path: Path, second: Endpoint, expected: list[str]
) -> None:
    roots = {group: Endpoint(group, "root", "R", 0, body_bytes=9) for group in ("routing", second.group)}
    assert alike(tmp_path, *roots.values(), Endpoint("routing", "a", "A", 5, "root"), second) == expected
