"""Each kind of finding is found where it was planted, and not in a run that has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.findings import find_all
from bench.noise import Floors
from bench.records import load
from synthetic import ENDPOINTS, MIXED, Endpoint, Plan, make_run, write_files

SMALL = [endpoint for endpoint in ENDPOINTS if endpoint.group == "routing"]
CELL = "raw/alder.routing.query_routing.json"
Files = dict[str, Any]


def findings(tmp_path: Path, files: Files, floors: Floors | None = None) -> list[dict[str, Any]]:
    return find_all(load(write_files(tmp_path, files)), floors or Floors())


def found(tmp_path: Path, files: Files) -> list[tuple[str, str, str]]:
    places = [(item["kind"], item["cells"][0]) for item in findings(tmp_path, files)]
    return [(kind, place["framework"], place["endpoint"]) for kind, place in places]


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
        (unmeasured, "no_rounds"),
        (lambda files: files.pop(CELL), "no_record"),
    ],
)
def test_what_was_planted_is_found(tmp_path: Path, plant: Callable[[Files], Any], kind: str) -> None:
    files = make_run(Plan(endpoints=SMALL))
    plant(files)
    assert (kind, "alder", "query_routing") in found(tmp_path, files)


@pytest.mark.parametrize("plant", [cheaper, longer, disordered, disordered_curve])
def test_a_finding_names_its_cells_and_the_numbers_it_rests_on(tmp_path: Path, plant: Callable[[Files], Any]) -> None:
    files = make_run(Plan(endpoints=SMALL))
    plant(files)
    (finding,) = [item for item in findings(tmp_path, files) if item["kind"] != "above_bare_server"]
    assert set(finding) == {"kind", "cells", "text", "evidence"} and finding["text"]
    assert finding["cells"][0] == {"framework": "alder", "group": "routing", "endpoint": "query_routing"}
    assert finding["evidence"] and "nan" not in str(finding["evidence"])


def test_the_evidence_is_what_was_planted(tmp_path: Path) -> None:
    files = make_run(Plan(endpoints=SMALL))
    longer(files)
    disordered_curve(files)
    evidence = {item["kind"]: item["evidence"] for item in findings(tmp_path, files)}
    size = sum(files[CELL]["response"][key] for key in ("head_bytes", "body_bytes"))
    assert evidence["bytes"] == {"bytes_per_request": 2 * size, "answer_bytes": size, "windows": 1, "of": 10}
    assert evidence["percentiles"]["round"] == 1 and evidence["percentiles"]["curve_step"][1][1] == 1


def slow_start(files: Files) -> None:
    for window in windows(files)[:2]:
        window |= {"requests": window["requests"] // 2, "bytes": window["bytes"] // 2}


def test_a_slow_first_round_is_a_flag_and_no_finding(tmp_path: Path) -> None:
    files = make_run(Plan(endpoints=SMALL))
    slow_start(files)
    assert found(tmp_path, files) == []


BARE = Plan(
    base_us={"alder": 100.0, "birch": 130.0, "maple": 200.0},
    endpoints=SMALL[:2],
    references=["birch"],
    bare={"alder": "birch"},
    noise=0.005,
)


def test_a_framework_that_beats_its_bare_server_is_found(tmp_path: Path) -> None:
    (one, other) = findings(tmp_path / "a", make_run(BARE))
    assert {one["kind"], other["kind"]} == {"above_bare_server"}
    assert [cell["framework"] for cell in one["cells"]] == ["alder", "birch"]
    assert one["evidence"]["rate"]["low"] > 1 and one["evidence"]["cpu_us"]["high"] < 1
    slower = replace(BARE, base_us={"alder": 150.0, "birch": 130.0, "maple": 100.0})
    assert findings(tmp_path / "b", make_run(slower)) == []


@pytest.mark.parametrize("key", ["interface", "server"])
def test_only_the_bare_server_of_the_same_kind_counts(tmp_path: Path, key: str) -> None:
    files = make_run(BARE)
    said = files["run.json"]["frameworks"]["alder"]
    (said["settings"] if key == "interface" else said)[key] = "another"
    assert findings(tmp_path, files) == []


def test_the_noise_floor_is_respected(tmp_path: Path) -> None:
    assert findings(tmp_path, make_run(BARE), Floors(rate=0.5, cpu_us=0.5)) == []


def test_findings_of_a_twin_are_its_originals(tmp_path: Path) -> None:
    plan = Plan(base_us={"alder": 45.0, "oak": 45.0}, twins={"oak": "alder"}, endpoints=SMALL)
    files = make_run(plan)
    for name in ("alder", "oak"):
        for item in files[f"raw/{name}.routing.query_routing.json"]["rounds"]:
            for window in item["windows"]:
                window["bytes"] *= 2
    assert found(tmp_path, files) == [("bytes", "alder", "query_routing")]


def test_a_rate_that_the_load_chose_makes_no_look_alikes(tmp_path: Path) -> None:
    roots = [Endpoint(group, "root", "R", 0, body_bytes=9) for group in ("routing", "injection")]
    pair = [Endpoint("routing", "a", "A", 5, "root"), Endpoint("injection", "b", "B", 5, "root")]
    files = make_run(Plan(endpoints=[*roots, *pair], base_us={"alder": 50.0}, noise=1e-4, drift=1e-4))
    assert [kind for kind, _, _ in found(tmp_path / "a", files)] == ["look_alike"]
    for value in files.values():
        for item in value.get("rounds", ()):
            for window in item["windows"]:
                window["paced"] = {"target_rps": 1000, "achieved_rps": 1000, "late_us": None}
    assert found(tmp_path / "b", files) == []


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
