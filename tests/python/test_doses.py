"""The line through endpoints that differ in an amount: its slope is what one more costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench.doses import fit
from bench.records import load
from bench.reports._feature_tables import doses
from bench.summary import build
from bench.view import View
from synthetic import ENDPOINTS, Plan, make_run, write_files

AMOUNTS = {"static_routing": 0, "simple_routing": 1, "complex_routing": 2.75, "query_routing": 15}
"""Four µs of extra cost each, times the framework's factor."""


def dosed(tmp_path: Path, plan: Plan, amounts: dict[str, float]) -> dict[str, Any]:
    files = make_run(plan)
    for cell in files.values():
        if cell.get("endpoint") in amounts:
            cell["dose"] = {"series": "segments", "amount": amounts[cell["endpoint"]]}
    return build(load(write_files(tmp_path, files)))


def test_the_slope_is_what_one_more_costs(tmp_path: Path) -> None:
    plan = Plan(rounds=10, noise=0.004, drift=0.02)
    summary = dosed(tmp_path, plan, AMOUNTS)
    extra = {endpoint.name: endpoint for endpoint in ENDPOINTS}
    assert [entry["framework"] for entry in summary["doses"]] == ["alder", "birch", "cedar", "maple"]
    for entry in summary["doses"]:
        costs = [0.99 * plan.cost_us(entry["framework"], extra[name]) for name in AMOUNTS]
        slope, base = fit(list(zip(AMOUNTS.values(), costs, strict=True)))
        assert entry["series"] == "segments" and entry["slope_us"]["rounds"] == 10
        assert entry["slope_us"]["low"] < slope < entry["slope_us"]["high"]
        assert entry["base_us"]["centre"] == pytest.approx(base, rel=0.03)
        assert [point["amount"] for point in entry["points"]] == list(AMOUNTS.values())


def test_a_curve_is_told_by_its_farthest_point(tmp_path: Path) -> None:
    summary = dosed(tmp_path, Plan(noise=0, drift=0), AMOUNTS | {"query_routing": 4})
    straight = dosed(tmp_path / "straight", Plan(noise=0, drift=0), AMOUNTS)
    for bent, line in zip(summary["doses"], straight["doses"], strict=True):
        assert abs(bent["farthest_us"]) > 5 * abs(line["farthest_us"])


def test_two_amounts_make_no_line_and_a_failed_cell_is_no_point(tmp_path: Path) -> None:
    assert dosed(tmp_path, Plan(), {"static_routing": 0, "query_routing": 15})["doses"] == []
    statuses = {("alder", "simple_routing"): "load_failed", ("alder", "static_routing"): "contract_failed"}
    found = dosed(tmp_path / "failed", Plan(statuses=statuses), AMOUNTS)["doses"]
    assert [entry["framework"] for entry in found] == ["birch", "cedar", "maple"]


def test_the_report_has_a_row_per_series_and_nothing_without_one(tmp_path: Path) -> None:
    view = View(dosed(tmp_path, Plan(), AMOUNTS))
    groups = {group["name"]: group for group in view.groups}
    text = "\n".join(doses(view, groups["routing"]))
    assert "segments" in text and "µs" in text and text.count("(+") == 4
    assert doses(view, groups["validation"]) == []
