"""The data of charts that have a line per endpoint and framework: a mark with its interval on a shared axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.reports._html.reader import CPU, RATE, Reader
from bench.text import DASH, difference, mark, measured, number, ratio, scaled, words
from bench.view import is_doubtful

Chart = dict[str, Any]
Line = dict[str, Any]
# A linear axis shows little of most bars when the largest reaches so many times as far as the median one.
WIDE = 8
# A logarithmic axis reaches at most so many times beyond the marks: the intervals of two rounds can be as wide as that.
REACH = 10
AXES = {
    RATE: "Requests/s ÷ the highest of the endpoint, logarithmic",
    CPU: "CPU time per request ÷ the lowest of the endpoint, logarithmic",
}


def ratios(reader: Reader, group: Mapping[str, Any], what: str) -> Chart | None:
    """Each endpoint's frameworks against its best; None with fewer than two of them."""
    names = reader.frameworks(group["name"])
    if len(names) < 2:
        return None
    lines = []
    for i, endpoint in enumerate(group["endpoints"]):
        lines.append(head(i, endpoint["name"], endpoint["title"]))
        lines += [
            _ratio_line(reader, group["name"], endpoint["name"], name, f"{i}.{j}", what) for j, name in enumerate(names)
        ]
    return chart(lines, AXES[what], base=1)


def costs(reader: Reader, group: Mapping[str, Any]) -> Chart | None:
    """What each endpoint costs over its control, in CPU µs per operation; None when no endpoint has a control."""
    lines = []
    for i, endpoint in enumerate(item for item in group["endpoints"] if item["control"]):
        work = endpoint["work"]
        several = f", per operation: a request is {number(work)} of them" if work > 1 else ""
        lines.append(head(i, endpoint["name"], f"over {endpoint['control']}{several}"))
        for j, name in enumerate(reader.frameworks(group["name"])):
            lines.append(_cost_line(reader, (group["name"], endpoint["name"], name), f"{i}.{j}", work))
    if not any("v" in line for line in lines):
        return None
    several = any(item["work"] > 1 and item["control"] for item in group["endpoints"])
    return chart(lines, f"CPU µs per {'operation' if several else 'request'} over the control", base=0)


def means(reader: Reader, found: Mapping[str, Any], what: str) -> Chart:
    """Geometric means against their base."""
    base = reader.titles[found["base"]]
    lines = []
    for j, (name, own) in enumerate(found["frameworks"].items()):
        entry = own[what] if name != found["base"] else {"ratio": 1.0, "low": None, "high": None}
        if entry["ratio"] is None:
            lines.append(nothing(f"0.{j}", reader.titles[name], "not measured in all of the endpoints"))
            continue
        shown = f"{mark(own[what]) if name != found['base'] else ''} {number(entry['ratio'])}".strip()
        lines.append(
            line(f"0.{j}", reader.titles[name], name, entry, shown, ratio(own[what]) if name != found["base"] else "1")
        )
    title = {RATE: "Requests/s", CPU: "CPU time per request"}[what]
    return chart(lines, f"{title} ÷ {base}, logarithmic", base=1)


def chart(lines: Sequence[Line], axis: str, base: float) -> Chart:
    """The chart's data: `base` is where its reference line stands, 1 for ratios on a logarithmic axis, 0 for bars."""
    if base:
        lines = _cut(lines, base)
    ends = [line[key] for line in lines for key in ("v", "a", "b") if line.get(key) is not None]
    low, high = min([base, *ends]), max([base, *ends])
    if base:
        return {"kind": "rows", "axis": axis, "scale": "log", "base": base, "domain": [low, high],
                "ticks": _log_ticks(low, high), "rows": lines}  # fmt: skip
    linear = _linear_limit(lines)
    if linear is None:
        return {"kind": "rows", "axis": axis, "scale": "linear", "base": 0, "domain": [low, high], "rows": lines}
    text = f"{axis}: linear up to ±{number(linear, 1)}, logarithmic beyond"
    return {"kind": "rows", "axis": text, "scale": "symlog", "constant": linear, "base": 0, "domain": [low, high],
            "ticks": _symlog_ticks(low, high, linear), "rows": lines}  # fmt: skip


def head(index: int, title: str, text: str) -> Line:
    """The line above those of an endpoint."""
    return {"i": f"{index}|", "h": title, "t": text}


def line(index: str, title: str, framework: str, found: Mapping[str, Any], shown: str, tip: str) -> Line:
    """One mark: `found` has `ratio` or `centre`, with `low` and `high`."""
    middle = found["ratio"] if "ratio" in found else found["centre"]
    return {"i": f"{index}|{title}", "f": framework, "v": middle, "a": found["low"], "b": found["high"], "s": shown,
            "t": tip}  # fmt: skip


def nothing(index: str, title: str, why: str) -> Line:
    """A line without a number, and why."""
    return {"i": f"{index}|{title}", "n": why}


def _cut(lines: Sequence[Line], base: float) -> list[Line]:
    """The lines with intervals that reach not too far; `c` are the ends that were cut."""
    middles = [base, *(line["v"] for line in lines if "v" in line)]
    low, high = min(middles) / REACH, max(middles) * REACH

    def cut(line: Line) -> Line:
        if line.get("a") is None or (line["a"] >= low and line["b"] <= high):
            return line
        ends = {"a": max(line["a"], low), "b": min(line["b"], high)}
        return line | ends | {"c": [end for key, end in ends.items() if end != line[key]]}

    return [cut(line) for line in lines]


def _ratio_line(reader: Reader, group: str, endpoint: str, framework: str, index: str, what: str) -> Line:
    cell, title = reader.cell(group, endpoint, framework), reader.titles[framework]
    found = reader.standing(group, endpoint, framework, what)
    if cell is None or not cell["compared"] or not cell[what]:
        missing = "no record" if cell is None else words(cell["status"])
        return nothing(index, title, missing if cell is None or not cell["compared"] else DASH)
    if found is None or found["ratio"] is None:
        return nothing(index, title, DASH)
    sign = reader.sign(group, endpoint, framework, what)
    unit = "requests/s" if what == RATE else "CPU µs per request"
    parts = [number(cell[what]["median"]), sign, "!" if is_doubtful(cell) else ""]
    tip = f"{endpoint}, {title}: {measured(cell[what])} {unit}; ratio {ratio(found)}"
    return line(index, title, framework, found, " ".join(filter(None, parts)), tip)


def _cost_line(reader: Reader, place: tuple[str, str, str], index: str, work: int) -> Line:
    cell, title = reader.cell(*place), reader.titles[place[2]]
    if cell is None or not cell["compared"]:
        return nothing(index, title, "no record" if cell is None else words(cell["status"]))
    found = cell["cost"] and cell["cost"]["cpu_us"]
    if not found:
        return nothing(index, title, DASH)
    own = per_operation(found, work)
    shown = difference(own)
    return line(index, title, place[2], own, shown.partition(" (")[0], f"{place[1]}, {title}: {shown} µs")


def per_operation(found: Mapping[str, Any], work: int) -> dict[str, Any]:
    """A difference per request, shared out over its operations."""
    return {**found, **{key: scaled(found[key], work) for key in ("centre", "low", "high")}}


def _log_ticks(low: float, high: float) -> list[float]:
    if high / low < 2.5:
        return _even_ticks(low, high)
    steps = (1, 2, 5) if high / low < 1000 else (1,)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [float(f"{step}e{power}") for power in powers for step in steps]
    return [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001] or [low, high]


def _even_ticks(low: float, high: float) -> list[float]:
    """About four ticks at round numbers, for so short an axis that 1, 2 and 5 are not on it."""
    size = max(high - low, 1e-3) / 4
    step = next(s for s in (1, 2, 5, 10) if s * 10.0 ** math.floor(math.log10(size)) >= size * 0.999)
    step *= 10.0 ** math.floor(math.log10(size))
    return [round(i * step, 6) for i in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _linear_limit(lines: Sequence[Line]) -> float | None:
    """Up to where a symmetric logarithmic axis is linear: the power of ten below the usual end. None: all linear."""
    ends = sorted(
        max(abs(line[key]) for key in ("v", "a", "b") if line.get(key) is not None) for line in lines if "v" in line
    )
    known = [end for end in ends if end > 0]
    if not known or known[-1] < WIDE * known[len(known) // 2]:
        return None
    return 10.0 ** math.floor(math.log10(known[len(known) // 2]))


def _symlog_ticks(low: float, high: float, linear: float) -> list[float]:
    first = round(math.log10(linear))
    last = math.ceil(math.log10(max(abs(low), abs(high), linear * 10)))
    sizes: Iterable[float] = [10.0**power for power in range(first, last + 1)]
    ticks = [0.0, *(sign * size for size in sizes for sign in (1, -1))]
    return sorted(tick for tick in ticks if low <= tick <= high)
