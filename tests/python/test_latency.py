"""Latencies under a paced load: what counts, what does not, and what the report says of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bench.records import load
from bench.reports import Folders, latency_markdown
from bench.summary import build
from bench.text import DASH
from synthetic import ENDPOINTS, Plan, make_run, write_files

PLAN = Plan(base_us={"alder": 45.0, "birch": 110.0}, endpoints=ENDPOINTS[:2], rounds=2)


def paced_window(template: Mapping[str, Any], number: int, p99_us: float, **other: Any) -> dict[str, Any]:
    window = copy.deepcopy(dict(template)) | {"window": 1, "round": number}
    window["latency_us"] |= {"p50": p99_us / 4, "p90": p99_us / 2, "p99": p99_us, "p99_9": p99_us * 2}
    late = {"mean": 90.0, "p50": 80.0, "p99": 3000.0, "max": 4000.0}
    return window | {"paced": {"target_rps": 500.0, "achieved_rps": 499.0, "late_us": late}} | other


def summarised(tmp_path: Path, loads: Mapping[str, list[tuple[float | None, list[dict[str, Any]]]]]) -> dict[str, Any]:
    """The summary of a run in which these frameworks have these loads on the first endpoint: (share, changes of windows)."""
    files = make_run(PLAN)
    for framework, own in loads.items():
        record = files[f"raw/{framework}.routing.static_routing.json"]
        template = record["rounds"][0]["windows"][0]
        record["latency_at"] = [
            {
                "share": share,
                "target_rps": 500.0,
                "windows": [paced_window(template, i, **w) for i, w in enumerate(windows)],
            }
            for share, windows in own
        ]
    return json.loads(json.dumps(build(load(write_files(tmp_path / "run", files)))))


def first_load(summary: dict[str, Any]) -> dict[str, Any]:
    return summary["cells"][0]["latency_at"][0]


def test_a_cell_without_paced_loads_has_none_and_no_report(tmp_path: Path) -> None:
    summary = summarised(tmp_path, {})
    assert all(cell["latency_at"] == [] for cell in summary["cells"])
    assert latency_markdown.write(summary, Folders(tmp_path / "results")) == []
    assert not (tmp_path / "results").exists()


def test_the_numbers_are_medians_over_the_windows(tmp_path: Path) -> None:
    windows = [{"p99_us": value} for value in (9000, 4000, 5000)]
    found = first_load(summarised(tmp_path, {"alder": [(0.5, windows)]}))
    assert (found["share"], found["target_rps"], found["windows"], found["sustained"]) == (0.5, 500, 3, 3)
    assert found["latency_us"]["p99"]["median"] == 5000 and found["latency_us"]["p99_9"]["median"] == 10_000
    assert found["late_p99_us"]["median"] == 3000 and found["achieved_rps"]["median"] == 499


@pytest.mark.parametrize("spoilt", [{"flags": ["unsustained"]}, {"failed": 50}])
def test_a_window_that_did_not_hold_its_rate_or_failed_requests_is_not_in_the_numbers(
    tmp_path: Path, spoilt: dict[str, Any]
) -> None:
    windows = [{"p99_us": 4000}, {"p99_us": 900_000, **spoilt}, {"p99_us": 6000}]
    found = first_load(summarised(tmp_path, {"alder": [(0.8, windows)]}))
    assert (found["windows"], found["sustained"]) == (3, 2)
    assert found["latency_us"]["p99"]["median"] == 5000


def test_without_a_window_that_counts_there_is_no_number(tmp_path: Path) -> None:
    summary = summarised(tmp_path, {"alder": [(0.8, [{"p99_us": 4000, "flags": ["unsustained"]}])]})
    found = first_load(summary)
    assert found["sustained"] == 0 and found["late_p99_us"] is None and set(found["latency_us"].values()) == {None}
    (path,) = latency_markdown.write(summary, Folders(tmp_path / "results"))
    (row,) = [line for line in path.read_text(encoding="utf-8").splitlines() if "0 of 1" in line]
    assert row.count(DASH) == 5


def test_the_report_has_the_common_rate_first_and_a_range_where_there_are_several_windows(tmp_path: Path) -> None:
    several, one = [{"p99_us": value} for value in (9000, 4000, 5000)], [{"p99_us": 7000}]
    loads = {"alder": [(0.5, several), (0.8, one), (None, one)], "birch": [(0.5, one), (None, several)]}
    (path,) = latency_markdown.write(summarised(tmp_path, loads), Folders(tmp_path / "results"))
    assert path == tmp_path / "results" / "features" / "latency_summary.md"
    text = path.read_text(encoding="utf-8")
    titles = [line for line in text.splitlines() if line.startswith("### ")]
    assert [title.partition("At ")[2][:8] for title in titles] == ["one rate", "50 % of ", "80 % of "]
    rows = [line for line in text.splitlines() if "Alder" in line or "Birch" in line]
    assert len(rows) == 5 and sum("5.00 (4.00–9.00)" in row for row in rows) == 2
    assert sum("7.00 |" in row for row in rows) == 3
    assert "simple_routing" not in text
