"""Further numbers of a cell: growth, what stays open, and what clients and proofs measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench.extras import LEAK_KIB
from bench.records import load
from bench.reports._feature_tables import also_measured
from bench.reports._html.extras import table_of
from bench.reports._html.reader import Reader
from bench.summary import build
from bench.text import centred
from bench.view import View
from synthetic import BASE_US, Plan, make_run, write_files

PLACE = ("alder", "simple_routing")


def changed(tmp_path: Path, change: Callable[[dict[str, Any], int], None], **cell: Any) -> dict[str, Any]:
    """The summary of a run in which each window of one cell was changed; `change` also gets the round."""
    files = make_run(Plan(noise=0, drift=0))
    own = next(c for c in files.values() if (c.get("framework"), c.get("endpoint")) == PLACE)
    own |= cell
    for item in own["rounds"]:
        for window in item["windows"]:
            change(window, item["round"])
    return build(load(write_files(tmp_path, files)))


def extra(summary: dict[str, Any]) -> dict[str, Any]:
    return next(c["extra"] for c in summary["cells"] if (c["framework"], c["endpoint"]) == PLACE)


def grows_by(kib: float) -> Callable[[dict[str, Any], int], None]:
    def change(window: dict[str, Any], _: int) -> None:
        first = window["window"] == 1
        window["server"]["memory_kib"] |= {"before": 50_000, "after": 50_000 + (9_999 if first else kib)}

    return change


def test_growth_is_that_of_the_last_window_and_per_100_000_requests(tmp_path: Path) -> None:
    summary = changed(tmp_path, grows_by(100))
    cell = next(c for c in summary["cells"] if (c["framework"], c["endpoint"]) == PLACE)
    each_window = cell["requests"] / cell["windows_measured"]
    assert extra(summary)["memory_growth_kib"]["centre"] == pytest.approx(100 / each_window * 100_000, rel=0.05)


@pytest.mark.parametrize(("share", "found"), [(0.9, 0), (1.1, 0), (3, 1)])
def test_a_leak_is_a_finding_where_it_can_be_seen(tmp_path: Path, share: float, found: int) -> None:
    """With 20,000 requests in a window, ten bytes of each are less than the pages that come and go."""
    requests = 1.0021e6 / Plan(noise=0, drift=0).cost_us("alder", _endpoint())
    summary = changed(tmp_path, grows_by(share * LEAK_KIB * requests / 100_000))
    leaks = [f for f in summary["findings"] if f["kind"] == "leak"]
    assert len(leaks) == found
    assert not found or "MiB more memory after each 100,000 requests" in leaks[0]["text"]


def _endpoint() -> Any:
    from synthetic import ENDPOINTS

    return next(endpoint for endpoint in ENDPOINTS if endpoint.name == PLACE[1])


def test_what_a_client_measured_is_shown_under_the_contracts_words(tmp_path: Path) -> None:
    def change(window: dict[str, Any], number: int) -> None:
        window["extra"] = {"first_byte_us": 100.0 + number, "served": None}
        window["server"]["files"] = {"before": 7, "after": 9}

    summary = changed(tmp_path, change, metrics={"first_byte_us": "time to the first byte, µs", "files_left": "files"})
    assert extra(summary)["first_byte_us"]["centre"] == 103 and "served" not in extra(summary)
    assert extra(summary)["files_left"] | {"rounds": 0} == {"centre": 2.0, "low": 2.0, "high": 2.0, "rounds": 0}
    view = View(summary)
    groups = {group["name"]: group for group in view.groups}
    # The metrics stand in the endpoint's facts, which are those of its first cell.
    text = "\n".join(also_measured(view, groups["routing"]))
    assert "time to the first byte, µs" in text and "103 (" in text and "| files" in text
    assert also_measured(view, groups["validation"]) == []
    # The page has the same, a row for each framework.
    reader = Reader(summary)
    page = table_of(reader, groups["routing"])
    assert page and [row[3].text for row in page.rows][:1] == ["103"] and len(page.rows) == 2 * len(BASE_US)
    assert table_of(reader, groups["validation"]) is None


def test_a_mean_is_written_with_its_interval_whatever_its_sign() -> None:
    assert centred(None) == "—"
    assert centred({"centre": 12.34, "low": 11.0, "high": 13.61, "rounds": 5}) == "12.3 (11.0–13.6)"
    assert centred({"centre": -1.5, "low": -2.0, "high": -1.0, "rounds": 5}) == "−1.50 (−2.00 to −1.00)"
    assert centred({"centre": 4.0, "low": None, "high": None, "rounds": 1}) == "4.00"
