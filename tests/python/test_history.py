"""The history of runs: one line each, oldest first, and a chart of a cell."""

from __future__ import annotations

import pytest
from bench.files import InputError
from bench.history import add, chart, read
from bench.records import load
from bench.summary import build
from synthetic import Plan, write_run


@pytest.fixture
def runs(tmp_path):
    found = []
    for number in (1, 2, 3):
        summary = build(load(write_run(tmp_path / str(number), Plan(seed=number))))
        summary["run"], summary["started"] = f"2026112{number}T000000Z", f"2026-11-2{number}T00:00:00Z"
        found.append(summary)
    return found


def test_runs_are_kept_oldest_first_and_once(tmp_path, runs) -> None:
    path = tmp_path / "history.jsonl"
    for summary in (runs[1], runs[0], runs[1], runs[2]):
        add(summary, path)
    assert [line["run"] for line in read(path)] == [summary["run"] for summary in runs]
    assert "alder.routing.static_routing" in read(path)[0]["cells"]


def test_a_broken_line_is_named(tmp_path, runs) -> None:
    path = tmp_path / "history.jsonl"
    add(runs[0], path)
    path.write_text(path.read_text() + "{\n")
    with pytest.raises(InputError, match="line 2"):
        read(path)


def test_the_chart_has_both_measures_and_marks_a_change_of_version(runs) -> None:
    from bench.history import line_of

    lines = [line_of(summary) for summary in runs]
    lines[2]["versions"] = {**lines[2]["versions"], "alder": "new"}
    figure = chart(lines, "alder.routing.static_routing")
    rate, cpu = figure.axes
    assert (rate.get_ylabel(), cpu.get_ylabel()) == ("requests/s", "CPU µs per request")
    dotted = [line for line in rate.get_lines() if line.get_linestyle() == ":"]
    assert [line.get_xdata()[0] for line in dotted] == [1.5]
