"""The charts and the report of a basic run. Each figure is a function of the run; a place without a number says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bench import legacy_report
from bench.drawing import GRID, MUTED, new_figure, save
from bench.files import write_text
from bench.legacy_results import BasicRun, Overall, Result, load, overall
from bench.palette import colours
from bench.text import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches of 100 dots.
WIDTH, MARGIN, NAMES, TOP = 12.0, 0.3, 1.15, 0.95
ROW, HEAD, FOOT = 0.3, 0.42, 0.62
CELL_WIDTH, CELL_HEIGHT = 1.3, 0.62
# An axis ends so far beyond its longest bar that the number behind the bar has room.
LABEL_ROOM = 1.3
CAUTION = "One window each, no interval: the order of close neighbours is no order."
REQUEST_LENGTH = 44


def requests_per_second(run: BasicRun) -> Figure:
    """One panel per endpoint, one bar per framework, the same axis in all."""
    figure, panels = _panels(run, "Requests per second", "Longer is better.", "requests/s")
    limit = _limit(result.rate for result in run.results.values())
    for endpoint, axes in panels.items():
        axes.set_xlim(0, limit)
        for row, name, colour in _rows(axes, run):
            result = run.results.get((endpoint, name))
            if result is None or result.rate is None:
                _gap(axes, row, run.gap(endpoint, name))
            else:
                axes.barh(row, result.rate, height=0.72, color=colour)
                _label(axes, row, result.rate, number(result.rate))
    return figure


def latency_comparison(run: BasicRun) -> Figure:
    """One panel per endpoint: the mean as a bar, the 99th percentile as a pale one behind it; each its own axis."""
    note = "Full bar and first number: mean. Pale bar and second number: 99th percentile. Shorter is better."
    figure, panels = _panels(run, "Latency", note, "milliseconds, each panel its own axis")
    for endpoint, axes in panels.items():
        axes.set_xlim(0, _limit(value for result in run.of_endpoint(endpoint) for value in _times(result)))
        for row, name, colour in _rows(axes, run):
            result = run.results.get((endpoint, name))
            if result is None or not any(_times(result)):
                _gap(axes, row, run.gap(endpoint, name))
                continue
            axes.barh(row, result.p99_ms or 0, height=0.72, color=colour, alpha=0.3)
            axes.barh(row, result.mean_ms or 0, height=0.36, color=colour)
            longest = max(value for value in _times(result) if value)
            _label(axes, row, longest, f"{number(result.mean_ms)} · {number(result.p99_ms)}")
    return figure


def overall_performance(run: BasicRun) -> Figure:
    """Two panels: geometric means of each framework's ratios to the best, for the rate and for the 99th percentile."""
    height = TOP + HEAD + ROW * 1.3 * len(run.frameworks) + FOOT
    figure = new_figure(WIDTH, height)
    note = "Geometric mean of the ratios to the best on each endpoint, over the endpoints that all have."
    _headline(figure, "Over all endpoints", note, run)
    parts = [
        ("Requests per second, longer is better", "share of the highest", overall(run, lambda r: r.rate, max)),
        (
            "99th percentile of latency, shorter is better",
            "multiple of the lowest",
            overall(run, lambda r: r.p99_ms, min),
        ),
    ]
    for column, (title, unit, means) in enumerate(parts):
        axes = _axes(figure, column, TOP + HEAD, height - TOP - HEAD - FOOT)
        _title(axes, title, f"{len(means.endpoints)} endpoints")
        axes.set_xlabel(unit, color=MUTED)
        axes.set_xlim(0, _limit(means.ratios.values()))
        for row, name, colour in _rows(axes, run):
            _mean(axes, row, means, name, colour)
    return figure


def performance_heatmap(run: BasicRun) -> Figure:
    """Frameworks by endpoints; a cell holds the rate, and its shade the share of the endpoint's fastest."""
    from matplotlib import colormaps

    across, down = CELL_WIDTH * len(run.endpoints), CELL_HEIGHT * len(run.frameworks)
    width, height = max(8.5, MARGIN + NAMES + across + MARGIN), TOP + 0.75 + down + MARGIN
    figure = new_figure(width, height)
    _headline(figure, "Requests per second", "Shade and percentage: share of the fastest on the same endpoint.", run)
    place = ((MARGIN + NAMES) / width, MARGIN / height, across / width, down / height)
    axes = figure.add_axes(place, xlim=(0, len(run.endpoints)), ylim=(len(run.frameworks), 0))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, colors="#222222")
    axes.xaxis.tick_top()
    axes.set_xticks([i + 0.5 for i in range(len(run.endpoints))], [name.replace("_", "\n") for name in run.endpoints])
    axes.set_yticks([i + 0.5 for i in range(len(run.frameworks))], run.frameworks)
    shades = colormaps["Blues"]
    for column, endpoint in enumerate(run.endpoints):
        for row, name in enumerate(run.frameworks):
            _cell(axes, run, (column, row), (endpoint, name), shades)
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


def _limit(values: Iterable[float | None]) -> float:
    return max((value for value in values if value), default=1) * LABEL_ROOM


def _panels(run: BasicRun, title: str, note: str, unit: str) -> tuple[Figure, dict[str, Axes]]:
    """A figure with an empty panel for each endpoint, two in a row, from the top left."""
    body = ROW * len(run.frameworks)
    lines = (len(run.endpoints) + 1) // 2
    height = TOP + lines * (HEAD + body + FOOT)
    figure = new_figure(WIDTH, height)
    _headline(figure, title, note, run)
    panels = {}
    for position, endpoint in enumerate(run.endpoints):
        line, column = divmod(position, 2)
        panels[endpoint] = axes = _axes(figure, column, TOP + line * (HEAD + body + FOOT) + HEAD, body)
        _title(axes, endpoint, run.request(endpoint))
        axes.set_xlabel(unit, color=MUTED)
    return figure, panels


def _axes(figure: Figure, column: int, top: float, body: float) -> Axes:
    """A panel in the left or right half; `top` and `body`, its height, in inches."""
    width, height = figure.get_size_inches()
    half = (width - 2 * MARGIN) / 2
    left = MARGIN + column * half + NAMES
    axes = figure.add_axes((left / width, 1 - (top + body) / height, (half - NAMES - 0.15) / width, body / height))
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(True)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    return axes


def _headline(figure: Figure, title: str, note: str, run: BasicRun) -> None:
    width, height = figure.get_size_inches()
    conditions = " ".join(filter(None, (run.conditions() and f"{run.conditions()}.", CAUTION)))
    lines = (
        (0.18, title, 17, "bold", "#222222"),
        (0.5, note, 10, "normal", "#222222"),
        (0.7, conditions, 10, "normal", MUTED),
    )
    for offset, text, size, weight, colour in lines:
        figure.text(MARGIN / width, 1 - offset / height, text, va="top", size=size, weight=weight, color=colour)


def _title(axes: Axes, title: str, detail: str) -> None:
    """A panel's title, and behind it in grey what it is about."""
    if len(detail) > REQUEST_LENGTH:
        detail = f"{detail[: REQUEST_LENGTH - 1]}…"
    axes.set_title(title, size=11, pad=6)
    axes.annotate(
        detail, (1, 1), xytext=(0, 6), xycoords="axes fraction", textcoords="offset points", ha="right", va="bottom",
        size=8.5, color=MUTED,
    )  # fmt: skip


def _rows(axes: Axes, run: BasicRun) -> list[tuple[int, str, str]]:
    """Names the rows of a panel; gives (row, framework, its colour), the same rows in every panel."""
    names = run.frameworks
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    shade = colours(names)
    return [(row, name, shade[name]) for row, name in enumerate(names)]


def _label(axes: Axes, row: int, end: float, text: str) -> None:
    axes.annotate(text, (end, row), xytext=(5, 0), textcoords="offset points", va="center", size=9)


def _gap(axes: Axes, row: int, word: str) -> None:
    axes.annotate(
        word, (0, row), xytext=(5, 0), textcoords="offset points", va="center", size=9, color=MUTED, style="italic"
    )


def _mean(axes: Axes, row: int, means: Overall, name: str, colour: str) -> None:
    ratio = means.ratios.get(name)
    if ratio is None:
        _gap(axes, row, "no result" if means.ratios else "nothing to compare")
        return
    axes.barh(row, ratio, height=0.72, color=colour)
    _label(axes, row, ratio, number(ratio))


def _cell(axes: Axes, run: BasicRun, place: tuple[int, int], key: tuple[str, str], shades: Callable) -> None:
    """One cell: rate and share; a rate that stands alone has no shade, a gap is hatched."""
    from matplotlib.patches import Rectangle

    column, row = place
    rates = [result.rate for result in run.of_endpoint(key[0]) if result.rate is not None]
    rate = run.results[key].rate if key in run.results else None
    share = rate / max(rates) if rate is not None and len(rates) > 1 else None
    # The palest tenth of the map could be taken for a cell without a shade.
    colour = "white" if share is None else shades(0.1 + 0.85 * share)
    look = {
        "facecolor": colour,
        "edgecolor": GRID if rate is None else "white",
        "hatch": "///" if rate is None else None,
    }
    axes.add_patch(Rectangle((column + 0.02, row + 0.02), 0.96, 0.96, linewidth=1, **look))
    if rate is None:
        text = run.gap(*key)
    else:
        text = f"{number(rate)}\n{'nothing to compare' if share is None else f'{share:.0%}'}"
    ink = MUTED if rate is None else "white" if share is not None and share > 0.55 else "#222222"
    axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", size=9, color=ink, linespacing=1.4)
