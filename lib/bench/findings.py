"""What cannot well be true: numbers of a run that contradict each other or their own records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import median
from typing import Any

from bench import rounds, stats
from bench.cells import has_slow_first_round
from bench.records import Cell, Run, Window

SAME_RATE_SHARE = 0.01
BYTES_SHARE = 0.02
ORDER = ("min", "p50", "p75", "p90", "p95", "p99", "p99_9", "max")

Finding = dict[str, Any]


def find_all(run: Run) -> list[Finding]:
    """All findings of a run, in the order of its cells; each names its kind, its cell and a sentence."""
    by_place = {(cell.framework, cell.group, cell.endpoint): cell for cell in run.cells}
    found = [finding for cell in run.cells for finding in _of_cell(cell, by_place)]
    for name in run.frameworks:
        own = [cell for cell in run.cells if cell.framework == name and cell.is_compared]
        found += [finding for pair in combinations(own, 2) for finding in _look_alikes(*pair, by_place)]
    return found + (list(_missing(run.cells)) if run.status == "complete" else [])


def _of_cell(cell: Cell, by_place: Mapping[tuple[str, str, str], Cell]) -> Iterator[Finding]:
    windows = [window for item in cell.good_rounds() for window in item.good_windows]
    if cell.status == "ok" and not windows:
        yield _finding("no_rounds", cell, "the status is ok, but no round was measured")
    if not cell.is_compared:
        return
    control = by_place.get((cell.framework, cell.group, cell.control or ""))
    if control and control.is_compared:
        yield from _cheaper_than_control(cell, control)
    yield from _counted("bytes", cell, windows, lambda window: _bytes_differ(cell, window), _bytes_text(cell, windows))
    disorder = "the latency percentiles are not in order"
    yield from _counted("percentiles", cell, windows, _is_out_of_order, disorder)
    if has_slow_first_round(cell):
        rate = rounds.rates(cell)
        others = median(value for number, value in rate.items() if number != 1)
        text = f"the first round's rate, {rate[1]:,.0f}/s, is far from the others' median, {others:,.0f}/s"
        yield _finding("slow_first_round", cell, text)


def _cheaper_than_control(cell: Cell, control: Cell) -> Iterator[Finding]:
    cost, what = stats.difference(rounds.cpu_us(cell), rounds.cpu_us(control)), "CPU"
    if cost is None:
        cost, what = stats.difference(rounds.saturated_time_us(cell), rounds.saturated_time_us(control)), "time"
    if cost and cost.high is not None and cost.high < 0:
        text = f"costs {-cost.centre:,.1f} µs less {what} per request than its control {control.endpoint}"
        yield _finding("cheaper_than_control", cell, text)


def _bytes_differ(cell: Cell, window: Window) -> bool:
    """Bytes that do not fit requests × size, by more than 2 % and more than the answers under way at the end.

    The 2 % are for answers that hold the time of day, whose digits vary.
    """
    if cell.response is None:
        return False
    size = cell.response.head_bytes + cell.response.body_bytes
    expected = window.requests * size
    return abs(window.bytes - expected) > BYTES_SHARE * expected + cell.connections * size


def _bytes_text(cell: Cell, windows: Sequence[Window]) -> str:
    if cell.response is None or not windows:
        return ""
    seen = median(window.bytes / window.requests for window in windows)
    size = cell.response.head_bytes + cell.response.body_bytes
    return f"{seen:,.1f} bytes came per request, the checked answer has {size:,}"


def _is_out_of_order(window: Window) -> bool:
    named = [getattr(window.latency_us, name) for name in ORDER] if window.latency_us else []
    known = [value for value in named if value is not None]
    curve = [value for _, value in sorted(window.quantiles or ())]
    return known != sorted(known) or curve != sorted(curve)


def _counted(
    kind: str, cell: Cell, windows: Sequence[Window], is_wrong: Callable[[Window], bool], text: str
) -> Iterator[Finding]:
    count = sum(map(is_wrong, windows))
    if count:
        yield _finding(kind, cell, f"{text} ({count} of {len(windows)} windows)")


def _look_alikes(one: Cell, other: Cell, by_place: Mapping[tuple[str, str, str], Cell]) -> Iterator[Finding]:
    """Two endpoints that should differ, with answers of the same size and, to 1 %, the same rate.

    Equal rates alone prove nothing. Endpoints with one control are variants of each other and may well be equal,
    unless one of them stands for more operations per request; so may endpoints that are controls themselves.
    """
    related = _family(one, by_place) == _family(other, by_place)
    is_suspect = one.work != other.work if related else one.control is not None and other.control is not None
    if not is_suspect or one.response is None or one.response != other.response:
        return
    first, second = (median(rounds.rates(cell).values()) for cell in (one, other))
    if abs(first - second) <= SAME_RATE_SHARE * max(first, second):
        where = other.endpoint if one.group == other.group else f"{other.group}/{other.endpoint}"
        yield _finding("look_alike", one, f"has the same rate (to 1 %) and the same answer size as {where}")


def _family(cell: Cell, by_place: Mapping[tuple[str, str, str], Cell]) -> tuple[str, str]:
    """The group and the endpoint at the end of the chain of controls."""
    name, seen = cell.endpoint, set()
    while name not in seen:
        seen.add(name)
        found = by_place.get((cell.framework, cell.group, name))
        name = found.control or name if found else name
    return cell.group, name


def _missing(cells: Sequence[Cell]) -> Iterator[Finding]:
    """Cells that some framework has in a group and another, measured there too, has no record of."""
    for group in dict.fromkeys(cell.group for cell in cells):
        own = [cell for cell in cells if cell.group == group]
        have = {(cell.framework, cell.endpoint) for cell in own}
        for framework in dict.fromkeys(cell.framework for cell in own):
            for endpoint in dict.fromkeys(cell.endpoint for cell in own):
                if (framework, endpoint) not in have:
                    place = {"framework": framework, "group": group, "endpoint": endpoint}
                    yield {"kind": "no_record", **place, "text": "there is no record of this cell"}


def _finding(kind: str, cell: Cell, text: str) -> Finding:
    place = {"framework": cell.framework, "group": cell.group, "endpoint": cell.endpoint}
    return {"kind": kind, **place, "text": text}
