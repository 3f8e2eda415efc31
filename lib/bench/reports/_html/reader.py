"""What the page asks of a summary beyond `View`: who is shown, who is best by rate or by CPU, and everybody's looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.palette import colours, markers
from bench.standings import CPU, RATE
from bench.stats import NO_DIFFERENCE
from bench.text import TIED, UNDECIDED, mark
from bench.view import View

MEASURES = (RATE, CPU)
# matplotlib's marker letters as SVG paths in the square from -1 to 1, for the page and for Vega alike.
SHAPES = {
    "o": "M0,-0.8A0.8,0.8,0,1,1,0,0.8A0.8,0.8,0,1,1,0,-0.8Z",
    "s": "M-0.75,-0.75H0.75V0.75H-0.75Z",
    "D": "M0,-1L1,0L0,1L-1,0Z",
    "^": "M0,-0.95L0.95,0.75H-0.95Z",
    "v": "M0,0.95L0.95,-0.75H-0.95Z",
    "P": "M-0.35,-1H0.35V-0.35H1V0.35H0.35V1H-0.35V0.35H-1V-0.35H-0.35Z",
    "X": "M-1,-0.5L-0.5,-1L0,-0.5L0.5,-1L1,-0.5L0.5,0L1,0.5L0.5,1L0,0.5L-0.5,1L-1,0.5L-0.5,0Z",
    "h": "M0,-1L0.87,-0.5V0.5L0,1L-0.87,0.5V-0.5Z",
}
# Lengths of dashes and gaps of a line, for SVG and Vega alike; the first is unbroken.
DASHES = ("", "6 3", "2 2", "8 3 2 3", "12 4", "4 4", "1 3", "10 2 2 2 2 2")
_ITSELF = {"ratio": 1.0, "low": None, "high": None, "rounds": 0, "verdict": NO_DIFFERENCE}


class Reader(View):
    """A summary's view for the page. Only frameworks can be best; references and versions stand beside them."""

    @property
    def looks(self) -> dict[str, dict[str, str]]:
        """How every available entry is drawn, by name."""
        return looks(self.titles)

    def best(self, group: str, endpoint: str, what: str = RATE) -> str | None:
        """The framework with the highest median rate, or the lowest median CPU time; None when none is compared."""
        own = [self.cell(group, endpoint, name) for name in self.ranked]
        compared = [cell for cell in own if cell and cell["compared"] and cell[what]]
        pick = max if what == RATE else min
        return pick(compared, key=lambda cell: cell[what]["median"])["framework"] if compared else None

    def standing(self, group: str, endpoint: str, framework: str, what: str = RATE) -> dict[str, Any] | None:
        """The ratio of a compared cell to the endpoint's best; exactly 1, without an interval, for the best itself."""
        best, cell = self.best(group, endpoint, what), self.cell(group, endpoint, framework)
        if best is None or cell is None or not cell["compared"]:
            return None
        return dict(_ITSELF) if framework == best else self.against(group, endpoint, framework, best, what)

    def sign(self, group: str, endpoint: str, framework: str, what: str = RATE) -> str:
        """`=` where no difference to the best is shown, `?` where nothing is; the best has the sign of its rivals."""
        best = self.best(group, endpoint, what)
        if best is None:
            return ""
        if framework != best:
            return mark(self.against(group, endpoint, framework, best, what))
        signs = {mark(self.against(group, endpoint, name, best, what)) for name in self.ranked if name != best}
        return next((sign for sign in (UNDECIDED, TIED) if sign in signs), "")


def looks(titles: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Title, colour, shape and dashes of each name; colour and shape are those of the project's other pictures."""
    colour, shape = colours(titles), markers(titles)
    return {
        name: {"title": title, "colour": colour[name], "shape": SHAPES[shape[name]], "dash": DASHES[i % len(DASHES)]}
        for i, (name, title) in enumerate(titles.items())
    }
