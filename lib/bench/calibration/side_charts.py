"""The figures of what a calibration measures beside its comparisons: paced loads and the client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bench.calibration.canvas import COLOURS, axes_of, figure_of
from bench.drawing import MUTED
from bench.text import fixed, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Found = Mapping[str, Any]


def paced(found: Found) -> Figure:
    """Left: how far each paced load missed its rate; right: how late its requests were sent."""
    figure = figure_of(
        "Paced loads: is the rate held, and how late is each request sent?",
        "Left: answered against asked, with 1 % either way shaded. Right: median, 99th percentile and longest lateness.",
    )
    entries = [entry for entry in found["paced"] if entry["target_rps"]]
    left, right = axes_of(figure, 0.1, 0.47), axes_of(figure, 0.6, 0.93)
    known = [entry for entry in entries if entry["error"] is not None]
    left.axhspan(-1, 1, color="#EEEEEE", zorder=0)
    left.plot(
        [e["target_rps"] for e in known], [100 * e["error"] for e in known], "D-", color=COLOURS["duet"], linewidth=1
    )
    left.set_ylabel("off by, %", color=MUTED)
    _reach(left, [100 * e["error"] for e in known])
    for key, label, shape in (("p50", "p50", "o"), ("p99", "p99", "s"), ("max", "max", "^")):
        points = [(e["target_rps"], (e["late_us"] or {}).get(key)) for e in entries]
        values = [(x, max(y, 1) / 1000) for x, y in points if y is not None]
        if values:
            right.plot(*zip(*values, strict=True), shape + "-", color=COLOURS["rate"], linewidth=1, markersize=5)
            right.annotate(label, values[-1], (7, 0), textcoords="offset points", va="center", fontsize=9)
    right.set_yscale("log")
    right.set_ylabel("late by, ms (log scale)", color=MUTED)
    for axes in (left, right):
        _rates_axis(axes, entries)
    return figure


def _reach(axes: Axes, values: Sequence[float]) -> None:
    """At least 2 % either way, so that a rate that is held looks held."""
    axes.set_ylim(min(-2.0, *(1.15 * value for value in values)), max(2.0, *(1.15 * value for value in values)))


def _rates_axis(axes: Axes, entries: Sequence[Found]) -> None:
    from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

    axes.set_xscale("log")
    ticks = [entry["target_rps"] for entry in entries]
    axes.set_xticks(ticks, [number(tick, 1) for tick in ticks], rotation=45, ha="right", fontsize=8.5)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    if axes.get_yscale() == "log":
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("asked for, requests/s (log scale)", color=MUTED)
    axes.grid(linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def shapes(found: Found) -> list[Found]:
    """What wrk sent, then what the WebSocket client sent."""
    return [*(found["client"] or ()), *(found["websocket"] or ())]


def client(found: Found) -> Figure:
    """Requests per CPU second of one core of the client, a bar per shape of request and answer; WebSockets in another colour."""
    entries = [entry for entry in shapes(found) if entry["requests_per_cpu_second"] is not None]
    colours = [COLOURS["duet" if entry in (found["websocket"] or ()) else "rate"] for entry in entries]
    height = 2.1 + 0.34 * len(entries)
    figure = figure_of("What one core of the client can send", _about_client(found), height)
    axes = axes_of(figure, 0.42, 0.95, height)
    values = [entry["requests_per_cpu_second"] for entry in entries]
    axes.barh(range(len(entries)), values, height=0.62, color=colours, zorder=2)
    for y, value in enumerate(values):
        axes.annotate(number(value), (value, y), (4, 0), textcoords="offset points", va="center", fontsize=9)
    axes.set_yticks(range(len(entries)), [_label(entry, found) for entry in entries], fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.15 * max(values, default=1))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(axis="x", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.set_xlabel("requests per CPU second", color=MUTED)
    return figure


def _about_client(found: Found) -> str:
    cost = found["sampler"]
    text = "Requests sent and answers read per second of CPU time of the load generator."
    if found["websocket"]:
        text = text.replace(".", ": wrk, and below it the WebSocket client.")
    if cost is None or cost["core_share"] is None:
        return text
    return f"{text}\nThe sampler beside it takes {fixed(100 * cost['core_share'], 2)} % of such a core."


def _label(entry: Found, found: Found) -> str:
    """The endpoint alone, whose title stands in the table; a load of the WebSocket client has no endpoint."""
    shape: str = entry["shape"]
    return shape if entry in (found["websocket"] or ()) else shape.partition(":")[0]
