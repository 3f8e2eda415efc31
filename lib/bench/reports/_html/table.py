"""Tables as the page shows them: texts for people, sort keys for the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.text import DASH, UNDECIDED, count, fixed, mark, number, scaled, with_interval, words
from bench.text import difference as difference_text

Ratio = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `sort` is a number or a text, None sorts last; `detail` is a second, smaller line."""

    text: str
    sort: float | str | None = None
    detail: str = ""
    href: str | None = None
    look: str = ""
    framework: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header, with its unit as a second line. `kind` is text, number or name: a name heads its row."""

    title: str
    unit: str = ""
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `folded` ones open on demand. `caption` is its accessible name."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = field(default=())
    folded: bool = False
    sortable: bool = True

    @property
    def heads(self) -> int:
        """How many columns, from the left, head their rows."""
        return sum(column.kind == "name" for column in self.columns)


def text(value: str, detail: str = "", look: str = "") -> Cell:
    """Words, sorted as words; an em dash sorts last."""
    return Cell(value, None if value == DASH else value, detail, look=look)


def value(amount: float | None, scale: float = 1) -> Cell:
    """A number of at least three significant digits."""
    return Cell(number(scaled(amount, scale)), amount)


def whole(amount: int | None) -> Cell:
    """A whole number."""
    return Cell(count(amount), amount)


def percent(share: float | None, decimals: int = 0) -> Cell:
    """A fraction as per cent."""
    return Cell(DASH if share is None else f"{fixed(share * 100, decimals)} %", share)


def measure(found: Mapping[str, Any] | None, scale: float = 1) -> Cell:
    """A measure of summary.json: median, and its interval as the second line."""
    if found is None:
        return Cell(DASH)
    middle, *ends = (scaled(found[key], scale) for key in ("median", "low", "high"))
    return Cell(number(middle), found["median"], _ends(middle, *ends))


def ratio(found: Ratio | None) -> Cell:
    """A ratio of summary.json with its mark, and its interval as the second line."""
    if found is None or found["ratio"] is None:
        return Cell(DASH)
    decimals = 3 if found["ratio"] < 10 else 1
    shown = f"{mark(found)} {fixed(found['ratio'], decimals)}".lstrip()
    ends = "" if found["low"] is None else f"{fixed(found['low'], decimals)}–{fixed(found['high'], decimals)}"
    return Cell(shown, found["ratio"], ends)


def difference(found: Mapping[str, Any]) -> Cell:
    """A difference of summary.json with its mark, and its interval as the second line."""
    shown, _, ends = difference_text(found).partition(" (")
    return Cell(shown if found["low"] is not None else f"{UNDECIDED} {shown}", found["centre"], ends.rstrip(")"))


def level(found: Mapping[str, Any]) -> Cell:
    """A value with its interval, whose low end may lie below 0."""
    middle, low, high = (found[key] for key in ("centre", "low", "high"))
    return Cell(number(middle), middle, _ends(middle, low, high).replace("–", " to "))


def status(cell: Mapping[str, Any] | None) -> Cell:
    """Why there is no number, in two words."""
    said = "no record" if cell is None else words(cell["status"])
    return Cell(said, None, look="none")


def _ends(middle: float | None, low: float | None, high: float | None) -> str:
    """The interval alone, with the decimals of its middle."""
    shown = with_interval(middle, low, high)
    return shown.partition(" (")[2].rstrip(")")
