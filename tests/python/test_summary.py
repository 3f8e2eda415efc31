"""The summary of runs with known truth says that truth, and no more than was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from bench.records import load
from bench.stats import FASTER, NO_DIFFERENCE, SLOWER
from bench.summary import build
from bench.view import View
from synthetic import BASE_US, ENDPOINTS, MIXED, Plan, make_run, write_files, write_run

ALDER_SIMPLE = "raw/alder.routing.simple_routing.json"


def summary_of(tmp_path: Path, plan: Plan | None = None) -> dict[str, Any]:
    return build(load(write_run(tmp_path, plan or Plan())))


def summary_from(tmp_path: Path, files: dict[str, Any]) -> dict[str, Any]:
    return build(load(write_files(tmp_path, files)))


def run_module(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, check=False)


def cell_of(summary: dict[str, Any], framework: str, endpoint: str) -> dict[str, Any]:
    return next(c for c in summary["cells"] if (c["framework"], c["endpoint"]) == (framework, endpoint))


def test_true_rates_ratios_and_costs_are_found(tmp_path: Path) -> None:
    plan = Plan(rounds=20, noise=0.01, drift=0.05)
    summary = summary_of(tmp_path, plan)
    view = View(summary)
    truth = {(e.name, f): plan.cost_us(f, e) for e in ENDPOINTS for f in BASE_US}
    # The noise of 20 rounds leaves under 1 % of a ratio and some per cent of one cell; a wrong formula is far outside.
    for cell in summary["cells"]:
        cost = truth[cell["endpoint"], cell["framework"]]
        assert cell["rate"]["median"] == pytest.approx(1e6 / cost, rel=0.06)
        assert cell["cpu_us"]["median"] == pytest.approx(0.99 * cost, rel=0.06)
        assert cell["rounds_measured"] == 20 and cell["windows_measured"] == 40
        if cell["endpoint"] == "validate_list":
            extra = 0.99 * (cost - truth["raw_json", cell["framework"]])
            assert cell["cost"]["cpu_us"]["centre"] == pytest.approx(extra, rel=0.06)
            assert cell["cost"]["time_us"]["centre"] == pytest.approx(extra / 0.99, rel=0.06)
    for endpoint in ENDPOINTS:
        ratio = view.against(endpoint.group, endpoint.name, "alder", "maple")
        expected = truth[endpoint.name, "maple"] / truth[endpoint.name, "alder"]
        assert ratio["ratio"] == pytest.approx(expected, rel=0.01)
        assert ratio["verdict"] == FASTER
        back = view.against(endpoint.group, endpoint.name, "maple", "alder")
        assert back["verdict"] == SLOWER and back["low"] < back["ratio"] < back["high"]
        assert back["ratio"] == pytest.approx(1 / expected, rel=0.01) and back["low"] == pytest.approx(
            1 / ratio["high"]
        )


def test_every_pair_is_there_once_with_its_verdicts(tmp_path: Path) -> None:
    summary = summary_of(tmp_path)
    assert len(summary["pairs"]) == len(ENDPOINTS) * 6
    assert len({(p["endpoint"], frozenset(p["frameworks"])) for p in summary["pairs"]}) == len(summary["pairs"])
    pair = next(p for p in summary["pairs"] if p["frameworks"] == ["alder", "maple"])
    assert pair["rate"]["verdict"] == FASTER and pair["cpu_us"]["verdict"] == "cheaper"


def test_frameworks_that_are_the_same_tie(tmp_path: Path) -> None:
    # Of twenty seeds one may show a difference by chance; this one does not.
    plan = Plan(base_us={"alder": 50.0, "birch": 50.0, "maple": 330.0}, endpoints=ENDPOINTS[:1], rounds=10, seed=2)
    summary = summary_of(tmp_path, plan)
    assert summary["ties"] == [{"group": "routing", "endpoint": "static_routing", "frameworks": ["alder", "birch"]}]


def test_windows_of_a_round_are_weighted_by_their_time_and_requests(tmp_path: Path) -> None:
    files = make_run(Plan(rounds=1))
    first, second = files[ALDER_SIMPLE]["rounds"][0]["windows"]
    first |= {"seconds": 1.0, "requests": 1000, "failed": 0}
    second |= {"seconds": 3.0, "requests": 9000, "failed": 9}
    first["server"]["cpu_us"], second["server"]["cpu_us"] = 50_000, 250_000
    cell = cell_of(summary_from(tmp_path, files), "alder", "simple_routing")
    assert cell["rate"]["values"] == (pytest.approx((1000 + 8991) / 4),)
    assert cell["cpu_us"]["median"] == pytest.approx(30)


def test_a_window_that_failed_is_left_out_and_a_round_without_windows_too(tmp_path: Path) -> None:
    files = make_run(Plan(rounds=3))
    rounds = files[ALDER_SIMPLE]["rounds"]
    rounds[0]["windows"][0] |= {"requests": 7, "failed": 7}
    rounds[1]["windows"] = []
    rounds[2]["windows"][0]["failed"] = rounds[2]["windows"][0]["requests"] // 500
    first, third = rounds[0]["windows"][1], rounds[2]["windows"][1]
    cell = cell_of(summary_from(tmp_path, files), "alder", "simple_routing")
    assert cell["rate"]["rounds"] == (1, 3) and cell["rounds_measured"] == 2
    assert cell["rate"]["values"] == tuple(pytest.approx(w["requests"] / w["seconds"]) for w in (first, third))


def test_what_was_not_measured_is_null_and_not_zero(tmp_path: Path) -> None:
    files = make_run(Plan())
    for item in files[ALDER_SIMPLE]["rounds"]:
        item["start_ms"] = None
        for window in item["windows"]:
            window |= {"server": None, "client": None, "latency_us": None, "quantiles": None}
    summary = summary_from(tmp_path, files)
    cell = cell_of(summary, "alder", "simple_routing")
    empty = ("cpu_us", "client_share", "server_share", "start_ms", "processes", "threads", "quantiles_us")
    assert [cell[key] for key in empty] == [None] * len(empty)
    assert set(cell["memory_kib"].values()) == {None} and set(cell["latency_us"].values()) == {None}
    assert cell["cost"]["cpu_us"] is None and cell["cost"]["time_us"] is None
    assert cell["rate"]["median"] > 0
    pair = next(p for p in summary["pairs"] if p["endpoint"] == "simple_routing")
    assert pair["cpu_us"] == {"ratio": None, "low": None, "high": None, "rounds": 0, "verdict": NO_DIFFERENCE}


def test_cells_that_failed_have_a_status_and_a_reason_and_no_numbers(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, MIXED)
    for (framework, endpoint), status in MIXED.statuses.items():
        cell = cell_of(summary, framework, endpoint)
        assert cell["status"] == status and cell["problems"][0]["text"]
        assert (cell["rate"] is None) == (status != "interrupted")
        named = [p for p in summary["pairs"] if p["endpoint"] == endpoint and framework in p["frameworks"]]
        assert bool(named) == (status == "interrupted")
    assert cell_of(summary, "maple", "service_chain")["rate"]["rounds"] == (1, 2)
    assert summary["frameworks"]["rowan"]["unavailable"] and not any(
        c["framework"] == "rowan" for c in summary["cells"]
    )


def test_means_are_over_the_cells_that_all_have(tmp_path: Path) -> None:
    means = summary_of(tmp_path, MIXED)["geometric_means"]
    lost = {endpoint for (_, endpoint), status in MIXED.statuses.items() if status != "interrupted"}
    expected = {f"{e.group}/{e.name}" for e in ENDPOINTS if e.name not in lost}
    assert set(means["overall"]["endpoints"]) == expected
    assert means["overall"]["count"] == len(expected) and means["overall"]["of"] == len(ENDPOINTS)
    assert means["overall"]["base"] == "alder"
    assert means["overall"]["frameworks"]["maple"]["rate"]["ratio"] < 1


def test_a_framework_that_has_nothing_of_a_group_does_not_empty_its_means(tmp_path: Path) -> None:
    lacks = {("maple", e.name): "unsupported" for e in ENDPOINTS if e.group == "injection"}
    means = summary_of(tmp_path, Plan(statuses=lacks))["geometric_means"]["groups"]["injection"]
    assert means["count"] == 4 and set(means["frameworks"]) == {"alder", "birch", "cedar"}


def test_one_round_gives_numbers_without_intervals_and_no_tie(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, Plan(rounds=1))
    cell = cell_of(summary, "birch", "raw_json")
    assert cell["rate"]["median"] > 0 and cell["rate"]["low"] is None
    assert {p["rate"]["verdict"] for p in summary["pairs"]} == {NO_DIFFERENCE}
    assert summary["ties"] == []


@pytest.mark.parametrize("flag", ["server_idle", "client_limited"])
def test_time_per_request_needs_a_server_that_was_the_bottleneck(tmp_path: Path, flag: str) -> None:
    cost = cell_of(summary_of(tmp_path, Plan(flags={("alder", "simple_routing"): [flag]})), "alder", "simple_routing")[
        "cost"
    ]
    assert cost["time_us"] is None and cost["cpu_us"] is not None


def test_operations_are_counted_where_a_request_stands_for_several(tmp_path: Path) -> None:
    summary = summary_of(tmp_path)
    cell = cell_of(summary, "birch", "register_routes")
    assert cell["operations_rate"]["median"] == pytest.approx(1000 * cell["rate"]["median"])
    assert cell_of(summary, "birch", "raw_json")["operations_rate"] is None


def test_flags_are_counted_and_a_slow_first_round_is_one(tmp_path: Path) -> None:
    files = make_run(Plan(flags={("alder", "raw_json"): ["noisy_host"]}))
    for window in files[ALDER_SIMPLE]["rounds"][0]["windows"]:
        window["requests"] //= 2
    summary = summary_from(tmp_path / "a", files)
    assert cell_of(summary, "alder", "raw_json")["flags"] == {"noisy_host": 10}
    assert cell_of(summary, "alder", "simple_routing")["flags"] == {"slow_first_round": 1}
    del files[ALDER_SIMPLE]["rounds"][2:]
    assert cell_of(summary_from(tmp_path / "b", files), "alder", "simple_routing")["flags"] == {}


def test_endpoints_come_as_the_run_orders_them_else_controls_first(tmp_path: Path) -> None:
    files = make_run(Plan())
    names = [e["name"] for e in summary_from(tmp_path / "a", files)["groups"][0]["endpoints"]]
    assert names[0] == "static_routing" and names[1:] == sorted(names[1:])
    order = ["simple_routing", "static_routing", "query_routing", "complex_routing", "register_routes", "missing_route"]
    files["run.json"]["groups"]["routing"]["endpoints"] = order
    assert [e["name"] for e in summary_from(tmp_path / "b", files)["groups"][0]["endpoints"]] == order


def test_controls_that_point_at_each_other_do_no_harm(tmp_path: Path) -> None:
    files = make_run(Plan(endpoints=ENDPOINTS[:2]))
    for name, value in files.items():
        if name.endswith("static_routing.json"):
            value["control"] = "simple_routing"
    assert len(summary_from(tmp_path, files)["groups"][0]["endpoints"]) == 2


def test_overhead_and_latency_and_noise_floor(tmp_path: Path) -> None:
    files = make_run(Plan())
    summary = summary_from(tmp_path / "a", files)
    assert summary["time"]["overhead_share"] == pytest.approx(1 - 560 / 660)
    cell = cell_of(summary, "alder", "simple_routing")
    p99 = [median(w["latency_us"]["p99"] for w in r["windows"]) for r in files[ALDER_SIMPLE]["rounds"]]
    assert cell["latency_us"]["p99"]["median"] == pytest.approx(median(p99))
    assert cell["latency_us"]["p99"]["low"] < cell["latency_us"]["p99"]["high"]
    del files["run.json"]["time"]
    assert summary_from(tmp_path / "b", files)["time"] == {"wall_ms": None, "loaded_ms": None, "overhead_share": None}
    run = load(tmp_path / "a")
    assert build(run, 0.9)["pairs"][0]["rate"]["verdict"] == FASTER
    assert {p["rate"]["verdict"] for p in build(run, 0.9)["pairs"] if p["frameworks"] == ["birch", "cedar"]} == {
        NO_DIFFERENCE
    }


def test_a_percentile_needs_a_request_beyond_it(tmp_path: Path) -> None:
    files = make_run(Plan())
    for item in files[ALDER_SIMPLE]["rounds"]:
        for window in item["windows"]:
            window["requests"] = 99
    latency = cell_of(summary_from(tmp_path, files), "alder", "simple_routing")["latency_us"]
    assert latency["p99"] is None and latency["p99_9"] is None and latency["p95"]["median"] > 0


def test_same_run_same_bytes(tmp_path: Path) -> None:
    write_run(tmp_path, MIXED)
    written = []
    for _ in range(2):
        assert run_module("bench.summary", tmp_path).returncode == 0
        written.append((tmp_path / "summary.json").read_bytes())
    assert written[0] == written[1]
    assert json.loads(written[0])["schema"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["raw", "run.json", "summary.json"]


def test_faults_end_the_command_with_3_and_leave_no_file(tmp_path: Path) -> None:
    write_run(tmp_path, replace(MIXED, endpoints=ENDPOINTS[:1]))
    (tmp_path / "raw/alder.routing.static_routing.json").write_text("{", encoding="utf-8")
    done = run_module("bench.summary", tmp_path)
    assert done.returncode == 3 and "alder.routing.static_routing.json: is not JSON" in done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "summary.json").exists()
    assert run_module("bench.summary").returncode == 2
    assert run_module("bench.summary", tmp_path, "--noise-floor", "3").returncode == 2
