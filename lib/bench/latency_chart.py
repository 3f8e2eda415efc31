"""How long requests wait: latency_percentiles.png, a small panel per endpoint with a curve per framework.

The horizontal axis is spaced by how rare a latency is, so that the tail has as much room as the body. Panels of a group
share their axis; an endpoint whose request stands for many operations has its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.drawing import MUTED, TEXT, new_figure
from bench.headings import BOTTOM, LEGEND, MARGIN, TOP, WIDTH, Look, draw_heading, draw_legend, face, looks
from bench.rounds import PERCENTILES
from bench.standings import is_compared
from bench.text import words
from bench.view import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILE_NAME = "latency_percentiles.png"
COLUMNS, PANEL, TITLE, FOOT, HEAD = 5, 1.65, 0.28, 0.42, 0.42
AXIS, TEXT_STEP = 0.55, 0.11
US_PER_MS = 1000
REACH = 4
"""An axis reaches at most so many times beyond the medians: the intervals of two rounds would flatten every curve."""
TITLE_LENGTH, TITLE_SIZE = 26, 9.5
NOTES = (
    "Lines: medians of the rounds; bars: 95 % intervals, cut at the panel's edge. Both axes are logarithmic: latency, and the "
    "share of requests that wait longer. A group shares its latency axis, but for panels with (*).\n"
    "{load}   ×  no number.   A percentile beyond which no request of a window lies is not drawn."
)
CLOSED = "Under a closed loop at full load latency shows how a saturated server queues, not what users would wait."
PACED = "The load was paced: this is what clients wait, below saturation."


@dataclass(frozen=True, slots=True)
class Limits:
    """The latency axis in ms."""

    low: float
    high: float


def draw(summary: dict[str, Any]) -> Figure:
    """The figure, 1,440 dots wide."""
    view = View(summary)
    known = looks(view)
    row = TITLE + PANEL + FOOT
    heights = [HEAD + math.ceil(len(group["endpoints"]) / COLUMNS) * row for group in view.groups]
    figure = new_figure(WIDTH, TOP + LEGEND + sum(heights) + BOTTOM)
    for i, group in enumerate(view.groups):
        _draw_group(figure, view, group, known, TOP + LEGEND + sum(heights[:i]))
    paced = any(cell.get("paced") for cell in view.shown_cells)
    draw_heading(figure, view, "Latency, percentile by percentile", NOTES.format(load=PACED if paced else CLOSED))
    draw_legend(figure, list(known.values()))
    return figure


def _draw_group(figure: Figure, view: View, group: Mapping[str, Any], known: Mapping[str, Look], top: float) -> None:
    height = figure.get_figheight()
    figure.text(MARGIN / WIDTH, 1 - (top + 0.08) / height, group["title"], fontsize=13, weight="bold", va="top")
    shared = _limits(view, group["name"], [e["name"] for e in group["endpoints"] if e["work"] == 1])
    width = (WIDTH - 2 * MARGIN) / COLUMNS
    for i, endpoint in enumerate(group["endpoints"]):
        down = top + HEAD + (i // COLUMNS) * (TITLE + PANEL + FOOT) + TITLE
        left = MARGIN + (i % COLUMNS) * width + AXIS
        inches = (left, height - down - PANEL, width - AXIS - 0.1, PANEL)
        axes = figure.add_axes([part / (WIDTH, height)[j % 2] for j, part in enumerate(inches)])
        alone = endpoint["work"] > 1
        limits = _limits(view, group["name"], [endpoint["name"]]) if alone else shared
        _draw_panel(axes, view, group["name"], endpoint["name"], known)
        _finish(axes, limits, endpoint["name"] + (" (*)" if alone else ""), is_first=i % COLUMNS == 0)


def _limits(view: View, group: str, endpoints: Sequence[str]) -> Limits:
    measures = [
        measure
        for endpoint in endpoints
        for name in view.shown_names
        for measure in _measures(view, group, endpoint, name).values()
    ]
    if not measures:
        return Limits(1.0, 10.0)
    middles = [measure["median"] for measure in measures]
    ends = [measure[key] for measure in measures for key in ("low", "median", "high") if measure[key]]
    low = max(min(ends), min(middles) / REACH) / US_PER_MS / 1.3
    high = min(max(ends), max(middles) * REACH) / US_PER_MS * 1.3
    # The texts about missing lines stand above all lines.
    lines = max(sum(not _measures(view, group, endpoint, name) for name in view.shown_names) for endpoint in endpoints)
    return Limits(low, high * (high / low) ** (lines * TEXT_STEP / max(0.2, 1 - lines * TEXT_STEP)))


def _measures(view: View, group: str, endpoint: str, framework: str) -> dict[str, Mapping[str, Any]]:
    """The percentiles that were measured, by name."""
    cell = view.cell(group, endpoint, framework)
    if cell is None or not is_compared(cell):
        return {}
    return {name: found for name, found in cell["latency_us"].items() if found and found["median"]}


def _draw_panel(axes: Axes, view: View, group: str, endpoint: str, known: Mapping[str, Look]) -> None:
    missing = []
    for i, (name, look) in enumerate(known.items()):
        found = _measures(view, group, endpoint, name)
        if not found:
            cell = view.cell(group, endpoint, name)
            missing.append(
                f"×  {look.title}: {words(cell['status']) if cell and not cell['compared'] else 'not measured'}"
            )
            continue
        # Side by side, so that bars at one percentile do not hide each other.
        shift = (i - (len(known) - 1) / 2) * 0.035
        at = [_rarity(percentile) + shift for percentile in found]
        values = [measure["median"] / US_PER_MS for measure in found.values()]
        style = {"color": look.colour, "linewidth": 1.2, "markersize": 3.6, "markerfacecolor": face(look), "zorder": 3}
        axes.plot(at, values, look.shape + "-", **style)
        for x, measure in zip(at, found.values(), strict=True):
            if measure["low"]:
                ends = [measure["low"] / US_PER_MS, measure["high"] / US_PER_MS]
                axes.plot([x, x], ends, color=look.colour, linewidth=1, alpha=0.6, zorder=2)
    for i, text in enumerate(missing):
        style = {"fontsize": 7.5, "style": "italic", "color": MUTED, "transform": axes.transAxes, "zorder": 4}
        behind = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
        axes.text(0.03, 0.97 - i * TEXT_STEP, text, va="top", bbox=behind, **style)


def _rarity(name: str) -> float:
    """Where a percentile stands: p90 at 1, p99 at 2, p99.9 at 3."""
    return -math.log10(1 - PERCENTILES[name] / 100)


def _finish(axes: Axes, limits: Limits, title: str, is_first: bool) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

    axes.set_yscale("log")
    axes.set_ylim(limits.low, limits.high)
    few = limits.high / limits.low > 30
    axes.yaxis.set_major_locator(LogLocator(10, (1.0,) if few else (1.0, 2.0, 5.0), numticks=12))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlim(_rarity("p50") - 0.2, _rarity("p99_9") + 0.2)
    shown = ("p50", "p90", "p99", "p99_9")
    axes.set_xticks([_rarity(name) for name in shown], [name.replace("_", ".") for name in shown])
    axes.grid(axis="both", linewidth=0.7)
    axes.tick_params(length=0, labelsize=8, colors=MUTED)
    axes.set_axisbelow(True)
    axes.set_title(title, fontsize=TITLE_SIZE * min(1, TITLE_LENGTH / len(title)), color=TEXT, pad=4)
    if is_first:
        axes.set_ylabel("ms", fontsize=9, color=MUTED)
