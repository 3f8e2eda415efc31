"""What the figures of a calibration have in common: colours, a mark per instrument, title and frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.drawing import MUTED, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"rate": "#0072B2", "cpu_us": "#D55E00", "duet": "#009E73"}
SHAPES = {"rate": "o", "cpu_us": "s", "duet": "D"}
CLAIM = "#B00020"
# Inches of 100 dots; above and below the axes.
WIDTH, HEIGHT, ABOVE, BELOW = 9.6, 4.8, 1.15, 0.68


def figure_of(title: str, about: str, height: float = HEIGHT) -> Figure:
    """A figure with its title and, below that, up to two lines that say what is drawn; height in inches."""
    figure = new_figure(WIDTH, height)
    figure.text(0.03, 1 - 0.18 / height, title, fontsize=15, weight="bold", va="top")
    figure.text(0.03, 1 - 0.52 / height, about, fontsize=9.5, color=MUTED, va="top", linespacing=1.4)
    return figure


def axes_of(figure: Figure, left: float, right: float, height: float = HEIGHT) -> Axes:
    """Axes between two shares of the width, below the title and above the labels."""
    return figure.add_axes((left, BELOW / height, right - left, 1 - (BELOW + ABOVE) / height))
