"""Matplotlib set up once: quiet, without a window, and the same bytes for the same figure."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from bench.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 100
TEXT, MUTED, GRID = "#222222", "#6B6B6B", "#DDDDDD"
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.edgecolor": GRID,
    "axes.labelcolor": TEXT,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "text.color": TEXT,
    "xtick.color": MUTED,
    "ytick.color": TEXT,
    "ytick.left": False,
    "path.simplify": True,
    "svg.hashsalt": "bench",
}


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of the project's look; width and height in inches of 100 dots."""
    # On a first start, or without a home folder, matplotlib reports about its font list; nobody can act on it.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import rcdefaults, rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rcdefaults()
    rcParams.update(STYLE)
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def save(figure: Figure, path: Path) -> Path:
    """Writes the figure as PNG, whole or not at all, without a date or a version in it.

    256 colours are enough for lines and text, and make the file a third as large.
    """
    from PIL import Image

    whole, content = io.BytesIO(), io.BytesIO()
    figure.savefig(whole, format="png", dpi=DPI)
    picture = Image.open(whole).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(content, format="png", optimize=True)
    return write_bytes(path, content.getvalue())
