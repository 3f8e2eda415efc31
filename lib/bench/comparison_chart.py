"""Rates feature by feature, feature_comparison_chart.png: one panel per group, a band per endpoint, in it one line
per framework with its rate as a share of the endpoint's highest, the 95 % interval of that ratio, name and rate. The
ratio, and not the rate, is on the axis: it is what was paired by round, and slow endpoints use the whole axis too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.drawing import DPI, MUTED, TEXT, new_figure
from bench.headings import BOTTOM, MARGIN, TOP, WIDTH, draw_heading, looks
from bench.text import mark, number, words
from bench.view import View, is_doubtful

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILE_NAME = "feature_comparison_chart.png"
# Inches of 100 dots, two columns of panels.
LABELS = 1.75
LINE, BAND_GAP, PANEL_HEAD, PANEL_FOOT = 0.15, 0.1, 0.42, 0.5
BANDS = ("#F4F4F4", "#FFFFFF")
LABEL_LENGTH, LABEL_SIZE = 24, 10
# Inches of an axis that are kept free on the right for the last name and number.
LABEL_ROOM = 1.7
NOTES = (
    "Mark: rate against the endpoint's highest, geometric mean of the ratios within each round; whisker: its 95 % "
    "interval; number: median of the rounds.\n"
    "Bold: the highest rate.   =  no difference to it is shown.   ?  one round only, nothing is shown.   "
    "!  flagged in half of its windows.   (partial)  fewer rounds.   ×  no number."
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One group's place: `column` from the left, `top` and `height` in inches from the figure's top."""

    group: dict[str, Any]
    frameworks: list[str]
    column: int
    top: float
    height: float


class Limits(NamedTuple):
    """The ends of an axis, and the highest mark, beyond which there are only names."""

    low: float
    top: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a panel: the share of the highest rate and its interval, None without a number; and its looks."""

    ratio: float | None
    low: float | None
    high: float | None
    text: str
    colour: str
    shape: str
    bold: bool = False
    hollow: bool = False


def draw(summary: dict[str, Any]) -> Figure:
    """Rates of all endpoints of all groups, as one figure 1,440 dots wide."""
    view = View(summary)
    columns = min(2, len(view.groups)) or 1
    panels = _placed(view, columns)
    height = max((panel.top + panel.height + PANEL_FOOT for panel in panels), default=TOP) + BOTTOM
    figure = new_figure(WIDTH, height)
    marks = [
        _mark(view, panel.group["name"], endpoint["name"], framework)
        for panel in panels
        for endpoint in panel.group["endpoints"]
        for framework in panel.frameworks
    ]
    limits = _limits(marks, _axes_width(columns))
    for panel in panels:
        _draw_panel(view, panel, _axes(figure, panel, columns, height), limits)
    draw_heading(figure, view, "Requests per second, feature by feature", NOTES)
    return figure


def _placed(view: View, columns: int) -> list[Panel]:
    """The panels in group order, each at the foot of the column that is the shortest so far."""
    ends = [TOP] * columns
    panels = []
    for group in view.groups:
        frameworks = view.frameworks(group["name"])
        height = len(group["endpoints"]) * (len(frameworks) * LINE + BAND_GAP)
        column = ends.index(min(ends))
        panels.append(Panel(group, frameworks, column, ends[column] + PANEL_HEAD, height))
        ends[column] += PANEL_HEAD + height + PANEL_FOOT
    return panels


def _axes_width(columns: int) -> float:
    return (WIDTH - MARGIN) / columns - LABELS - MARGIN


def _axes(figure: Figure, panel: Panel, columns: int, height: float) -> Axes:
    width = (WIDTH - MARGIN) / columns
    left = MARGIN + panel.column * width + LABELS
    bottom = height - panel.top - panel.height
    inches = (left, bottom, _axes_width(columns), panel.height)
    return figure.add_axes([part / (WIDTH, height)[i % 2] for i, part in enumerate(inches)])


def _draw_panel(view: View, panel: Panel, axes: Axes, limits: Limits) -> None:
    _scale(axes, limits)
    step = len(panel.frameworks) * LINE + BAND_GAP
    for i, endpoint in enumerate(panel.group["endpoints"]):
        background = BANDS[i % 2]
        axes.axhspan(i * step, (i + 1) * step, color=background, linewidth=0, zorder=0)
        for j, framework in enumerate(panel.frameworks):
            line = _mark(view, panel.group["name"], endpoint["name"], framework)
            _draw_line(axes, line, i * step + BAND_GAP / 2 + (j + 0.5) * LINE, background)
    axes.axvline(1, color=MUTED, linewidth=0.8, zorder=1)
    axes.set_ylim(panel.height, 0)
    axes.set_yticks([(i + 0.5) * step for i in range(len(panel.group["endpoints"]))])
    names = [endpoint["name"] for endpoint in panel.group["endpoints"]]
    axes.set_yticklabels(names, fontsize=LABEL_SIZE * min(1, LABEL_LENGTH / max(map(len, names))))
    axes.set_title(panel.group["title"], x=-LABELS * DPI / axes.get_window_extent().width, pad=12)
    axes.set_xlabel("share of the highest rate (log scale); numbers: requests/s", fontsize=9, color=MUTED)


def _scale(axes: Axes, limits: Limits) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    axes.set_xscale("log")
    axes.set_xlim(limits.low, limits.high)
    steps = (1, 2, 5) if limits.low > 0.005 else (1,)
    powers = range(math.floor(math.log10(limits.low)), math.ceil(math.log10(limits.top)) + 1)
    ticks = [step * 10.0**power for power in powers for step in steps]
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if limits.low <= tick <= limits.top]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.6g} %"))
    axes.grid(axis="x", linewidth=0.8)
    axes.tick_params(axis="x", labelsize=9)
    axes.tick_params(length=0)
    axes.set_axisbelow(True)


def _limits(marks: Iterable[Mark], width: float) -> Limits:
    """One axis for all panels, `width` inches wide: from the lowest interval to the highest, which is above 100 % where a
    bare server is the fastest, and room for the last name on the right."""
    ends = [end for mark in marks for end in (mark.low, mark.ratio, mark.high) if end is not None] or [1.0]
    low, top = min(0.5, *ends) / 1.15, max(1.0, *ends) * 1.03
    return Limits(low, top, top * (top / low) ** (LABEL_ROOM / (width - LABEL_ROOM)))


def _draw_line(axes: Axes, mark: Mark, y: float, background: str) -> None:
    if mark.ratio is None:
        style = {"color": MUTED, "fontsize": 8, "fontstyle": "italic", "va": "center_baseline"}
        axes.annotate(f"×  {mark.text}", (0, y), (4, 0), ("axes fraction", "data"), "offset points", **style)
        return
    axes.plot([axes.get_xlim()[0], mark.ratio], [y, y], color=mark.colour, linewidth=0.8, alpha=0.35, zorder=2)
    if mark.low is not None and mark.high is not None:
        ends = [mark.low, mark.high]
        axes.plot(ends, [y, y], color=mark.colour, linewidth=1.6, solid_capstyle="butt", zorder=3)
        axes.plot(ends, [y, y], "|", color=mark.colour, markersize=9, markeredgewidth=1.3, zorder=3)
    dot = {"color": mark.colour, "markersize": 5.5, "markeredgecolor": "white", "markeredgewidth": 0.5}
    hollow = {"markerfacecolor": background, "markeredgecolor": mark.colour, "markeredgewidth": 1.2}
    axes.plot(mark.ratio, y, mark.shape, zorder=4, **dot | (hollow if mark.hollow else {}))
    colour, weight = MUTED if mark.hollow else TEXT, "bold" if mark.bold else "normal"
    style = {"color": colour, "fontsize": 8, "va": "center_baseline", "fontweight": weight}
    # The text hides the line of 100 % where it crosses it.
    style["bbox"] = {"facecolor": background, "edgecolor": "none", "pad": 0.4}
    axes.annotate(mark.text, (max(mark.high or 0, mark.ratio), y), (7, 0), "data", "offset points", **style)


def _mark(view: View, group: str, endpoint: str, framework: str) -> Mark:
    cell, look = view.cell(group, endpoint, framework), looks(view)[framework]
    title, style = look.title, {"colour": look.colour, "shape": look.shape, "hollow": look.hollow}
    if cell is None or not cell["compared"]:
        return Mark(None, None, None, f"{title}: {words(cell['status']) if cell else 'no record'}", **style)
    best = view.highest(group, endpoint)
    found = view.against(group, endpoint, framework, best) if best else None
    sign = mark(found) if framework != best else view.mark_of_highest(group, endpoint)
    partial = "" if cell["status"] == "ok" else "(partial)"
    parts = (title, number(cell["rate"]["median"]), sign, "!" if is_doubtful(cell) else "", partial)
    text, bold = " ".join(filter(None, parts)), framework == best and not sign
    if framework == best:
        return Mark(1.0, None, None, text, **style, bold=bold)
    if found is None:
        return Mark(None, None, None, text, **style)
    return Mark(found["ratio"], found["low"], found["high"], text, **style, bold=bold)
