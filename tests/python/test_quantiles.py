"""Merged latency curves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench.quantiles import merged_curve
from bench.records import Cell, load
from synthetic import ENDPOINTS, Plan, make_run, write_files

CELL = "raw/alder.routing.static_routing.json"
UNIFORM = [[percent, 100 + 10 * percent] for percent in range(0, 101, 5)]


def cell_with(tmp_path: Path, *windows: dict[str, Any]) -> Cell:
    files = make_run(Plan(endpoints=ENDPOINTS[:1], base_us={"alder": 45.0}, rounds=1, windows=len(windows)))
    for window, change in zip(files[CELL]["rounds"][0]["windows"], windows, strict=True):
        window |= change
    return load(write_files(tmp_path, files)).cells[0]


def test_one_curve_stays_as_it_is(tmp_path: Path) -> None:
    merged = merged_curve(cell_with(tmp_path, {"quantiles": UNIFORM}))
    assert [list(pair) for pair in merged] == [pytest.approx(pair) for pair in UNIFORM]


def test_equal_curves_merge_to_the_same(tmp_path: Path) -> None:
    merged = merged_curve(cell_with(tmp_path, {"quantiles": UNIFORM}, {"quantiles": UNIFORM}))
    assert [list(pair) for pair in merged] == [pytest.approx(pair) for pair in UNIFORM]


def test_windows_count_by_their_requests(tmp_path: Path) -> None:
    slow = [[percent, value + 2000] for percent, value in UNIFORM]
    windows = ({"quantiles": UNIFORM, "requests": 9000}, {"quantiles": slow, "requests": 1000})
    merged = dict(merged_curve(cell_with(tmp_path, *windows)))
    assert merged[0] == 100 and merged[100] == 3100
    assert merged[45] == pytest.approx(100 + 10 * 50)
    assert merged[95] == pytest.approx(2100 + 10 * 50)


def test_a_merged_curve_never_falls(tmp_path: Path) -> None:
    flat = [[0, 500], [50, 500], [99, 500], [100, 900]]
    broken = [[0, 300], [50, 200], [100, 400]]
    merged = merged_curve(cell_with(tmp_path, {"quantiles": flat}, {"quantiles": broken}, {"quantiles": UNIFORM}))
    values = [value for _, value in merged]
    assert values == sorted(values)


def test_no_curve_no_merged_curve(tmp_path: Path) -> None:
    assert merged_curve(cell_with(tmp_path, {"quantiles": []})) is None
