"""The figure of a stress run: `python -m bench.scaling_chart RUN_DIR OUT_DIR` writes scaling_analysis.png.

A row per endpoint with three panels: rate and p99 over the connections of a closed loop, and p99 over a rising rate.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
# Inches of 100 dots: 1,440 dots wide.
WIDTH, TOP, BOTTOM, HEAD, PANEL, FOOT = 14.4, 1.3, 0.85, 0.55, 2.75, 0.65
LEFT, RIGHT, GAP = 0.85, 0.3, 0.95
SLO_COLOUR = "#B00020"
NOTES = (
    "Ring: the knee, the fewest connections with 90 % of the best rate; in the panel on the right, the highest rate within the "
    "SLO.   ×  where it broke, with the reason.\nHollow: the load generator was the limit, not the server.   One window per step: "
    "read where a line bends and ends, not small differences between lines."
)


@dataclass(frozen=True, slots=True)
class Look:
    """A framework's looks, the same in every panel."""

    title: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Point:
    """One step in a panel; `verdict` is set where the endpoint broke."""

    x: float
    y: float
    client_limited: bool
    verdict: str | None


def scaling_analysis(summary: Mapping[str, Any]) -> Figure:
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
    rates, latencies, paced = panels
    for cell in cells:
        look = looks[cell["framework"]]
        knee, capacity = cell["knee"] or {}, cell["capacity_at_slo"] or {}
        _draw_line(rates, look, _points(cell, "connections", "connections", "rate"), knee.get("connections"))
        _draw_line(latencies, look, _points(cell, "connections", "connections", "p99_ms"), knee.get("connections"))
        _draw_line(paced, look, _points(cell, "rate", "target_rps", "p99_ms"), capacity.get("target_rps"))
    slo_ms = cells[0]["slo_ms"]
    for axes, x, y in (
        (rates, "connections", "requests/s"),
        (latencies, "connections", "p99, ms"),
        (paced, "wanted rate, requests/s", "p99 with lateness, ms"),
    ):
        _finish(axes, x, y)
    for axes in (latencies, paced):
        _draw_slo(axes, slo_ms)


def _points(cell: Mapping[str, Any], kind: str, x: str, y: str) -> list[Point]:
    failure = cell["failure"][kind]
    return sorted(_each_point(cell, kind, x, y, failure), key=lambda point: point.x)


def _each_point(
    cell: Mapping[str, Any], kind: str, x: str, y: str, failure: Mapping[str, Any] | None
) -> Iterator[Point]:
    for step in cell["steps"]:
        if step["kind"] == kind and step[y]:
            broke = failure is not None and all(step[key] == failure[key] for key in ("connections", "target_rps"))
            limited = step["verdict"] == "client_limited"
            yield Point(step[x], step[y], limited, step["verdict"] if broke and not limited else None)


def _draw_line(axes: Axes, look: Look, points: Sequence[Point], ringed: float | None) -> None:
    axes.plot([p.x for p in points], [p.y for p in points], color=look.colour, linewidth=1.6, alpha=0.85, zorder=3)
    for point in points:
        face = "white" if point.client_limited else look.colour
        style = {"color": look.colour, "markerfacecolor": face, "markersize": 5.5, "markeredgewidth": 1.2, "zorder": 4}
        axes.plot(point.x, point.y, look.shape, **style)
        if point.x == ringed:
            axes.plot(
                point.x, point.y, "o", color=look.colour, markerfacecolor="none", markersize=13, markeredgewidth=1.4
            )
        if point.verdict:
            axes.plot(point.x, point.y, "x", color=TEXT, markersize=9, markeredgewidth=1.8, zorder=5)
            style = {"color": look.colour, "fontsize": 8.5, "weight": "bold", "ha": "right", "va": "bottom"}
            axes.annotate(words(point.verdict), (point.x, point.y), (-7, 5), "data", "offset points", zorder=6, **style)


def _finish(axes: Axes, x: str, y: str) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.margins(0.07, 0.12)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(10, (1.0, 2.0, 5.0), numticks=12))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
        axis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(x, fontsize=10, color=MUTED)
    axes.set_ylabel(y, fontsize=10, color=MUTED)
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
        f"{number(summary['cells'][0]['step_seconds'])} s per step",
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
    print(save(scaling_analysis(describe(load(arguments.run_dir))), arguments.out_dir / FILE_NAME))


if __name__ == "__main__":
    run_command(main)
