"""What the figures of a feature run share: title, the run's facts, notes, and the frameworks' looks with their legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.drawing import MUTED
from bench.palette import colours, markers
from bench.text import noise_floor
from bench.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Inches of 100 dots: 1,440 dots wide. The heading takes TOP, with a legend LEGEND more; notes of two lines take BOTTOM.
WIDTH, MARGIN, TOP, LEGEND, BOTTOM = 14.4, 0.25, 0.95, 0.45, 0.92
REFERENCE_NOTE = "Hollow grey: a reference, a bare server without a framework, not ranked.   "


@dataclass(frozen=True, slots=True)
class Look:
    """How one framework is drawn in every figure."""

    title: str
    colour: str
    shape: str
    hollow: bool = False


def looks(view: View) -> dict[str, Look]:
    """The looks of all shown names. Colours are the ranked frameworks' alone: a reference is a hollow grey mark."""
    colour, shape = colours(view.ranked), markers(view.ranked)
    return {
        name: Look(view.titles[name], colour[name], shape[name])
        if name in view.ranked
        else Look(view.titles[name], MUTED, "d", hollow=True)
        for name in view.shown_names
    }


def draw_heading(figure: Figure, view: View, title: str, notes: str) -> None:
    """Title and facts at the top, notes at the foot."""
    height, left = figure.get_figheight(), MARGIN / WIDTH
    figure.text(left, 1 - 0.22 / height, title, fontsize=18, weight="bold", va="top")
    figure.text(left, 1 - 0.6 / height, "  ·  ".join(_facts(view.summary)), fontsize=10, color=MUTED, va="top")
    about = f"{REFERENCE_NOTE if view.references else ''}{noise_floor(view.summary['noise_floor'], view.titles)}."
    figure.text(left, 0.16 / height, f"{notes}\n{about}", fontsize=9, color=MUTED, va="bottom", linespacing=1.5)


def _facts(summary: Mapping[str, Any]) -> list[str]:
    settings, host = summary["settings"], summary["host"]
    named = [f"{key} {settings[key]}" for key in ("connections", "rounds", "workers", "profile") if settings.get(key)]
    machine = [f"{host['cpu']}, {host['cores']} cores"] if host.get("cpu") and host.get("cores") else []
    return [f"run {summary['run']}, {summary['status']}", *named, *machine]


def draw_legend(figure: Figure, known: Sequence[Look]) -> None:
    """The looks with their titles, under the facts."""
    from matplotlib.lines import Line2D

    height = figure.get_figheight()
    lines = [
        Line2D([], [], color=look.colour, marker=look.shape, markersize=6, linewidth=1.6, markerfacecolor=face(look))
        for look in known
    ]
    place = (MARGIN / WIDTH - 0.004, 1 - (TOP + LEGEND - 0.12) / height)
    titles = [look.title for look in known]
    figure.legend(
        lines, titles, loc="lower left", bbox_to_anchor=place, ncols=8, frameon=False, fontsize=10, borderpad=0
    )


def face(look: Look) -> str:
    """The fill of its marker."""
    return "white" if look.hollow else look.colour
