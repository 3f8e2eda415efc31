"""What a version shows against those before it: the change of CPU time, its verdict, and a wait that CPU time does not show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bench.changes import Row, change, lines, percent, rows_of, table
from bench.records import load
from bench.stats import FASTER, NO_DIFFERENCE, SLOWER, Interval
from synthetic import ENDPOINTS, Plan, make_run, write_files

FIRST, LAST = "the first version", "the last version"
RAW = "raw/birch.routing.static_routing.json"


def run_files(birch_us: float, alder_us: float = 50.0, maple_us: float = 30.0, rounds: int = 5) -> dict[str, Any]:
    """Birch is the new version, alder the last and maple the first one; one endpoint, and no window of its own."""
    files = make_run(
        Plan(
            base_us={"alder": alder_us, "birch": birch_us, "maple": maple_us},
            duets=[("birch", "alder"), ("birch", "maple")],
            endpoints=ENDPOINTS[:1],
            rounds=rounds,
            windows=1,
        )
    )
    files["run.json"]["groups"]["routing"]["endpoints"] = ["static_routing"]
    files["run.json"]["frameworks"]["alder"]["against"] = LAST
    files["run.json"]["frameworks"]["maple"]["against"] = FIRST
    for item in files[RAW]["rounds"]:
        item["windows"] = []
    return files


def rows(tmp_path: Path, files: dict[str, Any]) -> list[Row]:
    return rows_of(load(write_files(tmp_path, files)), "birch")


@pytest.mark.parametrize(
    ("cost", "words"), [(100.0, SLOWER), (25.0, FASTER), (50.0, NO_DIFFERENCE), (51.0, NO_DIFFERENCE)]
)
def test_the_change_of_cpu_time_is_judged_and_one_within_the_floor_is_none(tmp_path, cost: float, words: str) -> None:
    (row,) = rows(tmp_path, run_files(cost))
    found = row.changes[LAST]
    assert found.words == words
    assert found.ratio.centre == pytest.approx(cost / 50, rel=0.03)
    assert found.ratio.low < found.ratio.centre < found.ratio.high
    assert row.cpu_us == pytest.approx(cost, rel=0.2)


def test_each_earlier_version_is_compared_with_from_the_same_windows(tmp_path) -> None:
    (row,) = rows(tmp_path, run_files(50.0))
    assert list(row.changes) == [LAST, FIRST]
    assert row.changes[FIRST].words == SLOWER and row.changes[FIRST].ratio.centre == pytest.approx(50 / 30, rel=0.03)


@pytest.mark.parametrize(("factor", "words"), [(0.2, "slower: waits more"), (5, "faster: waits less")])
def test_a_wait_shows_in_what_was_answered_at_the_same_time(tmp_path, factor: float, words: str) -> None:
    files = run_files(50.0)
    for item in files[RAW]["rounds"]:
        item["duets"][0]["cpu_us"] *= factor
        item["duets"][0]["requests"] = round(item["duets"][0]["requests"] * factor)
    (row,) = rows(tmp_path, files)
    assert row.changes[LAST].words == words


def test_one_round_shows_nothing(tmp_path) -> None:
    (row,) = rows(tmp_path, run_files(100.0, rounds=1))
    assert row.changes[LAST].words == "one round: nothing is shown" and "(" not in str(row.changes[LAST])


def test_duets_in_which_answers_failed_are_no_comparison(tmp_path) -> None:
    files = run_files(50.0)
    for item in files[RAW]["rounds"]:
        item["duets"][0]["failed"] = item["duets"][0]["requests"]
    run = load(write_files(tmp_path, files))
    cell = next(cell for cell in run.cells if cell.framework == "birch")
    assert change(cell, "alder").words == "not compared" and change(cell, "maple").words == SLOWER


def test_a_change_is_in_per_cent_with_its_interval() -> None:
    assert percent(Interval(1.982, 1.951, 2.01, 3)) == "+98.2 % (+95.1 to +101.0)"
    assert percent(Interval(0.9, 0.8, 1.0, 3)) == "−10.0 % (−20.0 to +0.0)"
    assert percent(None) == ""


def test_the_first_version_has_a_rate_and_its_spread(tmp_path) -> None:
    files = make_run(Plan(base_us={"birch": 50.0}, endpoints=ENDPOINTS[:2]))
    files["run.json"]["groups"]["routing"]["endpoints"] = ["simple_routing", "static_routing"]
    found = rows(tmp_path, files)
    assert [row.endpoint for row in found] == ["simple_routing", "static_routing"]
    assert all(" CPU µs; " in line and "±" in line and line.endswith(" req/s") for line in lines(found))
    assert "req/s" in next(table(found, 80, colour=False))


def test_what_was_not_measured_says_why(tmp_path) -> None:
    names = ["static_routing", "simple_routing", "complex_routing"]
    statuses = {("birch", "static_routing"): "unsupported", ("birch", "simple_routing"): "load_failed"}
    files = make_run(Plan(base_us={"birch": 50.0}, endpoints=ENDPOINTS[:3], statuses=statuses))
    files["run.json"]["groups"]["routing"]["endpoints"] = names
    files["raw/birch.routing.complex_routing.json"] |= {"status": "interrupted", "rounds": []}
    told = list(lines(rows(tmp_path, files)))
    assert told[0].startswith("static_routing: unsupported: ") and told[1].startswith("simple_routing: failed: ")
    assert "cannot be loaded beside" in told[2]


def test_a_narrow_terminal_gets_the_earlier_versions_below_each_other(tmp_path) -> None:
    found = rows(tmp_path, run_files(100.0))
    wide, narrow = list(table(found, 200, colour=False)), list(table(found, 80, colour=False))
    assert len(wide) == 2 and len(narrow) == 4
    assert max(map(len, narrow)) <= 80
    assert LAST in narrow[0] and FIRST in narrow[2] and SLOWER in narrow[1]
    assert f"\033[31m{SLOWER}\033[0m" in list(table(found, 200, colour=True))[1]
