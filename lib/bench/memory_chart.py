"""What the servers hold in memory: memory_usage.png, a panel per group and application, a line per framework.

From idle, before the first load, to the peak of each endpoint; the highest peak has its interval and its number. The
axis begins at zero, or is logarithmic and says so, where the largest server would make all others one dot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.drawing import MUTED, TEXT, new_figure
from bench.headings import BOTTOM, MARGIN, TOP, WIDTH, Look, draw_heading, face, looks
from bench.standings import is_compared
from bench.text import KIB_PER_MIB, number
from bench.view import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILE_NAME = "memory_usage.png"
COLUMNS, LINE, HEAD, FOOT, LABELS = 2, 0.32, 0.42, 0.55, 1.75
# The part of an axis that is kept free on the right for the number and the endpoint's name.
FREE = 0.42
LINEAR_UP_TO = 12.0
"""How many times the smallest amount the largest may be on an axis that begins at zero."""
NOTES = (
    "Ring: idle, before the first load. Ticks: the peak under each endpoint's load; mark: the highest of them, with its 95 % "
    "interval over the rounds. Number: idle → highest peak in MiB, and the endpoint.\n"
    "Memory of all processes of a server, shared pages divided among them (PSS). A server holds what its endpoints have left "
    "behind: those measured later may begin higher.   ×  not measured."
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One application of a group, and its endpoints in the order in which they were measured."""

    title: str
    group: str
    endpoints: Sequence[str]


@dataclass(frozen=True, slots=True)
class Memory:
    """One server's memory in MiB; `low` and `high` are the interval of the highest peak."""

    idle: float | None
    peaks: Sequence[float]
    low: float | None
    high: float | None
    where: str

    @property
    def highest(self) -> float:
        return max(self.peaks)


def draw(summary: dict[str, Any]) -> Figure:
    """The figure, 1,440 dots wide."""
    view = View(summary)
    known, panels = looks(view), _panels(view)
    rows = [panels[i : i + COLUMNS] for i in range(0, len(panels), COLUMNS)]
    height = max(1, len(known)) * LINE
    figure = new_figure(WIDTH, TOP + len(rows) * (HEAD + height + FOOT) + BOTTOM)
    found = {(i, name): _memory(view, panel, name) for i, panel in enumerate(panels) for name in known}
    limits = _limits([own for own in found.values() if own])
    for i, panel in enumerate(panels):
        top = TOP + (i // COLUMNS) * (HEAD + height + FOOT) + HEAD
        axes = _axes(figure, i % COLUMNS, top, height)
        for j, (name, look) in enumerate(known.items()):
            _draw_line(axes, j, look, found[i, name])
        _finish(axes, panel, list(known.values()), limits)
    draw_heading(figure, view, "Memory of the servers: idle and at its peak", NOTES)
    return figure


def _limits(found: Sequence[Memory]) -> tuple[float, float]:
    """Of the one axis that all panels share, with room on the right for a number. It begins at 0, or above it where it is
    logarithmic."""
    ends = [end for own in found for end in (*own.peaks, own.high, own.idle) if end] or [1.0]
    low, high = min(ends) / 1.2, max(ends)
    if high < low * LINEAR_UP_TO:
        return 0.0, high / (1 - FREE)
    return low, high * (high / low) ** (FREE / (1 - FREE))


def _panels(view: View) -> list[Panel]:
    panels = []
    for group in view.groups:
        for application in dict.fromkeys(endpoint["application"] for endpoint in group["endpoints"]):
            own = [e["name"] for e in group["endpoints"] if e["application"] == application]
            title = group["title"] + (f": {application} application" if application else "")
            panels.append(Panel(title, group["name"], own))
    return panels


def _memory(view: View, panel: Panel, framework: str) -> Memory | None:
    """None where no peak was measured."""
    cells = [view.cell(panel.group, endpoint, framework) for endpoint in panel.endpoints]
    known = [cell for cell in cells if cell and is_compared(cell) and cell["memory_kib"]["peak"]]
    if not known:
        return None
    highest = max(known, key=lambda cell: cell["memory_kib"]["peak"])
    measure = (highest.get("memory_rounds_kib") or {}).get("peak") or {"low": None, "high": None}
    ends = [None if measure[key] is None else measure[key] / KIB_PER_MIB for key in ("low", "high")]
    idle = known[0]["memory_kib"]["idle"]
    return Memory(
        idle=None if idle is None else idle / KIB_PER_MIB,
        peaks=[cell["memory_kib"]["peak"] / KIB_PER_MIB for cell in known],
        low=ends[0],
        high=ends[1],
        where=highest["endpoint"],
    )


def _axes(figure: Figure, column: int, top: float, panel_height: float) -> Axes:
    width, height = (WIDTH - MARGIN) / COLUMNS, figure.get_figheight()
    left = MARGIN + column * width + LABELS
    inches = (left, height - top - panel_height, width - LABELS - MARGIN, panel_height)
    return figure.add_axes([part / (WIDTH, height)[i % 2] for i, part in enumerate(inches)])


def _draw_line(axes: Axes, y: int, look: Look, found: Memory | None) -> None:
    if found is None:
        style = {"color": MUTED, "fontsize": 8, "fontstyle": "italic", "va": "center_baseline"}
        axes.annotate("×  not measured", (0, y), (4, 0), ("axes fraction", "data"), "offset points", **style)
        return
    begin = found.highest if found.idle is None else found.idle
    axes.plot([begin, found.highest], [y, y], color=look.colour, linewidth=1.6, alpha=0.45, zorder=2)
    axes.plot(found.peaks, [y] * len(found.peaks), "|", color=look.colour, markersize=8, markeredgewidth=1, zorder=3)
    if found.low is not None and found.high is not None:
        axes.plot([found.low, found.high], [y, y], color=look.colour, linewidth=4, alpha=0.3, zorder=2)
    if found.idle is not None:
        style = {"color": look.colour, "markerfacecolor": "white", "markersize": 6, "markeredgewidth": 1.3}
        axes.plot(found.idle, y, "o", zorder=4, **style)
    mark = {"color": look.colour, "markerfacecolor": face(look), "markersize": 6.5}
    axes.plot(found.highest, y, look.shape, zorder=5, **mark)
    text = f"{number(found.idle)} → {number(found.highest)}  {found.where}"
    place = (max(found.highest, found.high or 0, begin), y)
    axes.annotate(text, place, (8, 0), "data", "offset points", color=TEXT, fontsize=8, va="center_baseline")


def _finish(axes: Axes, panel: Panel, known: Sequence[Look], limits: tuple[float, float]) -> None:
    if limits[0]:
        _scale_by_logarithm(axes)
    axes.set_xlim(*limits)
    axes.set_ylim(len(known) - 0.5, -0.5)
    axes.set_yticks(range(len(known)), [look.title for look in known], fontsize=10)
    axes.set_xlabel("MiB (log scale)" if limits[0] else "MiB", fontsize=9, color=MUTED)
    axes.grid(axis="x", linewidth=0.8)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", labelsize=9)
    axes.set_axisbelow(True)
    width = axes.get_window_extent().width / 100
    axes.set_title(panel.title, x=-LABELS / width, pad=12)


def _scale_by_logarithm(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
