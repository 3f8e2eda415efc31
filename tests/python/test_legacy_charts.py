"""The charts and the report of a basic run, from made-up results."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.files import InputError
from bench.legacy_charts import (
    FIGURES,
    latency_comparison,
    overall_performance,
    performance_heatmap,
    requests_per_second,
    write_all,
)
from bench.legacy_report import markdown
from bench.legacy_results import BasicRun, load, overall, parse_duration_ms, parse_rate
from bench.palette import colours
from bench.text import DASH
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "visualize_results.py"
FILES = {
    "requests_per_second.png",
    "latency_comparison.png",
    "overall_performance.png",
    "performance_heatmap.png",
    "performance_report.md",
}
INFO = {"timestamp": "2026-11-23T23:20:00+00:00", "duration": "10s", "connections": 100, "threads": 4, "tool": "wrk"}


def record(framework: str, endpoint: str, rate: Any, mean: Any = "5.00ms", p99: Any = "20.00ms") -> dict[str, Any]:
    return {
        "framework": framework,
        "endpoint": f"/{endpoint}",
        "endpoint_name": endpoint,
        "method": "GET",
        "requests_per_sec": rate,
        "avg_latency": mean,
        "p99_latency": p99,
    }


def results() -> list[dict[str, Any]]:
    """`ant` has an endpoint of its own, `bee` failed once, `cat` lacks one, `dog` has nothing but failures."""
    return [
        record("ant", "hello", "1000.00", "5.00ms", "10.00ms"),
        record("ant", "json", "400.00", "870.00us", "1.20s"),
        record("ant", "deep", "90.00"),
        record("ant", "own", "77.00"),
        record("bee", "hello", "2000.00", "2.50ms", "40.00ms"),
        record("bee", "json", "100.00", "9.00ms", "2.40s"),
        record("bee", "deep", "0.00", "0.00us", "0.00us"),
        record("cat", "hello", "500.00", "10.00ms", "20.00ms"),
        record("cat", "json", "100.00", "9.00ms", "1.20s"),
        record("dog", "hello", None, None, None),
    ]


def write(folder: Path, records: list[Any], **more: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    summary = {"benchmark_info": INFO, "system_info": {}, "results": records, **more}
    (folder / "benchmark_summary.json").write_text(json.dumps(summary), encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> BasicRun:
    return load(write(tmp_path / "results of a run", results()))


def words(figure: Figure) -> list[str]:
    """Every text of a figure's panels, without the ticks."""
    found = [text.get_text() for axes in figure.axes for text in axes.texts]
    return found + [text.get_text() for text in figure.texts]


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("4.98ms", 4.98),
        ("870.00us", 0.87),
        ("870.00µs", 0.87),
        ("1.20s", 1200.0),
        ("2.00m", 120_000.0),
        ("1.00h", 3_600_000.0),
        ("12us", 0.012),
        (" 4.98ms ", 4.98),
        ("0.00us", None),
        ("4.98", None),
        ("4.98 ms", None),
        ("-4.98ms", None),
        ("N/A", None),
        ("", None),
        (None, None),
        (4.98, None),
        ("4.98ms and more", None),
    ],
)
def test_durations(text: Any, milliseconds: float | None) -> None:
    assert parse_duration_ms(text) == milliseconds


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        ("21178.42", 21178.42),
        (21178.42, 21178.42),
        (7, 7.0),
        ("0.00", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("N/A", None),
        (None, None),
        (True, None),
        ([1], None),
    ],
)
def test_rates(value: Any, rate: float | None) -> None:
    assert parse_rate(value) == rate


def test_the_fastest_over_all_comes_first_and_who_has_nothing_last(run: BasicRun) -> None:
    assert run.endpoints == ["hello", "json", "deep", "own"]
    # Over hello and json, shares of the fastest: ant 0.5 and 1, bee 1 and 0.25, cat 0.25 and 0.25.
    assert run.frameworks == ["ant", "bee", "cat", "dog"]


def test_means_are_geometric_and_over_the_endpoints_all_have(run: BasicRun) -> None:
    rate = overall(run, lambda result: result.rate, max)
    assert rate.endpoints == ["hello", "json"]
    assert rate.ratios == pytest.approx({"ant": 0.5**0.5, "bee": 0.5, "cat": 0.25})
    p99 = overall(run, lambda result: result.p99_ms, min)
    assert p99.ratios == pytest.approx({"ant": 1, "bee": 8**0.5, "cat": 2**0.5})


@pytest.mark.parametrize(
    "records",
    [
        [record("ant", "hello", "10.00")],
        [record("ant", "hello", "10.00"), record("bee", "json", "10.00")],
        [record("ant", "hello", "0.00"), record("bee", "hello", None)],
    ],
    ids=["one framework", "nothing in common", "all failed"],
)
def test_nothing_to_compare_is_said_and_drawn(tmp_path: Path, records: list[Any]) -> None:
    run = load(write(tmp_path, records))
    assert overall(run, lambda result: result.rate, max).ratios == {}
    assert "nothing to compare" in words(overall_performance(run))
    assert "Nothing to compare" in markdown(run, [])
    assert {path.name for path in write_all(tmp_path, tmp_path / "out")} == FILES


def test_every_bar_has_its_number_and_every_gap_its_word(run: BasicRun) -> None:
    found = words(requests_per_second(run))
    for number in ("1,000", "400", "90.0", "77.0", "2,000", "100", "500"):
        assert number in found
    assert found.count("failed") == 2
    assert found.count("no result") == 6
    assert found.count("100") == 2
    assert "0" not in found


def test_latency_is_in_milliseconds_with_mean_and_percentile(run: BasicRun) -> None:
    figure = latency_comparison(run)
    assert "0.870 · 1,200" in words(figure)
    assert "5.00 · 10.0" in words(figure)
    assert all("milliseconds" in axes.get_xlabel() for axes in figure.axes)
    hello = figure.axes[0]
    assert sorted(bar.get_width() for bar in hello.patches) == pytest.approx([2.5, 5, 10, 10, 20, 40])


def test_a_result_without_times_keeps_its_rate(tmp_path: Path) -> None:
    run = load(write(tmp_path, [record("ant", "hello", "10.00", None, None), record("bee", "hello", "20.00")]))
    assert "10.0" in words(requests_per_second(run))
    assert "no result" in words(latency_comparison(run))
    assert "failed" not in words(latency_comparison(run))


@pytest.mark.parametrize("figure", [requests_per_second, latency_comparison, overall_performance])
def test_axes_begin_at_zero_have_a_unit_and_hold_every_bar(run: BasicRun, figure: Any) -> None:
    drawn = figure(run)
    assert drawn.axes
    for axes in drawn.axes:
        low, high = axes.get_xlim()
        assert low == 0
        assert high > max((bar.get_width() for bar in axes.patches), default=0)
        assert axes.get_xlabel()
        assert [label.get_text() for label in axes.get_yticklabels()] == run.frameworks


def test_a_framework_has_one_colour_everywhere(run: BasicRun) -> None:
    expected = colours(run.frameworks)
    for figure in (requests_per_second(run), overall_performance(run)):
        for axes in figure.axes:
            for bar in axes.patches:
                row = round(bar.get_y() + bar.get_height() / 2)
                assert to_hex(bar.get_facecolor()).upper() == expected[run.frameworks[row]].upper()


def test_the_rate_axis_is_the_same_in_every_panel(run: BasicRun) -> None:
    assert len({axes.get_xlim() for axes in requests_per_second(run).axes}) == 1


def test_the_heatmap_has_a_cell_for_every_place(run: BasicRun) -> None:
    found = words(performance_heatmap(run))
    assert len(performance_heatmap(run).axes[0].patches) == 16
    assert "1,000\n50%" in found
    assert "2,000\n100%" in found
    assert "77.0\nonly result" in found
    assert "90.0\nonly result" in found
    assert found.count("failed") == 2
    assert found.count("no result") == 6


def test_the_report_sorts_each_endpoint_and_gives_the_ratio_to_the_fastest(run: BasicRun) -> None:
    text = markdown(run, list(FIGURES))
    hello = text.partition("### hello\n")[2].partition("### ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in hello.splitlines() if line.startswith("|")
    ]
    assert rows[0] == ["Framework", "Requests/s", "Ratio", "Mean latency, ms", "99th percentile, ms", "Note"]
    assert rows[2:] == [
        ["bee", "2,000", "1.000", "2.50", "40.0", ""],
        ["ant", "1,000", "0.500", "5.00", "10.0", ""],
        ["cat", "500", "0.250", "10.0", "20.0", ""],
        ["dog", DASH, DASH, DASH, DASH, "failed"],
    ]
    own = text.partition("### own\n")[2].partition("## Charts")[0]
    assert "| no result" in own
    assert "1.000" not in own
    assert "2 (hello, json)" in text
    assert "feature run" in text
    assert "no interval" in text
    for name in FIGURES:
        assert f"]({name})" in text


def test_names_that_look_like_markup_do_no_harm(tmp_path: Path) -> None:
    run = load(write(tmp_path, [record("a|b $x$", "hello", "10.00"), record("_c_", "hello", "20.00")]))
    assert r"a\|b" in markdown(run, [])
    assert {path.name for path in write_all(tmp_path, tmp_path)} == FILES


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path / "in", results())
    first, second = (write_all(source, tmp_path / name) for name in ("one", "two"))
    assert {path.name for path in first} == FILES
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert one.suffix == ".md" or one.read_bytes().startswith(b"\x89PNG")


def test_stale_files_of_an_earlier_run_are_not_read(tmp_path: Path) -> None:
    source = write(tmp_path, [record("ant", "hello", "10.00")])
    (source / "old_hello.json").write_text(json.dumps(record("old", "hello", "99.00")))
    assert load(source).frameworks == ["ant"]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "there is no such file"),
        ("", "is not JSON"),
        ('{"results": [', "is not JSON"),
        ("[]", "no list of results"),
        ("{}", "no list of results"),
        ('{"results": {}}', "no list of results"),
        ('{"results": []}', "has no results"),
        ('{"results": [7]}', "result 1 is no object"),
        ('{"results": [{"endpoint_name": "hello"}]}', "result 1 has no framework"),
        ('{"results": [{"framework": "ant"}]}', "result 1 has no endpoint_name"),
        (json.dumps({"results": [record("ant", "hello", "1")] * 2}), "result 2 is the second of hello on ant"),
    ],
)
def test_a_summary_that_cannot_be_used_is_one_line_and_status_2(tmp_path: Path, content: str | None, part: str) -> None:
    if content is not None:
        (tmp_path / "benchmark_summary.json").write_text(content)
    with pytest.raises(InputError):
        load(tmp_path)
    done = visualize(sys.executable, SCRIPT, "--results-dir", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "benchmark_summary.json") in done.stderr
    assert part in done.stderr
    assert "./run_all.sh" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".json"] == []


def test_settings_that_are_missing_are_left_out(tmp_path: Path) -> None:
    run = load(write(tmp_path, results(), benchmark_info=None))
    assert run.conditions() == ""
    assert "Connections" not in markdown(run, [])
    assert load(write(tmp_path, results())).conditions() == "100 connections, 4 threads, 10s per window"


def visualize(python: str, script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([python, str(script), *arguments], check=False, capture_output=True, text=True)


def test_the_command_writes_beside_the_results_or_where_it_is_told(tmp_path: Path) -> None:
    source = write(tmp_path / "in put", results())
    done = visualize(sys.executable, SCRIPT, "--results-dir", str(source), "--output-dir", str(tmp_path / "out put"))
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "out put").iterdir()} == FILES
    assert {path.name for path in source.iterdir()} == {"benchmark_summary.json"}
    assert done.stdout.splitlines() == [
        str(tmp_path / "out put" / name) for name in [*FIGURES, "performance_report.md"]
    ]
    assert visualize(sys.executable, SCRIPT, "--results-dir", str(source)).returncode == 0
    assert {path.name for path in source.iterdir()} == FILES | {"benchmark_summary.json"}


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    source = write(tmp_path / "in", results())
    (tmp_path / "file").write_text("")
    done = visualize(sys.executable, SCRIPT, "--results-dir", str(source), "--output-dir", str(tmp_path / "file"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.fixture
def bare_python(tmp_path: Path) -> str:
    """A Python that has no packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    return str(tmp_path / "bare" / "bin" / "python")


def test_a_python_without_matplotlib_is_exchanged_for_the_projects_own(tmp_path: Path, bare_python: str) -> None:
    copy = tmp_path / "project"
    (copy / ".venv/bin").mkdir(parents=True)
    shutil.copy(SCRIPT, copy)
    python = copy / ".venv/bin/python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "started again" "$@"\n')
    python.chmod(0o755)
    done = visualize(bare_python, copy / SCRIPT.name, "--results-dir", "some where")
    assert done.stdout.splitlines() == ["started again", str(copy / SCRIPT.name), "--results-dir", "some where"]


def test_without_any_matplotlib_it_says_what_to_do(tmp_path: Path, bare_python: str) -> None:
    copy = tmp_path / "project"
    copy.mkdir()
    shutil.copy(SCRIPT, copy)
    done = visualize(bare_python, copy / SCRIPT.name)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "run_all.sh" in done.stderr


def test_the_projects_own_python_without_matplotlib_is_not_started_for_ever(tmp_path: Path, bare_python: str) -> None:
    copy = tmp_path / "project"
    copy.mkdir()
    shutil.copy(SCRIPT, copy)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(copy / ".venv")], check=True)
    done = visualize(bare_python, copy / SCRIPT.name)
    assert done.returncode == 3
