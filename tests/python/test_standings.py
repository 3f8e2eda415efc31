"""Frameworks over several endpoints: the true order is found, ties share places, gaps are left out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.records import load
from bench.standings import CPU, MEMORY, RATE, against, common, measured, places, standings
from bench.stats import NO_DIFFERENCE
from bench.summary import build
from bench.view import View
from synthetic import ENDPOINTS, MIXED, Plan, make_run, write_files, write_run


def view_of(tmp_path: Path, plan: Plan) -> View:
    return View(json.loads(json.dumps(build(load(write_run(tmp_path, plan))))))


def order(view: View, what: str) -> list[Any]:
    names = measured(view)
    return standings(view, names, common(view, names, places(view)), what)


@pytest.mark.parametrize("what", [RATE, CPU])
def test_the_true_order_and_the_true_ratios_are_found(tmp_path: Path, what: str) -> None:
    plan = Plan(base_us={"maple": 330.0, "birch": 110.0, "alder": 45.0}, endpoints=ENDPOINTS[:1], rounds=20)
    found = order(view_of(tmp_path, plan), what)
    assert [own.framework for own in found] == ["alder", "birch", "maple"]
    assert [(own.place, own.last_place) for own in found] == [(1, 1), (2, 2), (3, 3)]
    expected = 45 / 330 if what == RATE else 330 / 45
    assert found[0].against_best is None
    assert found[2].against_best["ratio"] == pytest.approx(expected, rel=0.03)


def test_the_geometric_mean_is_over_the_places_that_all_have(tmp_path: Path) -> None:
    view = view_of(tmp_path, MIXED)
    shared = common(view, measured(view), places(view))
    assert len(shared) == 10 and ("injection", "service_chain") not in shared
    pair = against(view, "alder", "birch", shared, RATE)
    overall = view.summary["geometric_means"]["overall"]["frameworks"]["birch"]["rate"]
    assert 1 / pair["ratio"] == pytest.approx(overall["ratio"], rel=1e-3)


def test_equal_frameworks_share_their_places(tmp_path: Path) -> None:
    plan = Plan(base_us={"alder": 50.0, "birch": 50.0, "maple": 330.0}, endpoints=ENDPOINTS[:1], rounds=10, seed=2)
    first, second, third = order(view_of(tmp_path, plan), RATE)
    assert {(own.place, own.last_place) for own in (first, second)} == {(1, 2)}
    assert first.alike == (second.framework,) and second.alike == (first.framework,)
    assert (third.place, third.last_place, third.alike) == (3, 3, ())


def test_one_round_gives_no_places_and_no_ties(tmp_path: Path) -> None:
    found = order(view_of(tmp_path, Plan(rounds=1, endpoints=ENDPOINTS[:2])), RATE)
    assert {(own.place, own.last_place) for own in found} == {(1, 4)}
    assert all(own.alike == () and len(own.undecided) == 3 for own in found)


def test_the_noise_floor_holds_over_several_endpoints_too(tmp_path: Path) -> None:
    plan = Plan(base_us={"alder": 50.0, "birch": 52.0}, endpoints=ENDPOINTS[:2], rounds=20, noise=0.005)
    run = load(write_run(tmp_path, plan))
    without, within = (View(json.loads(json.dumps(build(run, floor)))) for floor in (None, 0.1))
    names, shared = ["alder", "birch"], places(without)
    assert against(without, *names, shared, RATE)["verdict"] == "faster"
    assert against(within, *names, shared, RATE)["verdict"] == NO_DIFFERENCE
    assert [own.last_place for own in standings(within, names, shared, RATE)] == [2, 2]


def test_memory_is_compared_by_its_peak_per_round(tmp_path: Path) -> None:
    files = make_run(Plan(base_us={"alder": 45.0, "birch": 110.0}, endpoints=ENDPOINTS[:1]))
    for item in files["raw/birch.routing.static_routing.json"]["rounds"]:
        for window in item["windows"]:
            window["server"]["memory_kib"]["peak"] *= 2
    view = View(json.loads(json.dumps(build(load(write_files(tmp_path, files))))))
    first, second = order(view, MEMORY)
    assert (first.framework, second.framework) == ("alder", "birch")
    assert second.against_best["ratio"] == pytest.approx(2, rel=0.01)


def test_what_was_not_measured_gives_nothing(tmp_path: Path) -> None:
    files = make_run(Plan(base_us={"alder": 45.0, "birch": 110.0}, endpoints=ENDPOINTS[:1]))
    for item in files["raw/birch.routing.static_routing.json"]["rounds"]:
        for window in item["windows"]:
            window["server"] = None
    view = View(json.loads(json.dumps(build(load(write_files(tmp_path, files))))))
    assert order(view, CPU) == [] and order(view, MEMORY) == []
    assert len(order(view, RATE)) == 2


def test_twins_and_references_are_not_ranked(tmp_path: Path) -> None:
    base = {"alder": 45.0, "birch": 110.0, "bare": 20.0}
    plan = Plan(base_us=base | {"alder_twin": 45.0}, endpoints=ENDPOINTS[:2], twins={"alder_twin": "alder"})
    view = view_of(tmp_path, replace(plan, references=("bare",)))
    assert measured(view) == ["alder", "birch"]
