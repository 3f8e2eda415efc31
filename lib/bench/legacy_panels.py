"""What the figures of a basic run are put together from: headline, panels of horizontal bars, numbers, words for gaps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bench.drawing import MUTED, TEXT, new_figure
from bench.legacy_results import BasicRun
from bench.palette import colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches of 100 dots: of the figure, then of a panel and around it.
WIDTH, MARGIN, TOP = 12.0, 0.3, 0.95
ROW, HEAD, FOOT, GAP = 0.3, 0.42, 0.62, 0.3
NAME_LETTER, TITLE_LETTER, DETAIL_LETTER = 0.095, 0.1, 0.072
BAR, THIN_BAR = 0.72, 0.36  # of a row
# An axis ends so far beyond its longest bar that the number behind the bar has room.
LABEL_ROOM = 1.3
CAUTION = "One window each, no interval: the order of close neighbours is no order."


def endpoint_panels(run: BasicRun, title: str, note: str, unit: str) -> tuple[Figure, dict[str, Axes]]:
    """A figure with an empty panel for each endpoint, two in a row; `unit` is the label of every axis."""
    body = ROW * len(run.frameworks)
    pitch = HEAD + body + FOOT
    figure = new_figure(WIDTH, TOP + (len(run.endpoints) + 1) // 2 * pitch)
    headline(figure, title, note, run)
    panels = {}
    for position, endpoint in enumerate(run.endpoints):
        line, column = divmod(position, 2)
        panels[endpoint] = panel(figure, run, column, TOP + line * pitch, (endpoint, run.request(endpoint), unit))
    return figure, panels


def panel(figure: Figure, run: BasicRun, column: int, top: float, texts: tuple[str, str, str]) -> Axes:
    """A panel with a row per framework in the left or right half, `top` inches down; texts: title, detail, unit."""
    width, height = figure.get_size_inches()
    half, names, body = (width - 2 * MARGIN) / 2, names_width(run), ROW * len(run.frameworks)
    left, across = MARGIN + column * half + names, half - names - GAP
    place = (left / width, 1 - (top + HEAD + body) / height, across / width, body / height)
    axes = figure.add_axes(place, ylim=(len(run.frameworks) - 0.5, -0.5))
    axes.set_yticks(range(len(run.frameworks)), run.frameworks)
    axes.xaxis.grid(True)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(True)
    title, detail, unit = texts
    axes.set_xlabel(unit, color=MUTED)
    axes.set_title(title, size=11, pad=6)
    detail = _shortened(detail, across - TITLE_LETTER * len(title))
    place = {"xy": (1, 1), "xycoords": "axes fraction", "xytext": (0, 6), "textcoords": "offset points"}
    axes.annotate(detail, **place, ha="right", va="bottom", size=8.5, color=MUTED)
    return axes


def headline(figure: Figure, title: str, note: str, run: BasicRun) -> None:
    """Title, how to read the figure, and under which conditions it was measured."""
    width, height = figure.get_size_inches()
    conditions = f"{run.conditions()}. {CAUTION}" if run.conditions() else CAUTION
    lines = ((0.18, title, 17, "bold", TEXT), (0.5, note, 10, "normal", TEXT), (0.7, conditions, 10, "normal", MUTED))
    for offset, text, size, weight, colour in lines:
        figure.text(MARGIN / width, 1 - offset / height, text, va="top", size=size, weight=weight, color=colour)


def rows(run: BasicRun) -> list[tuple[int, str, str]]:
    """(row, framework, its colour), the same rows in every panel."""
    shade = colours(run.frameworks)
    return [(row, name, shade[name]) for row, name in enumerate(run.frameworks)]


def scale(axes: Axes, values: Iterable[float | None]) -> None:
    """An axis from zero with room for the longest bar and its number; without a value an axis without ticks."""
    known = [value for value in values if value is not None]
    axes.set_xlim(0, max(known, default=1) * LABEL_ROOM)
    if known:
        axes.locator_params(axis="x", nbins=6)
    else:
        axes.set_xticks([])


def write_number(axes: Axes, row: int, end: float, text: str) -> None:
    """A text behind a bar that ends at `end`, on white so that no grid line runs through it."""
    _write(axes, row, end, text, size=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})


def write_gap(axes: Axes, row: int, word: str) -> None:
    """A word where a bar would be."""
    _write(axes, row, 0, word, size=9, color=MUTED, style="italic")


def names_width(run: BasicRun) -> float:
    """Room for the longest framework name, in inches."""
    return max(0.8, NAME_LETTER * max(map(len, run.frameworks)) + 0.2)


def _write(axes: Axes, row: int, x: float, text: str, **look: object) -> None:
    axes.annotate(text, (x, row), xytext=(6, 0), textcoords="offset points", va="center", **look)


def _shortened(text: str, room: float) -> str:
    """As much of a text as fits in `room` inches, none when that would be next to nothing."""
    letters = int(room / DETAIL_LETTER) - 2
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1]}…" if letters > 8 else ""
