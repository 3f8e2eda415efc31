"""What the summary says of a paced load: the rate, how late it was sent, and no latency where the rate was missed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench.records import load
from bench.summary import build
from synthetic import ENDPOINTS, Plan, make_run, write_files

CELL = "raw/alder.routing.static_routing.json"


def paced_run(missed: int) -> dict[str, Any]:
    """A run whose cell was paced at 1,000 requests/s in two rounds, and missed that in the first `missed` windows."""
    files = make_run(Plan(base_us={"alder": 45.0}, endpoints=ENDPOINTS[:1], rounds=2))
    files[CELL]["load"] = {"name": "medium", "rate": 1000}
    windows = [window for item in files[CELL]["rounds"] for window in item["windows"]]
    for i, window in enumerate(windows):
        late = {"mean": 10 * (i + 1), "p50": 5, "p99": 100 * (i + 1), "max": 1000 * (i + 1)}
        window["paced"] = {"target_rps": 1000, "achieved_rps": 900 if i < missed else 1000, "late_us": late}
        window["flags"] = ["unsustained"] if i < missed else []
        window["latency_us"]["p50"] = 77 if i < missed else 33
    return files


def cell_of(tmp_path: Path, files: dict[str, Any]) -> dict[str, Any]:
    (cell,) = build(load(write_files(tmp_path, files)))["cells"]
    return cell


def test_rate_and_lateness_are_told(tmp_path: Path) -> None:
    cell = cell_of(tmp_path, paced_run(missed=0))
    assert cell["load"] == {"name": "medium", "rate": 1000}
    assert cell["paced"]["target_rps"] == 1000 and cell["paced"]["achieved_rps"]["median"] == 1000
    # Means over a round's windows, but the longest of them; then the median of the two rounds.
    assert cell["paced"]["late_us"] == {"mean": 25, "p50": 5, "p99": 250, "max": 3000}
    assert cell["latency_us"]["p50"]["median"] == pytest.approx(33)


def test_a_window_that_missed_its_rate_has_no_latency(tmp_path: Path) -> None:
    some = cell_of(tmp_path / "a", paced_run(missed=3))
    assert some["latency_us"]["p50"]["median"] == pytest.approx(33) and some["latency_us"]["p50"]["rounds"] == (2,)
    assert some["flags"] == {"unsustained": 3} and some["quantiles_us"]
    every = cell_of(tmp_path / "b", paced_run(missed=4))
    assert every["latency_us"]["p50"] is None and every["quantiles_us"] is None
    assert every["rate"]["median"] > 0 and every["paced"]["achieved_rps"]["median"] == 900


def test_a_closed_loop_has_no_pace_and_saturates(tmp_path: Path) -> None:
    files = make_run(Plan(base_us={"alder": 45.0}, endpoints=ENDPOINTS[:2], rounds=2))
    cells = {cell["endpoint"]: cell for cell in build(load(write_files(tmp_path / "a", files)))["cells"]}
    assert {str(cell["paced"]) for cell in cells.values()} == {"None"}
    assert cells["simple_routing"]["cost"]["time_us"]
    for item in files["raw/alder.routing.simple_routing.json"]["rounds"]:
        for window in item["windows"]:
            window["paced"] = {"target_rps": 1000, "achieved_rps": 1000, "late_us": None}
    cells = {cell["endpoint"]: cell for cell in build(load(write_files(tmp_path / "b", files)))["cells"]}
    # At a rate that the load chose, the time between two answers is the load's.
    assert cells["simple_routing"]["cost"]["time_us"] is None and cells["simple_routing"]["cost"]["cpu_us"]
    assert set(cells["simple_routing"]["paced"]["late_us"].values()) == {None}
