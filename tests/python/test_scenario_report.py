"""Scenario runs with known truth: records are made by the runner's own jq program from journals, then read and reported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.files import InputError
from bench.scenario_records import describe, load
from bench.scenario_report import markdown
from synthetic import RUN_ID, Plan, make_run, write_files

LIB = Path(__file__).resolve().parents[2] / "lib"
ASKED = [
    {"name": "ramp_up", "seconds": 10, "from_rps": 0, "to_rps": 1000, "connections": 50, "most_connections": 90},
    {"name": "spike", "seconds": 5, "from_rps": 5000, "to_rps": 5000, "connections": 500, "most_connections": None},
]
FACTS = {
    "kind": "scenario", "schema": 1, "run": RUN_ID, "scenario": "shop", "title": "A <shop>", "asked": ASKED,
    "mix": [{"group": "routing", "endpoint": "static_routing", "percent": 100}],
    "missing": [{"group": "upload", "weight": 20}],
    "left_out": [{"group": "routing", "endpoint": "missing_route", "reason": "its right answer is an error"}],
}  # fmt: skip


def window(requests: int, target: float, flags: list[str], failed: int = 0) -> dict[str, Any]:
    """A window of 10 s, as the runner makes it."""
    names = ("mean", "stdev", "min", "max", "p50", "p75", "p90", "p95", "p99", "p99_9")
    latency = dict.fromkeys(names, 2000.0) | {"p99": 9000.0}
    errors = {"connect": 0, "read": failed, "write": 0, "timeout": 0, "status": 0}
    late = {"mean": 500, "p50": 400, "p99": 70_000, "max": 80_000}
    return {
        "window": 1, "position": 1, "seconds": 10, "requests": requests, "failed": failed, "bytes": requests * 100,
        "errors": errors, "latency_us": latency, "quantiles": [[0, 2000], [100, 9000]], "flags": flags,
        "paced": {"target_rps": target, "achieved_rps": requests / 10, "due": requests, "late_us": late, "drawn": [requests]},
        "client": {"cpu_us": 1e6, "share": 0.1}, "host": {"steal_share": 0, "pressure_share": 0},
        "server": {"cpu_us": requests * 150, "share": 0.5, "processes": 1, "threads": 1, "memory_kib": None},
    }  # fmt: skip


def phase(number: int, **seen: Any) -> dict[str, Any]:
    asked = ASKED[number - 1]
    own = {key: asked[key] for key in ("name", "seconds", "from_rps", "to_rps", "connections")}
    return {"kind": "phase", "phase": own | {"number": number, "threads": 1, "window": window(**seen)}}


def problem(kind: str, text: str) -> dict[str, Any]:
    return {"kind": "problem", "problem": {"kind": kind, "text": text, "round": None}}


START, END = {"kind": "start", "start_ms": 120.5}, {"kind": "end"}
KEPT_UP = [START, phase(1, requests=5000, target=500, flags=[]), phase(2, requests=50_000, target=5000, flags=[]), END]
FELL_BACK = [START, phase(1, requests=5000, target=500, flags=[]), phase(2, requests=20_000, target=5000, flags=["unsustained"]), END]  # fmt: skip


def record(events: list[dict[str, Any]], framework: str) -> dict[str, Any]:
    """What lib/records_scenario.jq makes of a journal."""
    journal = "\n".join(map(json.dumps, [FACTS | {"framework": framework}, *events]))
    command = ["jq", "-cs", "-f", str(LIB / "records_scenario.jq")]
    done = subprocess.run(command, input=journal, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def write(tmp_path: Path, journals: dict[str, list[dict[str, Any]]], status: str = "complete") -> Path:
    run = make_run(Plan(base_us=dict.fromkeys(journals, 45.0), run_status=status))["run.json"]
    files = {f"raw/{name}.scenario.shop.json": record(events, name) for name, events in journals.items()}
    return write_files(tmp_path / "run", files | {"run.json": run})


def summary(tmp_path: Path, **journals: list[dict[str, Any]]) -> dict[str, Any]:
    return describe(load(write(tmp_path, journals)))


def test_status_is_that_of_the_first_problem_and_a_journal_without_an_end_was_interrupted() -> None:
    assert record(KEPT_UP, "alder")["status"] == "ok"
    assert record([START, problem("load", "x"), problem("server", "y"), END], "alder")["status"] == "load_failed"
    cut = record(KEPT_UP[:2], "alder")
    assert cut["status"] == "interrupted"
    assert cut["problems"][0]["text"] == "the run ended after 1 of 2 phases"
    assert cut["start_ms"] == 120.5


def test_a_phase_tells_rate_latency_lateness_and_cpu_of_each_framework(tmp_path: Path) -> None:
    found = summary(tmp_path, alder=KEPT_UP, birch=FELL_BACK)["phases"][0]
    assert (found["name"], found["from_rps"], found["to_rps"]) == ("ramp_up", 0, 1000)
    own = found["frameworks"]["alder"]
    assert (own["target_rps"], own["achieved_rps"], own["sustained"]) == (500, 500, True)
    assert (own["p50_ms"], own["p99_ms"], own["late_p50_ms"], own["late_p99_ms"]) == (2, 9, 0.4, 70)
    assert own["cpu_us"] == pytest.approx(150)


def test_latency_is_compared_between_those_that_sustained_the_rate_and_no_others(tmp_path: Path) -> None:
    first, second = summary(tmp_path, alder=KEPT_UP, birch=FELL_BACK)["phases"]
    assert first["compared"] == ["alder", "birch"]
    assert second["compared"] == []
    assert second["frameworks"]["birch"]["sustained"] is False


def test_failed_requests_are_no_sustained_rate(tmp_path: Path) -> None:
    failing = [START, phase(1, requests=5000, target=500, flags=[], failed=6), END]
    enough = [START, phase(1, requests=5000, target=500, flags=[], failed=5), END]
    found = summary(tmp_path, alder=failing, birch=enough)["phases"][0]["frameworks"]
    assert [found[name]["sustained"] for name in ("alder", "birch")] == [False, True]


def test_a_phase_that_was_not_measured_is_null_and_never_zero(tmp_path: Path) -> None:
    died = [START, phase(1, requests=5000, target=500, flags=[]), problem("server", "ramp_up: the server | died"), END]
    found = summary(tmp_path, alder=KEPT_UP, birch=died)
    assert found["phases"][1]["frameworks"]["birch"] is None
    assert found["cells"][1]["status"] == "server_failed"
    text = markdown(found)
    line = text.split("## 2.")[1].splitlines()[5]
    assert "not measured" in line and "0" not in line
    assert "server failed: ramp_up: the server | died" in text


def test_the_report_shows_no_latency_of_a_rate_that_was_not_sustained(tmp_path: Path) -> None:
    text = markdown(summary(tmp_path, alder=KEPT_UP, birch=FELL_BACK))
    assert "## 1. ramp_up: 10 s, from 0 to 1,000 requests/s" in text
    assert "## 2. spike: 5 s, 5,000 requests/s" in text
    kept, fell = text.split("## 2.")[1].splitlines()[4:6]
    assert " sustained " in kept and "9.00" in kept
    assert "not sustained" in fell and "9.00" not in fell
    assert "Latency can be compared" in text.split("## 2.")[0]
    assert "there is no latency to compare" in text.split("## 2.")[1]


def test_the_report_names_the_mix_and_all_that_was_left_out(tmp_path: Path) -> None:
    text = markdown(summary(tmp_path, alder=KEPT_UP))
    assert r"# Scenario: A \<shop>" in text
    assert "| routing | static_routing | 100.00 % |" in text
    assert "- upload: there is no such group; its 20 % went to the others." in text
    assert "- routing/missing_route: its right answer is an error." in text


def test_a_run_that_was_interrupted_says_so(tmp_path: Path) -> None:
    run_dir = write(tmp_path, {"alder": KEPT_UP, "birch": []}, status="interrupted")
    text = markdown(describe(load(run_dir)))
    assert "**The run is interrupted" in text
    assert "interrupted: the run ended after 0 of 2 phases" in text


def test_the_command_writes_both_files_twice_the_same_and_prints_the_tables(tmp_path: Path) -> None:
    run_dir = write(tmp_path, {"alder": KEPT_UP, "birch": FELL_BACK})
    command = [sys.executable, "-m", "bench.scenario_report", str(run_dir), str(tmp_path / "results")]
    contents = []
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        contents.append([path.read_bytes() for path in sorted((tmp_path / "results/features").iterdir())])
    assert contents[0] == contents[1] and len(contents[0]) == 2
    assert "2. spike: 5 s, 5,000 requests/s" in done.stdout
    assert json.loads((tmp_path / "results/features/scenario_shop.json").read_text())["scenario"] == "shop"


def test_faulty_records_are_named(tmp_path: Path) -> None:
    run_dir = write(tmp_path, {"alder": KEPT_UP})
    file = run_dir / "raw/alder.scenario.shop.json"
    broken = json.loads(file.read_text())
    del broken["phases"][0]["window"]["requests"]
    file.write_text(json.dumps(broken))
    with pytest.raises(InputError, match=r"alder\.scenario\.shop\.json.*requests is missing"):
        load(run_dir)
    file.unlink()
    with pytest.raises(InputError, match="there is no record of a scenario"):
        load(run_dir)
