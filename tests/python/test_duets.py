"""A duet gives the ratio of CPU time per request of two servers that were loaded at the same time, and where it applies."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench import rounds, stats
from bench.records import Cell, Duet, Round, load
from bench.reports import Folders, features_markdown
from bench.stats import CHEAPER, DEARER, NO_DIFFERENCE
from bench.summary import build
from synthetic import ENDPOINTS, Plan, make_run, write_files, write_run

PLAN = Plan(base_us={"alder": 50.0, "birch": 52.0, "maple": 30.0}, duets=[("birch", "alder"), ("maple", "alder")])
SMALL = replace(PLAN, endpoints=ENDPOINTS[:1])
BIRCH = "raw/birch.routing.static_routing.json"
RUNS = 2000


def entry_of(summary: dict[str, Any], framework: str, endpoint: str = "static_routing") -> Any:
    cell = next(c for c in summary["cells"] if (c["framework"], c["endpoint"]) == (framework, endpoint))
    return cell["duets"]


def summary_from(tmp_path: Path, files: dict[str, Any]) -> dict[str, Any]:
    return build(load(write_files(tmp_path, files)))


def test_true_ratios_are_found_and_judged(tmp_path: Path) -> None:
    summary = build(load(write_run(tmp_path, replace(SMALL, rounds=20))))
    (birch,), (maple,) = entry_of(summary, "birch"), entry_of(summary, "maple")
    assert birch["reference"] == maple["reference"] == "alder"
    assert birch["ratio"] == pytest.approx(52 / 50, rel=0.01) and birch["verdict"] == DEARER
    assert maple["ratio"] == pytest.approx(30 / 50, rel=0.01) and maple["verdict"] == CHEAPER
    assert birch["low"] < birch["ratio"] < birch["high"] and birch["rounds"] == 20 and birch["windows"] == 40
    assert entry_of(summary, "alder") is None


def test_a_round_is_the_geometric_mean_of_its_windows_ratios(tmp_path: Path) -> None:
    files = make_run(replace(SMALL, rounds=1))
    first, second = files[BIRCH]["rounds"][0]["duets"]
    first |= {"cpu_us": 100_000, "requests": 1000, "reference_cpu_us": 100_000, "reference_requests": 2000}
    second |= {"cpu_us": 300_000, "requests": 9000, "reference_cpu_us": 350_000, "reference_requests": 7000}
    (entry,) = entry_of(summary_from(tmp_path, files), "birch")
    assert entry["ratio"] == pytest.approx(math.sqrt((100 / 50) * (3000 / 90 / 50)))
    assert entry["low"] is None and entry["verdict"] == NO_DIFFERENCE


def test_a_disturbance_of_a_window_cancels_out_whatever_the_shares(tmp_path: Path) -> None:
    files = make_run(replace(SMALL, rounds=1))
    first, second = files[BIRCH]["rounds"][0]["duets"]
    first |= {"cpu_us": 52_000, "requests": 1000, "reference_cpu_us": 150_000, "reference_requests": 3000}
    second |= {"cpu_us": 208_000, "requests": 2000, "reference_cpu_us": 100_000, "reference_requests": 1000}
    (entry,) = entry_of(summary_from(tmp_path, files), "birch")
    assert entry["ratio"] == pytest.approx(52 / 50)


@pytest.mark.parametrize(
    "spoil",
    [
        {"cpu_us": None},
        {"reference_cpu_us": None},
        {"requests": 0},
        {"reference_requests": None},
        {"failed": 10_000},
        {"reference_failed": 10_000},
    ],
)
def test_a_window_that_went_wrong_on_either_side_is_left_out(tmp_path: Path, spoil: dict[str, Any]) -> None:
    files = make_run(SMALL)
    rounds_of = files[BIRCH]["rounds"]
    rounds_of[0]["duets"][0] |= spoil
    for duet in rounds_of[1]["duets"]:
        duet |= spoil
    (entry,) = entry_of(summary_from(tmp_path, files), "birch")
    assert entry["windows"] == 7 and entry["rounds"] == 4
    assert entry["ratio"] == pytest.approx(52 / 50, rel=0.05)


def test_a_window_with_few_answers_per_connection_tells_nothing_and_says_so(tmp_path: Path) -> None:
    files = make_run(SMALL)
    duets = files[BIRCH]["rounds"][0]["duets"]
    duets[0] |= {"cpu_us": 900_000, "requests": 1000}
    duets[1] |= {"cpu_us": 900_000, "requests": 999}
    duets[0]["reference_requests"] = duets[1]["reference_requests"] = 20_000
    (entry,) = entry_of(summary_from(tmp_path / "one", files), "birch")
    assert entry["windows"] == 9 and entry["flags"] == {"few_requests": 1}
    for duet in (duet for item in files[BIRCH]["rounds"] for duet in item["duets"]):
        duet |= {"cpu_us": 500_000, "requests": 350, "reference_cpu_us": 450_000, "reference_requests": 350}
    summary = summary_from(tmp_path / "all", files)
    (entry,) = entry_of(summary, "birch")
    assert entry["ratio"] is None and entry["windows"] == 0 and entry["flags"] == {"few_requests": 10}
    features_markdown.write(summary, Folders(tmp_path))
    assert "few requests 10×" in (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")


def test_flags_of_duets_are_counted_in_their_entry(tmp_path: Path) -> None:
    files = make_run(SMALL)
    files[BIRCH]["rounds"][0]["duets"][0]["flags"] = ["noisy_host"]
    summary = summary_from(tmp_path / "run", files)
    assert entry_of(summary, "birch")[0]["flags"] == {"noisy_host": 1}
    features_markdown.write(summary, Folders(tmp_path))
    assert "noisy host 1×" in (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("failed", ["alder", "birch"])
def test_a_side_that_failed_leaves_no_ratio(tmp_path: Path, failed: str) -> None:
    plan = replace(SMALL, statuses={(failed, "static_routing"): "load_failed"})
    (entry,) = entry_of(build(load(write_run(tmp_path, plan))), "birch")
    assert (
        entry["ratio"] is None and entry["low"] is None and entry["windows"] == 0 and entry["verdict"] == NO_DIFFERENCE
    )


def test_a_run_without_duets_has_none(tmp_path: Path) -> None:
    summary = build(load(write_run(tmp_path / "run", Plan())))
    assert {str(cell["duets"]) for cell in summary["cells"]} == {"None"}
    features_markdown.write(summary, Folders(tmp_path))
    assert "Duet: CPU per request" not in (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")


def test_the_report_has_a_table_per_group_and_says_where_it_does_not_apply(tmp_path: Path) -> None:
    plan = replace(PLAN, statuses={("birch", "raw_json"): "unsupported"})
    summary = build(load(write_run(tmp_path / "run", plan)))
    features_markdown.write(summary, Folders(tmp_path))
    text = (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")
    tables = re.findall(r"Duet: CPU per request against Alder.*?\n\n((?:\|.*\n)+)\n(.*)\n", text)
    assert len(tables) == 3 and all("disturbs both" in line for _, line in tables)
    (row,) = [line for table, _ in tables for line in table.split("\n") if line.startswith("| raw_json")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1] == "—" and re.match(r"(= )?\d\.\d+ \(\d\.\d+–\d\.\d+\)", cells[2])


def cell_of(chance: random.Random, count: int, truth: float, heavy: bool) -> Cell:
    """A cell of `count` rounds with two duet windows each; both sides share what disturbs the window."""

    def noise() -> float:
        value = chance.gauss(0, 0.02)
        return 1 + (3 * value if heavy and chance.random() < 0.1 else value)

    def window(number: int) -> Duet:
        mood, requests, others = 1 + 0.3 * chance.random(), chance.randint(5000, 9000), chance.randint(5000, 9000)
        own, other = (cost * mood * noise() for cost in (50 * truth, 50))
        return Duet(number, "other", own * requests, requests, 0, other * others, others, 0)

    made = tuple(Round(r, None, (), tuple(map(window, (1, 2)))) for r in range(1, count + 1))
    place = {"schema": 1, "run": "r", "framework": "own", "group": "g", "endpoint": "e", "title": "", "method": "GET"}
    rest = {"path": "/", "application": "", "work": 1, "control": None, "connections": 1, "threads": 1, "status": "ok"}
    return Cell(**place, **rest, problems=(), response=None, rounds=made)


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("count", [5, 10, 20])
def test_the_interval_covers_the_true_ratio(count: int, heavy: bool) -> None:
    chance, truth = random.Random(count + heavy), 1.03
    cells = (cell_of(chance, count, truth, heavy) for _ in range(RUNS))
    found = [stats.ratio(*rounds.duet_cpu_us(cell, "other")) for cell in cells]
    assert 0.92 < sum(interval.low <= truth <= interval.high for interval in found) / RUNS < 0.98


def test_a_disturbance_of_both_cancels_out() -> None:
    interval = stats.ratio(*rounds.duet_cpu_us(cell_of(random.Random(1), 10, 1.03, False), "other"))
    assert interval.high - interval.low < 0.06
