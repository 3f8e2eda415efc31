"""The figures of a calibration, each from calibration.json's content alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.calibration.aims import FOUND_BY_DUET, MOST_FALSE_CLAIMS, NAMES
from bench.calibration.canvas import CLAIM, COLOURS, SHAPES, axes_of, figure_of
from bench.calibration.comparisons import INSTRUMENTS
from bench.calibration.side_charts import client, paced, shapes
from bench.drawing import MUTED, TEXT, save
from bench.text import fixed, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Found = Mapping[str, Any]


def write(found: Found, folder: Path) -> dict[str, Path]:
    """Writes the figures that there are numbers for; {title: path}."""
    drawn: dict[str, tuple[str, Callable[[Found], Figure], bool]] = {
        "Differences claimed, by how large they are": ("claims", claims, bool(found["comparisons"])),
        "Equal servers: how far their ratios come from 1": ("equal", equal, bool(_equal_ones(found))),
        "Widths of the intervals": ("widths", widths, any(found["widths"].values())),
        "Paced loads: rate and lateness": ("paced", paced, _has(found["paced"], "achieved_rps")),
        "What the client can send": ("client", client, _has(shapes(found), "requests_per_cpu_second")),
    }
    made = {title: (name, draw) for title, (name, draw, is_known) in drawn.items() if is_known}
    return {title: save(draw(found), folder / f"calibration_{name}.png") for title, (name, draw) in made.items()}


def _has(entries: list[Found] | None, key: str) -> bool:
    return any(entry[key] is not None for entry in entries or [])


def claims(found: Found) -> Figure:
    """The share of comparisons that call the slowed server the slower one, against the slow-down; at 0 any claim."""
    figure = figure_of(
        "How often a difference is claimed",
        f"Each comparison from {found['rounds_per_comparison']} rounds. Mark: share of the comparisons in disjoint blocks, with its "
        "95 % interval and the count;\nring: the same with rounds drawn at random. Of equal servers every claim is false.",
    )
    axes = axes_of(figure, 0.08, 0.97)
    groups = [("equal", 0.0, {w: (e["claims"], e["claims_drawn"]) for w, e in found["equal_servers"].items()})]
    for entry in found["slowed_servers"]:
        by = {w: (e["found"], e["found_drawn"]) if e else (None, None) for w, e in entry["instruments"].items()}
        groups.append((entry["name"], entry["slowdown"], by))
    for place, (_, slowdown, by) in enumerate(groups):
        for shift, instrument in zip((-0.2, 0, 0.2), INSTRUMENTS, strict=True):
            _share(axes, place + shift, instrument, *by[instrument])
        _aim(axes, place, slowdown)
    axes.set_xticks(
        range(len(groups)), [f"{percent(slowdown, 0)} slower" if slowdown else "equal" for _, slowdown, _ in groups]
    )
    axes.set_xlim(-0.5, len(groups) - 0.5)
    axes.set_ylim(-0.03, 1.12)
    axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1], [f"{share} %" for share in range(0, 101, 20)])
    axes.grid(axis="y", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    _legend(axes)
    return figure


def _share(axes: Axes, x: float, instrument: str, result: Found | None, drawn: Found | None) -> None:
    colour = COLOURS[instrument]
    if drawn:
        ring = {"markerfacecolor": "none", "markeredgecolor": colour, "markeredgewidth": 1}
        axes.plot(x, drawn["share"], SHAPES[instrument], markersize=10, zorder=2, **ring)
    if result:
        axes.plot([x, x], [result["low"], result["high"]], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=3)
        axes.plot(x, result["share"], SHAPES[instrument], color=colour, markersize=6, zorder=4)
        text = f"{result['count']}/{result['of']}"
        look = {"ha": "center", "fontsize": 8, "color": colour, "zorder": 5}
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        axes.annotate(text, (x, result["high"]), (0, 5), textcoords="offset points", bbox=paper, **look)
    else:
        axes.annotate("not\nused", (x, 0), (0, 3), textcoords="offset points", ha="center", fontsize=8, color=MUTED)


def _aim(axes: Axes, place: int, slowdown: float) -> None:
    """A short line at the share that is asked for: at most so many false claims, at least so many finds by duet."""
    wanted = FOUND_BY_DUET.get(round(slowdown, 6)) if slowdown else MOST_FALSE_CLAIMS
    if wanted is None:
        return
    left, right = place + (0.1 if slowdown else -0.36), place + 0.3
    axes.plot([left, right], [wanted, wanted], color=TEXT, linewidth=1, linestyle=(0, (3, 2)), zorder=1)
    text = f"aim {'≥' if slowdown else '≤'} {percent(wanted, 0)}"
    axes.annotate(text, (right, wanted), (3, 0), textcoords="offset points", fontsize=8, va="center")


def _legend(axes: Axes) -> None:
    for instrument in INSTRUMENTS:
        axes.plot([], [], SHAPES[instrument], color=COLOURS[instrument], markersize=6, label=NAMES[instrument])
    axes.legend(loc="upper left", frameon=False, fontsize=9, ncols=3, bbox_to_anchor=(0, 1.1), handletextpad=0.2)


def _equal_ones(found: Found) -> list[Found]:
    return [item for item in found["comparisons"] if not item["slowdown"]]


def equal(found: Found) -> Figure:
    """Each comparison of equal servers by its ratio, one row per instrument."""
    figure = figure_of(
        "Equal servers: how far their ratios come from 1",
        "Each line: one comparison of two entries of the same server, with its 95 % interval. Red: the interval misses 1, so a "
        "report\nwould claim a difference. Number: root mean square of the distances from 1.",
    )
    axes = axes_of(figure, 0.2, 0.97)
    _rows(axes, found)
    for row, instrument in enumerate(INSTRUMENTS):
        own = sorted((c for c in _equal_ones(found) if c["instrument"] == instrument), key=lambda c: c["cost_ratio"])
        for i, item in enumerate(own):
            y = row + (i + 0.5) / len(own) * 0.8 - 0.4
            is_claim = not item["low"] <= 1 <= item["high"]
            look = {"color": CLAIM if is_claim else COLOURS[instrument], "zorder": 4 if is_claim else 3}
            ends = [100 * (item[end] - 1) for end in ("low", "high")]
            axes.plot(ends, [y, y], linewidth=0.9, alpha=1 if is_claim else 0.5, solid_capstyle="butt", **look)
            axes.plot(100 * (item["cost_ratio"] - 1), y, SHAPES[instrument], markersize=4 if is_claim else 3, **look)
        if own:
            spread = (sum((item["cost_ratio"] - 1) ** 2 for item in own) / len(own)) ** 0.5
            label = f"{fixed(100 * spread, 2)} %"
            axes.annotate(label, (1, row), (-2, 0), ("axes fraction", "data"), "offset points", ha="right", va="center")
    axes.axvline(0, color=TEXT, linewidth=0.8, zorder=1)
    low, high = axes.get_xlim()
    axes.set_xlim(low, high + 0.12 * (high - low))
    axes.set_xlabel("cost of one entry over the other, % more", color=MUTED)
    return figure


def _rows(axes: Axes, found: Found) -> None:
    axes.set_yticks(range(len(INSTRUMENTS)), [NAMES[item].replace(", ", ",\n") for item in INSTRUMENTS])
    axes.set_ylim(len(INSTRUMENTS) - 0.5, -0.5)
    axes.grid(axis="x", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def widths(found: Found) -> Figure:
    """The half width of every comparison's interval, one row per instrument, on a log scale."""
    import math

    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    figure = figure_of("How wide the intervals are", _about_widths(found))
    axes = axes_of(figure, 0.2, 0.97)
    _rows(axes, found)
    chance = random.Random(1)
    for row, instrument in enumerate(INSTRUMENTS):
        own = [c for c in found["comparisons"] if c["instrument"] == instrument]
        points = [100 * math.log(c["high"] / c["low"]) / 2 for c in own if c["low"]]
        places = [row + chance.uniform(-0.25, 0.25) for _ in points]
        axes.plot(
            points, places, SHAPES[instrument], color=COLOURS[instrument], markersize=4, alpha=0.5, markeredgewidth=0
        )
        mean = found["widths"][instrument]
        if mean:
            x = 100 * mean["mean"]
            axes.plot([x, x], [row - 0.38, row + 0.38], color=TEXT, linewidth=1.6)
            axes.annotate(
                f"±{fixed(x, 2)} %", (x, row - 0.4), (0, 1), textcoords="offset points", ha="center", fontsize=9
            )
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"±{value:g} %"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(which="both", length=0)
    axes.set_xlabel("half width of the 95 % interval (log scale)", color=MUTED)
    return figure


def _about_widths(found: Found) -> str:
    names = {"rate": "the rate's", "cpu_us": "CPU's in alternating windows"}
    parts = [
        f"{fixed(gain['ratio'], 1)} times as narrow as {names[key]}" for key, gain in found["gain"].items() if gain
    ]
    text = f"Each mark: one comparison from {found['rounds_per_comparison']} rounds; line: the mean."
    return text + (f"\nThe duet's are {' and '.join(parts)}: same pair, same rounds." if parts else "")
