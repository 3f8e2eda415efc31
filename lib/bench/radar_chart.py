"""Who is ahead where, as a shape: performance_radar.png, a panel per group and, from three groups on, one of them all.

A spoke is an endpoint, or a group; the distance from the centre is the rate as a share of the spoke's highest, on a
logarithmic scale, so that equal factors are equal lengths. What a framework cannot do is a gap in its line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from bench.drawing import GRID, MUTED, TEXT, new_figure
from bench.headings import BOTTOM, LEGEND, MARGIN, TOP, WIDTH, Look, draw_heading, draw_legend, looks
from bench.standings import RATE, common, is_compared, places, standings
from bench.text import words
from bench.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.projections.polar import PolarAxes

FILE_NAME = "performance_radar.png"
COLUMNS, SIZE, LABELS, HEAD, LINE = 2, 4.3, 0.6, 0.35, 0.17
LABEL_LENGTH = 16
FEWEST_GROUPS = 3
# How far outside the rim a gap's mark stands, as a share of the radius, and how far apart two of them are.
GAP_AT, GAP_STEP = 1.05, 0.05
TICKS = (*(step * 10.0**power for power in range(-6, 0) for step in (1, 2, 5)), 1.0)
LETTERS = 210
"""Of the small print that fit into the whole width."""
NOTES = (
    "Distance: rate as a share of the spoke's highest (logarithmic: the centre is {centre}, not zero), geometric mean of the "
    "ratios within each round; bar: its 95 % interval.\n"
    "×  outside the rim, and a gap in the line: no number, for the reason below the panel. Look at lengths along the spokes, not "
    "at areas; the order of the spokes means nothing."
)


@dataclass(frozen=True, slots=True)
class Share:
    """A framework's share of the spoke's highest rate; `low` and `high` are None for the highest itself."""

    ratio: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Spoke:
    """One spoke: what the frameworks have there, and why the others have nothing."""

    label: str
    shares: Mapping[str, Share]
    missing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    spokes: Sequence[Spoke]


def draw(summary: dict[str, Any]) -> Figure:
    """The figure, 1,440 dots wide."""
    view = View(summary)
    panels, known = _panels(view), {name: look for name, look in looks(view).items() if name in view.ranked}
    columns = min(COLUMNS, len(panels)) or 1
    rows = [panels[i : i + columns] for i in range(0, len(panels), columns)]
    letters = LETTERS // columns
    lines = [max(len(_gaps(panel, known, letters)) for panel in row) for row in rows]
    heights = [HEAD + 2 * LABELS + SIZE + LINE * (1 + count) for count in lines]
    figure = new_figure(WIDTH, TOP + LEGEND + sum(heights) + BOTTOM)
    low = _low(share for panel in panels for spoke in panel.spokes for share in spoke.shares.values())
    for i, row in enumerate(rows):
        for j, panel in enumerate(row):
            left, width = MARGIN + j * (WIDTH - 2 * MARGIN) / columns, (WIDTH - 2 * MARGIN) / columns
            place = (left, TOP + LEGEND + sum(heights[:i]), width)
            _draw_panel(figure, panel, known, low, place, _gaps(panel, known, letters))
    draw_heading(figure, view, "Rates against the highest, as shapes", NOTES.format(centre=f"{100 * low:.3g} %"))
    draw_legend(figure, list(known.values()))
    return figure


def _panels(view: View) -> list[Panel]:
    panels = [
        Panel(group["title"], [_endpoint(view, group["name"], e["name"]) for e in group["endpoints"]])
        for group in view.groups
    ]
    if len(view.groups) >= FEWEST_GROUPS:
        panels.insert(0, Panel("All features: geometric means", [_group(view, group) for group in view.groups]))
    return panels


def _endpoint(view: View, group: str, endpoint: str) -> Spoke:
    shares, missing, best = {}, {}, view.highest(group, endpoint)
    for name in view.ranked:
        cell = view.cell(group, endpoint, name)
        found = view.against(group, endpoint, name, best) if best and name != best and is_compared(cell) else None
        if name == best:
            shares[name] = Share(1.0)
        elif found and found["ratio"] is not None:
            shares[name] = Share(found["ratio"], found["low"], found["high"])
        else:
            missing[name] = words(cell["status"]) if cell else "no record"
    return Spoke(endpoint, shares, missing)


def _group(view: View, group: Mapping[str, Any]) -> Spoke:
    """The geometric means over the endpoints that all frameworks with a number in the group have."""
    own = places(view, group["name"])
    present = [name for name in view.ranked if any(is_compared(view.cell(*place, name)) for place in own)]
    shared = common(view, present, own) if present else []
    shares = {}
    for standing in standings(view, present, shared, RATE):
        found = standing.against_best
        shares[standing.framework] = Share(found["ratio"], found["low"], found["high"]) if found else Share(1.0)
    missing = {
        name: "nothing measured" if name not in present else "no endpoint that all have"
        for name in view.ranked
        if name not in shares
    }
    return Spoke(f"{group['title']} ({len(shared)} of {len(own)})", shares, missing)


def _low(shares: Iterable[Share]) -> float:
    """The share at the centre: a round number below every interval."""
    ends = [end for share in shares for end in (share.ratio, share.low) if end is not None]
    least = min([0.5, *ends]) / 1.2
    return max([tick for tick in TICKS if tick <= least], default=TICKS[0])


def _gaps(panel: Panel, known: Mapping[str, Look], letters: int) -> list[str]:
    """Why there is a gap, for each framework and reason, in lines of at most so many letters."""
    found: dict[tuple[str, str], list[str]] = {}
    for spoke in panel.spokes:
        for name, why in spoke.missing.items():
            found.setdefault((name, why), []).append(spoke.label)
    texts = (f"{known[name].title}: {', '.join(labels)}: {why}" for (name, why), labels in found.items())
    return [line for text in texts for line in wrap(text, letters, initial_indent="×  ", subsequent_indent="     ")]


def _draw_panel(
    figure: Figure,
    panel: Panel,
    known: Mapping[str, Look],
    low: float,
    place: tuple[float, float, float],
    gaps: Sequence[str],
) -> None:
    """`place` is the panel's left, top and width in inches."""
    height, (left, top, width) = figure.get_figheight(), place
    figure.text(left / WIDTH, 1 - (top + 0.05) / height, panel.title, fontsize=13, weight="bold", va="top")
    bottom = height - top - HEAD - LABELS - SIZE
    inches = (left + (width - SIZE) / 2, bottom, SIZE, SIZE)
    axes = figure.add_axes([part / (WIDTH, height)[i % 2] for i, part in enumerate(inches)], projection="polar")
    _prepare(axes, panel, low)
    for name, look in known.items():
        _draw_shape(axes, panel, name, look, low)
    _draw_gaps(axes, panel, known, low)
    for i, text in enumerate(gaps):
        y = bottom - LABELS - (i + 0.5) * LINE
        figure.text((left + 0.1) / WIDTH, y / height, text, fontsize=8, style="italic", color=MUTED, va="center")


def _angle(i: int, panel: Panel) -> float:
    return 2 * math.pi * i / len(panel.spokes)


def _radius(share: float, low: float) -> float:
    """0 at the centre, 1 at the highest rate."""
    return max(0.0, math.log(share / low) / math.log(1 / low))


def _prepare(axes: PolarAxes, panel: Panel, low: float) -> None:
    ticks = [tick for tick in TICKS if tick > low * 1.01]
    if len(ticks) > 6:
        ticks = [tick for tick in ticks if math.isclose(math.log10(tick) % 1, 0, abs_tol=1e-9) or tick == 0.5]
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_ylim(0, 1)
    axes.set_yticks([_radius(tick, low) for tick in ticks], [f"{100 * tick:.6g} %" for tick in ticks])
    # Between two spokes, where no line of a shape crosses at a point.
    axes.set_rlabel_position(math.degrees(_angle(1, panel)) / 2 if len(panel.spokes) > 1 else 45)
    axes.tick_params(axis="y", labelsize=8, colors=MUTED)
    angles = [_angle(i, panel) for i in range(len(panel.spokes))]
    axes.set_xticks(angles, [""] * len(angles))
    axes.grid(color=GRID, linewidth=0.8)
    axes.spines["polar"].set_color(GRID)
    for angle, spoke in zip(angles, panel.spokes, strict=True):
        across, up = math.sin(angle), math.cos(angle)
        align = {"ha": "center" if abs(across) < 0.2 else "left" if across > 0 else "right"}
        align["va"] = "center" if abs(up) < 0.9 else "bottom" if up > 0 else "top"
        at = GAP_AT + GAP_STEP * len(spoke.missing) + 0.02
        axes.text(angle, at, _broken(spoke.label), fontsize=9, color=TEXT, clip_on=False, **align)


def _broken(label: str) -> str:
    """A long label in two lines, broken after the word that ends nearest to its middle."""
    breaks = [i + 1 for i, letter in enumerate(label[:-1]) if letter in "_ "]
    if len(label) <= LABEL_LENGTH or not breaks:
        return label
    middle = min(breaks, key=lambda i: abs(i - len(label) / 2))
    return f"{label[:middle].rstrip()}\n{label[middle:]}"


def _draw_shape(axes: PolarAxes, panel: Panel, name: str, look: Look, low: float) -> None:
    """The line from spoke to spoke, broken where the framework has nothing, with marks and intervals on it."""
    found = [spoke.shares.get(name) for spoke in panel.spokes]
    count = len(found)
    for i, share in enumerate(found):
        following = found[(i + 1) % count]
        if share and following and count > 2:
            ends = [_angle(i, panel), _angle(i + 1, panel)]
            radii = [_radius(share.ratio, low), _radius(following.ratio, low)]
            axes.plot(ends, radii, color=look.colour, linewidth=1.4, alpha=0.8, zorder=3, solid_capstyle="round")
    for i, share in enumerate(found):
        if share is None:
            continue
        angle = _angle(i, panel)
        if share.low is not None and share.high is not None:
            ends = [_radius(share.low, low), _radius(min(share.high, 1.0), low)]
            axes.plot(
                [angle, angle], ends, color=look.colour, linewidth=3.2, alpha=0.45, zorder=3, solid_capstyle="butt"
            )
        style = {"color": look.colour, "markersize": 5.5, "markeredgecolor": "white", "markeredgewidth": 0.5}
        axes.plot(angle, _radius(share.ratio, low), look.shape, zorder=4, clip_on=False, **style)


def _draw_gaps(axes: PolarAxes, panel: Panel, known: Mapping[str, Look], low: float) -> None:
    for i, spoke in enumerate(panel.spokes):
        for j, name in enumerate(spoke.missing):
            style = {"color": known[name].colour, "markersize": 6, "markeredgewidth": 1.6, "clip_on": False}
            axes.plot(_angle(i, panel), GAP_AT + GAP_STEP * j, "x", zorder=5, **style)
