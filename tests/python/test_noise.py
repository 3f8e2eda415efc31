"""The noise floor covers what it claims to cover, and verdicts, tables and means respect it and the entries' roles."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from bench.noise import bound
from bench.records import load
from bench.reports import Folders, features_markdown
from bench.stats import CHEAPER, DEARER, FASTER, NO_DIFFERENCE, SLOWER
from bench.summary import build
from bench.terminal import Table
from bench.view import View
from synthetic import ENDPOINTS, Plan, write_run

NULL = Plan(base_us={"alder": 50.0, "maple": 51.0, "oak": 0.0}, twins={"oak": "alder"}, noise=0.03, duet_noise=0.01)
DUETS = replace(NULL, duets=[("oak", "alder"), ("maple", "alder")])
RUNS, FURTHER = 1200, 40


def summary_of(tmp_path: Path, plan: Plan, floor: float | None = None) -> dict[str, Any]:
    return build(load(write_run(tmp_path, plan)), floor)


def covered(chance: random.Random, endpoints: int, rounds: int, shared: float, staying: float = 0.0) -> float:
    """The share of further ratios of two equal servers within the floor, over many floors.

    `shared` is the share of a log ratio's variance that all endpoints of a round have in common, `staying` the variance,
    in that of a mean over the rounds, that stays with an endpoint over all rounds.
    """
    hits = 0
    for _ in range(RUNS):
        common = [chance.gauss(0, math.sqrt(shared)) for _ in range(rounds)]
        logs = []
        for _ in range(endpoints):
            own = chance.gauss(0, math.sqrt(staying / rounds))
            logs.append({r: 0.01 * (own + c + chance.gauss(0, math.sqrt(1 - shared))) for r, c in enumerate(common)})
        floor = bound(logs)
        further = (0.01 * chance.gauss(0, math.sqrt((1 + staying) / rounds)) for _ in range(FURTHER))
        hits += sum(abs(value) <= math.log(1 + floor) for value in further)
    return hits / RUNS / FURTHER


@pytest.mark.parametrize("shared", [0.0, 0.9])
@pytest.mark.parametrize("rounds", [3, 5, 10])
@pytest.mark.parametrize("endpoints", [1, 2, 14])
def test_the_floor_covers_further_ratios_of_equal_servers(endpoints: int, rounds: int, shared: float) -> None:
    chance = random.Random(f"{endpoints} {rounds} {shared}")
    assert 0.93 < covered(chance, endpoints, rounds, shared) < 0.98


@pytest.mark.parametrize("endpoints", [2, 14])
def test_noise_that_stays_with_an_endpoint_is_mostly_covered(endpoints: int) -> None:
    assert 0.88 < covered(random.Random(endpoints), endpoints, 5, 0.0, staying=1.0) < 0.96


def test_the_floor_is_that_of_the_noise_and_no_wider() -> None:
    chance = random.Random(1)
    floors = [bound([{r: chance.gauss(0, 0.02) for r in range(5)} for _ in range(14)]) for _ in range(300)]
    assert fmean(floors) == pytest.approx(1.96 * 0.02 / math.sqrt(5), rel=0.1)


def test_without_two_rounds_there_is_no_floor() -> None:
    assert bound([]) is None
    assert bound([{1: 0.1}, {2: 0.1}]) is None
    assert bound([{1: 0.0, 2: 0.0}]) == 0


def test_each_instrument_has_its_own_floor(tmp_path: Path) -> None:
    floor = summary_of(tmp_path, DUETS)["noise_floor"]
    assert floor["framework"] == "alder" and floor["endpoints"] == len(ENDPOINTS)
    assert 0 < floor["duet"] < floor["rate"] and floor["cpu_us"] > 0
    assert summary_of(tmp_path / "b", NULL)["noise_floor"]["duet"] is None
    assert summary_of(tmp_path / "c", Plan())["noise_floor"] is None


def test_the_option_stands_for_all_three(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, replace(DUETS, endpoints=ENDPOINTS[:2]), 0.5)
    assert summary["noise_floor"] == {"rate": 0.5, "cpu_us": 0.5, "duet": 0.5, "framework": None, "endpoints": None}
    pairs = [pair[key]["verdict"] for pair in summary["pairs"] for key in ("rate", "cpu_us")]
    duets = [entry["verdict"] for cell in summary["cells"] for entry in cell["duets"] or []]
    assert set(pairs) == set(duets) == {NO_DIFFERENCE}


def test_no_verdict_is_given_within_the_floor(tmp_path: Path) -> None:
    """A difference of 2 % that a narrow interval would show, in a run whose twin differs by as much."""
    plan = Plan(base_us={"alder": 50.0, "maple": 51.0}, endpoints=ENDPOINTS[:1], noise=1e-3, drift=1e-3)
    (pair,) = summary_of(tmp_path / "a", plan)["pairs"]
    assert pair["rate"]["verdict"] == FASTER and pair["cpu_us"]["verdict"] == CHEAPER
    run = load(write_run(tmp_path / "b", replace(plan, base_us={**plan.base_us, "oak": 0}, twins={"oak": "alder"})))
    noisy = [
        replace(cell, rounds=tuple(map(_slower, cell.rounds))) if cell.framework == "oak" else cell
        for cell in run.cells
    ]
    summary = build(replace(run, cells=tuple(noisy)))
    (pair,) = summary["pairs"]
    assert summary["noise_floor"]["rate"] > 0.02 and pair["rate"]["high"] < 1.05
    assert pair["rate"]["verdict"] == NO_DIFFERENCE
    assert {entry["rate"]["verdict"] for entry in summary["twins"]} == {SLOWER}


def _slower(item: Any) -> Any:
    return replace(item, windows=tuple(replace(w, seconds=w.seconds * 1.03) for w in item.windows))


def test_a_twin_is_in_the_noise_and_nowhere_else(tmp_path: Path) -> None:
    summary = summary_of(tmp_path / "run", DUETS)
    assert not any("oak" in entry["frameworks"] for entry in (*summary["pairs"], *summary["ties"]))
    assert set(summary["geometric_means"]["overall"]["frameworks"]) == {"alder", "maple"}
    assert [entry["frameworks"] for entry in summary["twins"]] == [["oak", "alder"]] * len(ENDPOINTS)
    view = View(summary)
    assert view.frameworks("routing") == ["alder", "maple"]
    features_markdown.write(summary, Folders(tmp_path))
    text = (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")
    noise = text.partition("## Noise floor")[2].partition("\n## ")[0]
    assert "twin" not in text.replace(noise, "").lower()
    assert noise.count("routing/") == 6 and "Without the floor a difference would be claimed in" in noise
    assert "oak" not in "\n".join(Table(summary, 100, False).lines()).lower()


def test_a_twin_that_failed_says_so(tmp_path: Path) -> None:
    failed = replace(DUETS, statuses={("oak", "raw_json"): "load_failed"})
    summary = summary_of(tmp_path / "run", failed)
    assert summary["noise_floor"]["endpoints"] == len(ENDPOINTS) - 1
    features_markdown.write(summary, Folders(tmp_path))
    text = (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")
    assert "The twin gives no ratio in validation/raw_json (load failed)." in text


@pytest.mark.parametrize(("plan", "said"), [(DUETS, "±"), (Plan(), "not measured; --null-run measures it")])
def test_the_floor_stands_in_every_report(tmp_path: Path, plan: Plan, said: str) -> None:
    summary = summary_of(tmp_path / "run", plan)
    features_markdown.write(summary, Folders(tmp_path))
    text = (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")
    lines = "\n".join(Table(summary, 120, False).lines())
    for place in (text.partition("## ")[0], text.partition("## Noise floor")[2], lines):
        assert said in place.partition("Noise floor: ")[2].partition("\n")[0]


BARE = Plan(
    base_us={"alder": 60.0, "birch": 50.0, "maple": 49.9, "cedar": 200.0},
    references=["birch"],
    bare={"alder": "birch"},
    noise=0.005,
    endpoints=ENDPOINTS[:2],
)


def test_a_reference_is_compared_and_never_ranked(tmp_path: Path) -> None:
    summary = summary_of(tmp_path / "run", BARE)
    view = View(summary)
    assert view.highest("routing", "static_routing") == "maple"
    assert not any("birch" in tie["frameworks"] for tie in summary["ties"])
    assert set(summary["geometric_means"]["overall"]["frameworks"]) == {"alder", "maple", "cedar"}
    cost = view.against("routing", "static_routing", "alder", "birch", "cpu_us")
    assert cost["ratio"] == pytest.approx(1.2, rel=0.02) and cost["verdict"] == DEARER
    features_markdown.write(summary, Folders(tmp_path))
    text = (tmp_path / "features" / "feature_summary.md").read_text(encoding="utf-8")
    assert "| Birch (reference)" in text and "| Alder ÷ Birch (reference) |" in text.replace("  ", " ").replace(
        "  ", " "
    )
    rows = [line for line in "\n".join(Table(summary, 120, False).lines()).split("\n") if line.startswith("static_")]
    assert rows[0].count("*") == 1


def test_a_reference_that_is_the_fastest_has_no_star(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, replace(BARE, base_us={"alder": 60.0, "birch": 20.0}))
    (row,) = [line for line in Table(summary, 120, False).lines() if line.startswith("static_")]
    (starred,) = re.findall(r"([\d,]+)\*", row)
    assert int(starred.replace(",", "")) < 20_000 and re.search(r"[45]\d,\d{3} ", row)
    assert View(summary).highest("routing", "static_routing") == "alder"
