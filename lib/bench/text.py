"""Numbers and tables as text. What was not measured is an em dash, never a zero."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bench.stats import NO_DIFFERENCE, is_decidable

DASH = "—"
TIED, UNDECIDED = "=", "?"
KIB_PER_MIB = 1024


def number(value: float | None, digits: int = 3) -> str:
    """At least `digits` significant digits, all digits before the point, thousands set apart: `21,178`, `4.98`."""
    return DASH if value is None else fixed(value, _decimals(value, digits))


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, thousands set apart, a true minus sign and no minus zero."""
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if any(digit in text for digit in "123456789") else text.lstrip("-")


def percent(share: float | None, decimals: int = 1) -> str:
    """A fraction in per cent: `4.8 %`."""
    return DASH if share is None else f"{fixed(100 * share, decimals)} %"


def count(value: int | None) -> str:
    """A whole number, thousands set apart."""
    return DASH if value is None else f"{value:,}"


def with_interval(middle: float | None, low: float | None, high: float | None) -> str:
    """`21,178 (20,900–21,400)`, all with the middle's decimals; without an interval the middle alone."""
    if middle is None or low is None or high is None:
        return number(middle)
    decimals = _decimals(middle, 3)
    return f"{fixed(middle, decimals)} ({fixed(low, decimals)}–{fixed(high, decimals)})"


def measured(measure: Mapping[str, Any] | None, scale: float = 1) -> str:
    """A measure of summary.json: its median and interval, each divided by `scale`."""
    if measure is None:
        return DASH
    return with_interval(*(scaled(measure[key], scale) for key in ("median", "low", "high")))


def centred(found: Mapping[str, Any] | None) -> str:
    """A mean of summary.json with its interval: `12.3 (11.0–13.6)`; `to` parts ends of which one is negative."""
    if found is None:
        return DASH
    if found["low"] is None or found["low"] >= 0:
        return with_interval(found["centre"], found["low"], found["high"])
    decimals = min(_decimals(found[key], 3) for key in ("centre", "low", "high"))
    centre, low, high = (fixed(found[key], decimals) for key in ("centre", "low", "high"))
    return f"{centre} ({low} to {high})"


def mark(found: Mapping[str, Any] | None) -> str:
    """`=` for a ratio that shows no difference, `?` for one without an interval, which shows nothing; else empty."""
    if found is None or found["ratio"] is None or found["verdict"] != NO_DIFFERENCE:
        return ""
    return TIED if is_decidable(found) else UNDECIDED


def ratio(found: Mapping[str, Any] | None) -> str:
    """A ratio of summary.json with its mark: `= 0.981 (0.952–1.011)`, three decimals."""
    if found is None or found["ratio"] is None:
        return DASH
    ends = "" if found["low"] is None else f" ({fixed(found['low'], 3)}–{fixed(found['high'], 3)})"
    return f"{mark(found)} {fixed(found['ratio'], 3)}{ends}".lstrip()


def difference(found: Mapping[str, Any] | None) -> str:
    """A difference of summary.json: `+12.3 (−1.0 to +14.5)`, after `=` when its interval holds 0."""
    if found is None:
        return DASH
    known = [found[key] for key in ("centre", "low", "high") if found[key] is not None]
    decimals = min(_decimals(value, 3) for value in known)
    centre, *ends = (("+" if value > 0 else "") + fixed(value, decimals) for value in known)
    is_nothing = bool(ends) and known[1] <= 0 <= known[2]
    return (f"{TIED} " if is_nothing else "") + centre + (f" ({ends[0]} to {ends[1]})" if ends else "")


def scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def half_width(measure: Mapping[str, Any]) -> float | None:
    """Half of a measure's interval as a fraction of its median: the ± of a short table."""
    if measure["low"] is None or not measure["median"]:
        return None
    return (measure["high"] - measure["low"]) / 2 / measure["median"]


def noise_floor(floor: Mapping[str, Any] | None, titles: Mapping[str, str]) -> str:
    """The noise floor of summary.json as a sentence without its full stop; how to get one where there is none."""
    if floor is None:
        return "Noise floor: not measured; --null-run measures it"
    names = (("rate", "rate"), ("cpu_us", "CPU"), ("duet", "duet"))
    parts = [f"{name} {DASH if floor[key] is None else f'±{number(100 * floor[key], 2)} %'}" for key, name in names]
    if floor["framework"] is None:
        return f"Noise floor: {', '.join(parts)} (chosen, not measured)"
    count, title = floor["endpoints"], titles.get(floor["framework"], floor["framework"])
    return f"Noise floor: {', '.join(parts)} ({title} against itself, {count} endpoint{'s' if count > 1 else ''})"


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def words(name: str) -> str:
    """A key or a status as words: `contract_failed` becomes `contract failed`."""
    return name.replace("_", " ")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: a `<` would start HTML."""
    return text.replace("<", r"\<").replace("\n", " ")


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]], align: str = "l") -> list[str]:
    """A table whose columns line up in plain text too. `align` has an l or an r per column; its end may be left out,
    the columns beyond it are flush right."""
    body = [[escaped(cell).replace("|", r"\|") for cell in row] for row in (header, *rows)]
    sides = align.ljust(len(header), "r")
    widths = [max(3, *(len(row[i]) for row in body)) for i in range(len(header))]
    rule = ["-" * width if side == "l" else "-" * (width - 1) + ":" for width, side in zip(widths, sides, strict=True)]

    def line(cells: Sequence[str]) -> str:
        parts = zip(cells, widths, sides, strict=True)
        return "| " + " | ".join(c.ljust(w) if side == "l" else c.rjust(w) for c, w, side in parts) + " |"

    return [line(body[0]), line(rule), *map(line, body[1:])]


def _decimals(value: float, digits: int) -> int:
    return max(0, min(9, digits - 1 - math.floor(math.log10(abs(value))))) if value else 0
