"""The figures are found by listing; radar, latency and memory show every number, every gap and its reason."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bench import charts, latency_chart, memory_chart, radar_chart
from bench.drawing import save
from bench.files import read_summary
from bench.palette import colours
from bench.records import load
from bench.summary import build
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from stressed import Server, write_stress_run
from synthetic import BASE_US, ENDPOINTS, MIXED, Endpoint, Plan, write_run

ROOT = Path(__file__).resolve().parents[2]
OWN = (latency_chart, memory_chart, radar_chart)
SMALL = replace(MIXED, endpoints=ENDPOINTS[10:])
FULL = [Endpoint(f"group_{i % 5}", f"endpoint_{i:02d}_of_a_group", "", 5.0 * i) for i in range(45)]
ANY = [
    replace(MIXED, base_us=BASE_US | {"oak": 95.0, "pine": 60.0, "teak": 210.0, "hickory": 150.0}),
    replace(MIXED, endpoints=FULL),
    Plan(statuses={(name, e.name): "server_failed" for name in BASE_US for e in ENDPOINTS}),
    Plan(base_us={"alder": 45.0}, endpoints=ENDPOINTS[:1]),
    Plan(base_us={}),
    replace(SMALL, rounds=1),
]


def summary_of(tmp_path: Path, plan: Plan) -> dict[str, Any]:
    return json.loads(json.dumps(build(load(write_run(tmp_path / "run", plan)))))


def texts_of(figure: Figure) -> list[str]:
    return [item.get_text() for item in figure.findobj(Text) if item.get_text()]


@cache
def all_colours() -> dict[str, str]:
    return {name: colour.lower() for name, colour in colours(BASE_US).items()}


def test_every_chart_module_is_a_figure_with_a_name_of_its_own() -> None:
    files = {path.stem for path in (ROOT / "lib" / "bench").glob("*_chart.py")}
    found = [*charts.figures(), *charts.figures(charts.STRESS)]
    assert {module.__name__.removeprefix("bench.") for module in found} == files
    assert len({module.FILE_NAME for module in found}) == len(found) > 4
    assert {"performance_radar.png", "feature_comparison_chart.png"} <= {
        module.FILE_NAME for module in charts.figures()
    }


@pytest.mark.parametrize("module", OWN, ids=lambda module: module.__name__)
@pytest.mark.parametrize("plan", ANY)
def test_any_run_can_be_drawn_small_enough_and_1440_wide(tmp_path: Path, module: Any, plan: Plan) -> None:
    path = save(module.draw(summary_of(tmp_path, plan)), tmp_path / "a.png")
    assert path.stat().st_size <= 300 * 1000
    assert Image.open(path).width == 1440


@pytest.mark.parametrize("module", OWN, ids=lambda module: module.__name__)
def test_colours_are_those_of_every_other_figure(tmp_path: Path, module: Any) -> None:
    figure = module.draw(summary_of(tmp_path, SMALL))
    drawn = {to_hex(line.get_color()) for axes in figure.axes for line in axes.lines}
    assert set(all_colours().values()) <= drawn


def test_the_radar_breaks_its_line_at_a_gap_and_says_why(tmp_path: Path) -> None:
    figure = radar_chart.draw(summary_of(tmp_path, SMALL))
    (axes,) = figure.axes
    segments = {name: 0 for name in BASE_US}
    gaps = dict(segments)
    for line in axes.lines:
        name = {colour: name for name, colour in all_colours().items()}[to_hex(line.get_color())]
        xs = line.get_xdata()
        segments[name] += line.get_linestyle() == "-" and len(xs) == 2 and xs[0] != xs[1]
        gaps[name] += line.get_marker() == "x"
    # Four spokes make four sides; each missing spoke takes two of them away, and neighbours share one.
    assert segments == {"alder": 1, "birch": 2, "cedar": 4, "maple": 4}
    assert gaps == {"alder": 2, "birch": 1, "cedar": 0, "maple": 0}
    texts = texts_of(figure)
    assert (
        "×  Alder: service_chain, service_cycle: unsupported" in texts
        and "×  Birch: service_cycle: unsupported" in texts
    )


def test_the_radar_is_logarithmic_and_says_what_its_centre_is(tmp_path: Path) -> None:
    figure = radar_chart.draw(summary_of(tmp_path, SMALL))
    (axes,) = figure.axes
    by_label = {tick.get_text(): at for tick, at in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True)}
    assert by_label["100 %"] == pytest.approx(1)
    assert by_label["100 %"] - by_label["50 %"] == pytest.approx(
        (by_label["50 %"] - by_label["20 %"]) * 0.7565, rel=1e-3
    )
    assert any("logarithmic: the centre is 10 %, not zero" in text for text in texts_of(figure))


def test_from_three_groups_on_the_radar_has_one_of_all(tmp_path: Path) -> None:
    texts = texts_of(radar_chart.draw(summary_of(tmp_path / "a", MIXED)))
    assert "All features: geometric means" in texts and "Routing (5 of 6)" in texts
    assert "All features: geometric means" not in texts_of(radar_chart.draw(summary_of(tmp_path / "b", SMALL)))


def test_long_labels_are_broken_near_their_middle() -> None:
    assert radar_chart._broken("short_name") == "short_name"
    assert radar_chart._broken("endpoint_01_of_a_group") == "endpoint_01_\nof_a_group"
    assert radar_chart._broken("Dependency injection (2 of 4)") == "Dependency\ninjection (2 of 4)"
    assert radar_chart._broken("a" * 40) == "a" * 40


def test_latency_has_a_panel_per_endpoint_with_units_intervals_and_reasons(tmp_path: Path) -> None:
    figure = latency_chart.draw(summary_of(tmp_path, SMALL))
    assert [axes.get_title(loc="left") for axes in figure.axes] == [endpoint.name for endpoint in SMALL.endpoints]
    assert all(axes.get_yscale() == "log" for axes in figure.axes) and figure.axes[0].get_ylabel() == "ms"
    assert {tick.get_text() for tick in figure.axes[0].get_xticklabels()} == {"p50", "p90", "p99", "p99.9"}
    chain = figure.axes[2]
    curves = [line for line in chain.lines if len(line.get_xdata()) == 6]
    bars = [line for line in chain.lines if len(line.get_xdata()) == 2]
    assert len(curves) == 3 and len(bars) == 18
    assert [text.get_text() for text in chain.texts] == ["×  Alder: unsupported"]
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    one = latency_chart.draw(summary_of(tmp_path / "one", replace(SMALL, rounds=1)))
    assert not [line for line in one.axes[0].lines if len(line.get_xdata()) == 2]


def test_wide_intervals_do_not_flatten_the_curves(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, replace(SMALL, rounds=2))
    for cell in summary["cells"]:
        for found in filter(None, cell["latency_us"].values()):
            found |= {"low": found["median"] / 1e6, "high": found["median"] * 1e6}
    panels = latency_chart.draw(summary).axes
    curves = [line for axes in panels for line in axes.lines if len(line.get_xdata()) == 6]
    middles = [value for curve in curves for value in curve.get_ydata()]
    low, high = panels[0].get_ylim()
    assert low < min(middles) and max(middles) < high and high / low < 1000 * max(middles) / min(middles)


def test_an_endpoint_of_many_operations_has_its_own_axis(tmp_path: Path) -> None:
    figure = latency_chart.draw(summary_of(tmp_path, replace(MIXED, endpoints=ENDPOINTS[:6])))
    titles = {axes.get_title(loc="left"): axes for axes in figure.axes}
    assert "register_routes (*)" in titles
    assert titles["register_routes (*)"].get_ylim() != titles["static_routing"].get_ylim()


def test_memory_begins_at_zero_and_names_idle_and_peak(tmp_path: Path) -> None:
    figure = memory_chart.draw(summary_of(tmp_path, SMALL))
    (axes,) = figure.axes
    assert axes.get_xlim()[0] == 0 and axes.get_xlabel() == "MiB"
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Alder", "Birch", "Cedar", "Maple"]
    assert sum(text.get_text().startswith("49.8 → 5") for text in axes.texts) == 4
    failed = Plan(
        base_us={"alder": 45.0}, endpoints=ENDPOINTS[:1], statuses={("alder", "static_routing"): "unsupported"}
    )
    assert "×  not measured" in texts_of(memory_chart.draw(summary_of(tmp_path / "b", failed)))


def visualize(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "visualize_results.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_enhanced_draws_all_figures_of_the_latest_feature_run_and_of_the_latest_stress_run(tmp_path: Path) -> None:
    results = tmp_path / "res ults"
    for name, plan in (("20261120T000000Z", SMALL), ("20261121T000000Z", replace(SMALL, endpoints=ENDPOINTS[:2]))):
        run = write_run(results / "runs" / name, plan)
        subprocess.run([sys.executable, "-m", "bench.summary", str(run)], check=True)
    # A basic run is in runs/ too, and has no summary.
    write_run(results / "runs" / "20261122T000000Z", replace(SMALL, endpoints=ENDPOINTS[:1]))
    done = visualize("--results-dir", results, "--enhanced")
    assert done.returncode == 0 and done.stderr == ""
    names = {module.FILE_NAME for module in charts.figures()}
    assert (
        {Path(line).name for line in done.stdout.splitlines()}
        == names
        == {p.name for p in (results / "graphs").iterdir()}
    )
    expected = save(latency_chart.draw(read_summary(run)), tmp_path / "x.png")
    assert (results / "graphs" / latency_chart.FILE_NAME).read_bytes() == expected.read_bytes()
    write_stress_run(results / "runs" / "20261123T000000Z", {"alder": Server(900)}, [("routing", "static_routing")])
    again = visualize("--results-dir", results, "--enhanced", "--output-dir", tmp_path / "out put")
    assert {Path(line).name for line in again.stdout.splitlines()} == names | {"scaling_analysis.png"}


def test_enhanced_with_a_named_run_and_without_any(tmp_path: Path) -> None:
    run = write_run(tmp_path / "a run", replace(SMALL, endpoints=ENDPOINTS[:1]))
    missing = visualize("--enhanced", run, "--output-dir", tmp_path / "out")
    assert missing.returncode == 2 and "python -m bench.summary" in missing.stderr and "Traceback" not in missing.stderr
    subprocess.run([sys.executable, "-m", "bench.summary", str(run)], check=True)
    assert visualize("--enhanced", run, "--output-dir", tmp_path / "out").returncode == 0
    assert (tmp_path / "out" / radar_chart.FILE_NAME).is_file()
    nothing = visualize("--results-dir", tmp_path / "none", "--enhanced")
    assert (
        nothing.returncode == 2 and nothing.stderr.count("\n") == 1 and "./run_all.sh --features all" in nothing.stderr
    )
