"""The charts and the report of a basic run. Each figure is a function of the run; a place without a number says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import legacy_report
from bench.drawing import GRID, MUTED, TEXT, new_figure, save
from bench.files import write_text
from bench.legacy_panels import (
    BAR,
    FOOT,
    HEAD,
    MARGIN,
    ROW,
    THIN_BAR,
    TOP,
    WIDTH,
    endpoint_panels,
    headline,
    names_width,
    panel,
    rows,
    scale,
    write_gap,
    write_number,
)
from bench.legacy_results import BasicRun, Result, load, overall
from bench.text import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CELL_WIDTH, CELL_HEIGHT, COLUMN_HEAD = 1.3, 0.62, 0.7


def requests_per_second(run: BasicRun) -> Figure:
    """One panel per endpoint, one bar per framework, the same axis in all."""
    figure, panels = endpoint_panels(run, "Requests per second", "Longer is better.", "requests/s")
    for endpoint, axes in panels.items():
        scale(axes, [result.rate for result in run.results.values()])
        for row, name, colour in rows(run):
            result = run.results.get((endpoint, name))
            if result is None or result.rate is None:
                write_gap(axes, row, run.gap(endpoint, name))
            else:
                axes.barh(row, result.rate, height=BAR, color=colour)
                write_number(axes, row, result.rate, number(result.rate))
    return figure


def latency_comparison(run: BasicRun) -> Figure:
    """One panel per endpoint: the mean as a bar, the 99th percentile as a pale one behind it; each its own axis."""
    note = "Full bar and first number: mean. Pale bar and second number: 99th percentile. Shorter is better."
    figure, panels = endpoint_panels(run, "Latency", note, "milliseconds, each panel its own axis")
    for endpoint, axes in panels.items():
        scale(axes, [value for result in run.of_endpoint(endpoint) for value in _times(result)])
        for row, name, colour in rows(run):
            result = run.results.get((endpoint, name))
            if result is None or not any(_times(result)):
                write_gap(axes, row, run.gap(endpoint, name))
                continue
            axes.barh(row, result.p99_ms or 0, height=BAR, color=_pale(colour))
            axes.barh(row, result.mean_ms or 0, height=THIN_BAR, color=colour)
            longest = max(value for value in _times(result) if value)
            write_number(axes, row, longest, f"{number(result.mean_ms)} · {number(result.p99_ms)}")
    return figure


def overall_performance(run: BasicRun) -> Figure:
    """Two panels: geometric means of each framework's ratios to the best, for the rate and for the 99th percentile."""
    figure = new_figure(WIDTH, TOP + HEAD + ROW * len(run.frameworks) + FOOT)
    note = "Geometric mean of the ratios to the best on each endpoint, over the endpoints where all have a number."
    headline(figure, "Over all endpoints", note, run)
    rate, p99 = overall(run, lambda result: result.rate, max), overall(run, lambda result: result.p99_ms, min)
    parts = (
        ("Requests per second", "share of the highest; longer is better", rate),
        ("99th percentile of latency", "multiple of the lowest; shorter is better", p99),
    )
    for column, (title, unit, means) in enumerate(parts):
        axes = panel(figure, run, column, TOP, (title, f"endpoints: {len(means.endpoints)}", unit))
        scale(axes, means.ratios.values())
        for row, name, colour in rows(run):
            ratio = means.ratios.get(name)
            if ratio is None:
                write_gap(axes, row, "no result" if means.ratios else "nothing to compare")
            else:
                axes.barh(row, ratio, height=BAR, color=colour)
                write_number(axes, row, ratio, f"{ratio:.2f}")
    return figure


def performance_heatmap(run: BasicRun) -> Figure:
    """Frameworks by endpoints; a cell holds the rate, and its shade the share of the endpoint's fastest."""
    names, across, down = names_width(run), CELL_WIDTH * len(run.endpoints), CELL_HEIGHT * len(run.frameworks)
    width, height = max(9.5, names + across + 2 * MARGIN), TOP + COLUMN_HEAD + down + MARGIN
    figure = new_figure(width, height)
    note = (
        "Shade and percentage: share of the fastest on the same endpoint. White: the only result, nothing to compare."
    )
    headline(figure, "Requests per second and share of the fastest", note, run)
    place = ((MARGIN + names) / width, MARGIN / height, across / width, down / height)
    axes = figure.add_axes(place, xlim=(0, len(run.endpoints)), ylim=(len(run.frameworks), 0))
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=TEXT)
    axes.set_xticks([i + 0.5 for i in range(len(run.endpoints))], [name.replace("_", "\n") for name in run.endpoints])
    axes.set_yticks([i + 0.5 for i in range(len(run.frameworks))], run.frameworks)
    for column, endpoint in enumerate(run.endpoints):
        for row, name in enumerate(run.frameworks):
            _draw_cell(axes, (column, row), *_cell(run, endpoint, name))
    return figure


FIGURES: dict[str, Callable[[BasicRun], Figure]] = {
    f"{figure.__name__}.png": figure
    for figure in (requests_per_second, latency_comparison, overall_performance, performance_heatmap)
}


def write_all(results_dir: Path, output_dir: Path) -> list[Path]:
    """Draws every figure and writes the report; gives the paths. Raises InputError, one line, for bad input."""
    run = load(results_dir)
    paths = [save(figure(run), output_dir / name) for name, figure in FIGURES.items()]
    return [*paths, write_text(output_dir / legacy_report.FILE_NAME, legacy_report.markdown(run, list(FIGURES)))]


def _times(result: Result) -> tuple[float | None, float | None]:
    return result.mean_ms, result.p99_ms


def _pale(colour: str) -> tuple[float, ...]:
    """The colour as it looks at 30 % on white; not see-through, so that no grid line shows in the bar."""
    from matplotlib.colors import to_rgb

    return tuple(1 - 0.3 * (1 - part) for part in to_rgb(colour))


def _cell(run: BasicRun, endpoint: str, framework: str) -> tuple[str, float | None, bool]:
    """What a cell says, its share of the fastest (None when it stands alone), and whether it is a gap."""
    result = run.results.get((endpoint, framework))
    if result is None or result.rate is None:
        return run.gap(endpoint, framework), None, True
    rates = [found.rate for found in run.of_endpoint(endpoint) if found.rate is not None]
    if len(rates) < 2:
        return f"{number(result.rate)}\nonly result", None, False
    share = result.rate / max(rates)
    return f"{number(result.rate)}\n{share:.0%}", share, False


def _draw_cell(axes: Axes, place: tuple[int, int], text: str, share: float | None, is_gap: bool) -> None:
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    look: dict[str, Any] = {"facecolor": "white", "edgecolor": GRID, "hatch": "///" if is_gap else None}
    if share is not None:
        # The palest tenth of the map could be taken for white.
        look = {"facecolor": colormaps["Blues"](0.1 + 0.85 * share), "edgecolor": "white"}
    column, row = place
    axes.add_patch(Rectangle((column + 0.02, row + 0.03), 0.96, 0.94, linewidth=1, **look))
    ink = MUTED if is_gap else "white" if share is not None and share > 0.55 else TEXT
    axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", size=9, color=ink, linespacing=1.4)
