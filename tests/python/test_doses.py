"""The line through endpoints that differ in an amount: its slope is what one more costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.doses import fit
from bench.records import load
from bench.reports._feature_tables import doses
from bench.summary import build
from bench.view import View
from synthetic import DOSES, ENDPOINTS, Plan, write_run


def dosed(tmp_path: Path, plan: Plan, amounts: Mapping[str, float] = DOSES) -> dict[str, Any]:
    return build(load(write_run(tmp_path, replace(plan, doses=amounts))))


def test_the_slope_is_what_one_more_costs(tmp_path: Path) -> None:
    plan = Plan(rounds=10, noise=0.004, drift=0.02)
    summary = dosed(tmp_path, plan)
    extra = {endpoint.name: endpoint for endpoint in ENDPOINTS}
    assert [entry["framework"] for entry in summary["doses"]] == ["alder", "birch", "cedar", "maple"]
    for entry in summary["doses"]:
        costs = [0.99 * plan.cost_us(entry["framework"], extra[name]) for name in DOSES]
        slope, base = fit(list(zip(DOSES.values(), costs, strict=True)))
        assert entry["series"] == "segments" and entry["slope_us"]["rounds"] == 10
        assert entry["slope_us"]["low"] < slope < entry["slope_us"]["high"]
        assert entry["base_us"]["centre"] == pytest.approx(base, rel=0.03)
        assert [point["amount"] for point in entry["points"]] == list(DOSES.values())


def test_a_curve_is_told_by_its_farthest_point(tmp_path: Path) -> None:
    summary = dosed(tmp_path, Plan(noise=0, drift=0), DOSES | {"query_routing": 4})
    straight = dosed(tmp_path / "straight", Plan(noise=0, drift=0))
    for bent, line in zip(summary["doses"], straight["doses"], strict=True):
        assert abs(bent["farthest_us"]) > 5 * abs(line["farthest_us"])


def test_two_amounts_make_no_line_and_a_failed_cell_is_no_point(tmp_path: Path) -> None:
    assert dosed(tmp_path, Plan(), {"static_routing": 0, "query_routing": 15})["doses"] == []
    statuses = {("alder", "simple_routing"): "load_failed", ("alder", "static_routing"): "contract_failed"}
    found = dosed(tmp_path / "failed", Plan(statuses=statuses))["doses"]
    assert [entry["framework"] for entry in found] == ["birch", "cedar", "maple"]


def test_the_report_has_a_row_per_series_and_nothing_without_one(tmp_path: Path) -> None:
    view = View(dosed(tmp_path, Plan()))
    groups = {group["name"]: group for group in view.groups}
    text = "\n".join(doses(view, groups["routing"]))
    assert "segments" in text and "µs" in text and text.count("(+") == 4
    assert doses(view, groups["validation"]) == []
