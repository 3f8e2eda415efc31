"""The figure of a stress run: `python -m bench.scaling_chart RUN_DIR OUT_DIR` writes scaling_analysis.png.

A row per endpoint with three panels: rate and p99 over the connections of a closed loop, and p99 over a rising rate.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.drawing import MUTED, TEXT, new_figure, save
from bench.files import run_command
from bench.palette import colours, markers
from bench.stress import cells_of, describe, endpoints, load
from bench.text import number, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILE_NAME = "scaling_analysis.png"
OF = "stress"
# Inches of 100 dots: 1,440 dots wide.
WIDTH, TOP, BOTTOM, HEAD, PANEL, FOOT = 14.4, 1.35, 0.85, 0.42, 2.75, 0.7
LEFT, RIGHT, GAP = 0.85, 0.3, 0.95
SLO_COLOUR = "#B00020"
AXIS_LABELS = {
    "connections": "connections",
    "target_rps": "wanted rate, requests/s",
    "rate": "requests/s",
    "p99_ms": "p99, ms",
}
# Dots that a label takes, and where it may stand: to the right and up from its mark, and how much of it is on the left.
LABEL_WIDTH, LABEL_HEIGHT = 7.2, 12
PLACES = ((-8, 5, 1), (8, 5, 0), (-8, -17, 1), (8, -17, 0), (0, 10, 0.5), (-8, 20, 1), (0, -24, 0.5))
NOTES = (
    "Ring: the knee, the fewest connections with 90 % of the best rate; on the right, the highest rate within the SLO.   "
    "×  where it broke, and how.   Hollow: wrk was the limit, not the server.\n"
    "On the right, p99 contains the time by which requests left too late.   One window per step: read where a line bends and "
    "ends, not small differences between lines."
)


@dataclass(frozen=True, slots=True)
class Look:
    """A framework's looks, the same in every panel."""

    title: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Point:
    """One step in a panel; `verdict` is set where the endpoint broke, `measured` false where it gave no number."""

    x: float
    y: float
    client_limited: bool
    verdict: str | None
    measured: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Which steps a panel shows, their two keys, and the key of the cell that tells which of them is ringed."""

    kind: str
    x: str
    y: str
    ring: str


def draw(summary: Mapping[str, Any]) -> Figure:
    """The figure, 1,440 dots wide, from what `bench.stress.describe` gives."""
    places = endpoints(summary)
    height = TOP + len(places) * (HEAD + PANEL + FOOT) + BOTTOM
    figure = new_figure(WIDTH, height)
    looks = _looks(summary)
    for i, (group, endpoint) in enumerate(places):
        top = TOP + i * (HEAD + PANEL + FOOT)
        cells = cells_of(summary, group, endpoint)
        title = f"{summary['groups'][group]}: {endpoint}"
        figure.text(LEFT / WIDTH, 1 - (top + 0.02) / height, title, fontsize=13, weight="bold", va="top")
        _draw_row(_row_of_axes(figure, top + HEAD, height), cells, looks)
    _draw_texts(figure, summary, looks, height)
    return figure


def _looks(summary: Mapping[str, Any]) -> dict[str, Look]:
    names = list(dict.fromkeys(cell["framework"] for cell in summary["cells"]))
    colour, shape = colours(names), markers(names)
    return {name: Look(summary["frameworks"][name]["title"], colour[name], shape[name]) for name in names}


def _row_of_axes(figure: Figure, top: float, height: float) -> list[Axes]:
    width = (WIDTH - LEFT - RIGHT - 2 * GAP) / 3
    bottom = (height - top - PANEL) / height
    return [
        figure.add_axes(((LEFT + i * (width + GAP)) / WIDTH, bottom, width / WIDTH, PANEL / height)) for i in range(3)
    ]


def _draw_row(panels: Sequence[Axes], cells: Sequence[Mapping[str, Any]], looks: Mapping[str, Look]) -> None:
    slo_ms = cells[0]["slo_ms"]
    _draw_panel(panels[0], cells, looks, Panel("connections", "connections", "rate", "knee"), None)
    _draw_panel(panels[1], cells, looks, Panel("connections", "connections", "p99_ms", "knee"), slo_ms)
    _draw_panel(panels[2], cells, looks, Panel("rate", "target_rps", "p99_ms", "capacity_at_slo"), slo_ms)


def _draw_panel(
    axes: Axes, cells: Sequence[Mapping[str, Any]], looks: Mapping[str, Look], panel: Panel, slo_ms: float | None
) -> None:
    drawn = [(looks[cell["framework"]], points_of(cell, panel)) for cell in cells]
    for (look, points), cell in zip(drawn, cells, strict=True):
        _draw_line(axes, look, points, (cell[panel.ring] or {}).get(panel.x))
    _finish(axes, panel)
    if slo_ms is not None:
        _draw_slo(axes, slo_ms)
    _draw_labels(axes, [(look, point) for look, points in drawn for point in points if point.verdict])


def points_of(cell: Mapping[str, Any], panel: Panel) -> list[Point]:
    """A cell's steps in a panel from left to right. A step without a number has the height of the one before it."""
    failure = cell["failure"][panel.kind]
    points: list[Point] = []
    for step in sorted((step for step in cell["steps"] if step["kind"] == panel.kind), key=lambda step: step[panel.x]):
        broke = failure is not None and all(step[key] == failure[key] for key in ("connections", "target_rps"))
        limited = step["verdict"] == "client_limited"
        height = step[panel.y] or (points[-1].y if points and broke else None)
        if height:
            verdict = step["verdict"] if broke and not limited else None
            points.append(Point(step[panel.x], height, limited, verdict, bool(step[panel.y])))
    return points


def _draw_line(axes: Axes, look: Look, points: Sequence[Point], ringed: float | None) -> None:
    for one, other in pairwise(points):
        style = "solid" if other.measured else (0, (1, 2))
        axes.plot(
            [one.x, other.x], [one.y, other.y], color=look.colour, linewidth=1.6, alpha=0.85, linestyle=style, zorder=3
        )
    for point in points:
        face = "white" if point.client_limited else look.colour
        style = {"color": look.colour, "markerfacecolor": face, "markersize": 5.5, "markeredgewidth": 1.2, "zorder": 4}
        if point.measured:
            axes.plot(point.x, point.y, look.shape, **style)
        if point.x == ringed:
            ring = {"color": look.colour, "markerfacecolor": "none", "markersize": 13, "markeredgewidth": 1.4}
            axes.plot(point.x, point.y, "o", **ring)
        if point.verdict:
            axes.plot(point.x, point.y, "x", color=TEXT, markersize=9, markeredgewidth=1.8, zorder=5)


def _draw_labels(axes: Axes, labels: Sequence[tuple[Look, Point]]) -> None:
    """The reasons beside their marks, each at the first place around it where it hides no other."""
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import Bbox

    taken: list[Bbox] = []
    for look, point in sorted(labels, key=lambda label: label[1].x):
        text = words(point.verdict or "")
        x, y = axes.transData.transform((point.x, point.y))
        width = LABEL_WIDTH * len(text)
        boxes = [Bbox.from_bounds(x + dx - width * left, y + dy, width, LABEL_HEIGHT) for dx, dy, left in PLACES]
        box = next((box for box in boxes if not any(box.overlaps(other) for other in taken)), boxes[0])
        taken.append(box)
        style = {"color": look.colour, "fontsize": 8.5, "weight": "bold", "ha": "center", "va": "center", "zorder": 6}
        place = axes.transData.inverted().transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))
        axes.annotate(text, place, path_effects=[withStroke(linewidth=2.5, foreground="white")], **style)


def _finish(axes: Axes, panel: Panel) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.margins(0.07, 0.12)
    low, high = axes.get_ylim()
    # At least a decade: a log axis of less would show a few per cent as a cliff.
    stretch = max(1.0, math.sqrt(10 * low / high))
    axes.set_ylim(low / stretch, high * stretch)
    fine = (1.0, 2.0, 5.0)
    for axis, steps in ((axes.xaxis, (1.0,) if panel.x == "connections" else fine), (axes.yaxis, fine)):
        axis.set_major_locator(LogLocator(10, steps, numticks=12))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
        axis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(AXIS_LABELS[panel.x], fontsize=10, color=MUTED)
    axes.set_ylabel(AXIS_LABELS[panel.y], fontsize=10, color=MUTED)
    axes.grid(which="major", linewidth=0.8)
    axes.tick_params(which="both", length=0, labelsize=9)
    axes.set_axisbelow(True)


def _draw_slo(axes: Axes, slo_ms: float) -> None:
    low, high = axes.get_ylim()
    axes.set_ylim(low, max(high, slo_ms * 1.6))
    axes.axhline(slo_ms, color=SLO_COLOUR, linewidth=1.2, linestyle=(0, (5, 3)), zorder=2)
    style = {"color": SLO_COLOUR, "fontsize": 8.5, "va": "bottom", "ha": "left"}
    axes.annotate(f"SLO {number(slo_ms)} ms", (0, slo_ms), (4, 2), ("axes fraction", "data"), "offset points", **style)


def _draw_texts(figure: Figure, summary: Mapping[str, Any], looks: Mapping[str, Look], height: float) -> None:
    settings, host = summary["settings"], summary["host"]
    figure.text(
        LEFT / WIDTH,
        1 - 0.22 / height,
        "How each endpoint scales, and where it breaks",
        fontsize=18,
        weight="bold",
        va="top",
    )
    named = [f"{key} {settings[key]}" for key in ("workers", "profile") if settings.get(key)]
    machine = [f"{host['cpu']}, {host['cores']} cores"] if host.get("cpu") and host.get("cores") else []
    facts = [
        f"run {summary['run']}, {summary['status']}",
        f"{summary['cells'][0]['step_seconds']:g} s per step",
        *named,
        *machine,
    ]
    figure.text(LEFT / WIDTH, 1 - 0.6 / height, "  ·  ".join(facts), fontsize=10, color=MUTED, va="top")
    _draw_legend(figure, looks, height)
    figure.text(LEFT / WIDTH, 0.16 / height, NOTES, fontsize=9, color=MUTED, va="bottom", linespacing=1.5)


def _draw_legend(figure: Figure, looks: Mapping[str, Look], height: float) -> None:
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], color=look.colour, marker=look.shape, markersize=6, linewidth=1.6) for look in looks.values()
    ]
    titles = [look.title for look in looks.values()]
    place = (LEFT / WIDTH - 0.004, 1 - 1.2 / height)
    figure.legend(
        lines, titles, loc="lower left", bbox_to_anchor=place, ncols=8, frameon=False, fontsize=10, borderpad=0
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.scaling_chart", description="Draws the figure of a stress run.")
    parser.add_argument("run_dir", type=Path, help="directory of a stress run")
    parser.add_argument("out_dir", type=Path, help="folder for the PNG file")
    arguments = parser.parse_args()
    print(save(draw(describe(load(arguments.run_dir))), arguments.out_dir / FILE_NAME))


if __name__ == "__main__":
    run_command(main)
