"""What cannot well be true: numbers of a run that contradict each other or their own records.

A finding is {kind, cells, text, evidence}: which cells it is about, a sentence, and the numbers that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from statistics import median
from typing import Any

from bench import roles, rounds, stats
from bench.extras import GROWTH, PER_REQUESTS, describe_extras, is_leak
from bench.noise import Floors
from bench.records import Cell, Round, Run, Window
from bench.stats import CHEAPER, DEARER, FASTER, PerRound, verdict
from bench.text import KIB_PER_MIB

SAME_SHARE = 0.01
BYTES_SHARE = 0.02
# Two endpoints of one server, or two servers, differ by so much for no reason that could be named.
LEAST_SHARE = 0.02
ORDER = ("min", "p50", "p75", "p90", "p95", "p99", "p99_9", "max")

Finding = dict[str, Any]
ByPlace = Mapping[tuple[str, str, str], Cell]
Offender = tuple[Round, Window]


def find_all(run: Run, floors: Floors) -> list[Finding]:
    """All findings of a run, in the order of its cells. A twin's are its original's, and left out."""
    names = roles.names(run.frameworks, *roles.SHOWN)
    cells = [cell for cell in run.cells if cell.framework in names]
    by_place = {(cell.framework, cell.group, cell.endpoint): cell for cell in cells}
    found = [finding for cell in cells for finding in _of_cell(cell, by_place, floors)]
    for name in names:
        own = [cell for cell in cells if cell.framework == name and cell.is_compared]
        found += [finding for pair in combinations(own, 2) for finding in _look_alikes(*pair, by_place)]
    found += [finding for cell in cells for finding in _above_bare_server(run, cell, by_place, floors)]
    return found + (list(_missing(cells)) if run.status == "complete" else [])


def _of_cell(cell: Cell, by_place: ByPlace, floors: Floors) -> Iterator[Finding]:
    windows = [(item, window) for item in cell.good_rounds() for window in item.good_windows]
    if cell.status == "ok" and not windows:
        yield _finding("no_rounds", [cell], "the status is ok, but no round was measured", status=cell.status, rounds=0)
    if not cell.is_compared:
        return
    control = by_place.get((cell.framework, cell.group, cell.control or ""))
    if control and control.is_compared:
        yield from _cheaper_than_control(cell, control, floors)
    yield from _wrong_bytes(cell, windows)
    yield from _disorder(cell, windows)
    yield from _leak(cell)


def _cheaper_than_control(cell: Cell, control: Cell, floors: Floors) -> Iterator[Finding]:
    this, other, what = rounds.cpu_us(cell), rounds.cpu_us(control), "CPU"
    if not stats.common_rounds((this, other)):
        this, other, what = rounds.saturated_time_us(cell), rounds.saturated_time_us(control), "time"
    ratio, cost = stats.ratio(this, other), stats.difference(this, other)
    floor = _floor(floors.cpu_us if what == "CPU" else floors.rate)
    if cost and verdict(ratio, floor, above=DEARER, below=CHEAPER) == CHEAPER:
        text = f"costs {-cost.centre:,.1f} µs less {what} per request than its control {control.endpoint}"
        evidence = {"own_us": _middle(this), "control_us": _middle(other), **_ratio(ratio), "floor": floor}
        yield _finding("cheaper_than_control", [cell, control], text, **evidence)


def _wrong_bytes(cell: Cell, windows: Sequence[Offender]) -> Iterator[Finding]:
    wrong = [window for _, window in windows if _bytes_differ(cell, window)]
    if wrong and cell.response:
        size = cell.response.head_bytes + cell.response.body_bytes
        seen = median(window.bytes / window.requests for window in wrong)
        text = f"{seen:,.1f} bytes came per request, the checked answer has {size:,}"
        evidence = {"bytes_per_request": seen, "answer_bytes": size, "windows": len(wrong), "of": len(windows)}
        yield _finding("bytes", [cell], f"{text} ({len(wrong)} of {len(windows)} windows)", **evidence)


def _bytes_differ(cell: Cell, window: Window) -> bool:
    """Bytes that do not fit requests × size, by more than 2 % and more than the answers under way at the end.

    The 2 % are for answers that hold the time of day, whose digits vary.
    """
    if cell.response is None:
        return False
    size = cell.response.head_bytes + cell.response.body_bytes
    expected = window.requests * size
    return abs(window.bytes - expected) > BYTES_SHARE * expected + cell.connections * size


def _disorder(cell: Cell, windows: Sequence[Offender]) -> Iterator[Finding]:
    wrong = [place for place in windows if _is_out_of_order(place[1])]
    if wrong:
        item, window = wrong[0]
        text = f"the latency percentiles are not in order ({len(wrong)} of {len(windows)} windows)"
        evidence = {"round": item.round, "window": window.window, "latency_us": _percentiles(window)}
        # A curve is long: the first step down shows it.
        curve = sorted(window.quantiles or ())
        down = [[list(one), list(two)] for one, two in pairwise(curve) if two[1] < one[1]]
        yield _finding("percentiles", [cell], text, **evidence, curve_step=down[0] if down else None)


def _leak(cell: Cell) -> Iterator[Finding]:
    extras = describe_extras(cell)
    if is_leak(cell, extras):
        growth = extras[GROWTH]
        text = f"its server keeps {growth['centre'] / KIB_PER_MIB:,.1f} MiB more memory after each {PER_REQUESTS:,} requests"
        yield _finding("leak", [cell], text, growth_kib=growth, per_requests=PER_REQUESTS)


def _percentiles(window: Window) -> dict[str, float]:
    named = {name: getattr(window.latency_us, name) for name in ORDER} if window.latency_us else {}
    return {name: value for name, value in named.items() if value is not None}


def _is_out_of_order(window: Window) -> bool:
    known = list(_percentiles(window).values())
    curve = [value for _, value in sorted(window.quantiles or ())]
    return known != sorted(known) or curve != sorted(curve)


def _look_alikes(one: Cell, other: Cell, by_place: ByPlace) -> Iterator[Finding]:
    """Two endpoints that should differ, with answers of the same size and, to 1 %, the same rate and CPU per request.

    Equal rates alone prove nothing, least of all at a rate that the load chose. Endpoints with one control are variants
    of each other and may well be equal, unless one of them stands for more operations per request; so may endpoints
    that are controls themselves.
    """
    related = _family(one, by_place) == _family(other, by_place)
    is_suspect = one.work != other.work if related else one.control is not None and other.control is not None
    if not is_suspect or one.response is None or one.response != other.response or _is_paced(one) or _is_paced(other):
        return
    rates = [_middle(rounds.rates(cell)) for cell in (one, other)]
    cpu = [_middle(rounds.cpu_us(cell)) for cell in (one, other)]
    if _are_same(*rates) and (None in cpu or _are_same(*cpu)):
        where = other.endpoint if one.group == other.group else f"{other.group}/{other.endpoint}"
        size = one.response.head_bytes + one.response.body_bytes
        text = f"has the same rate (to 1 %) and the same answer size as {where}"
        yield _finding("look_alike", [one, other], text, rates=rates, cpu_us=cpu, answer_bytes=size)


def _are_same(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= SAME_SHARE * max(one, other)


def _family(cell: Cell, by_place: ByPlace) -> tuple[str, str]:
    """The group and the endpoint at the end of the chain of controls."""
    name, seen = cell.endpoint, set()
    while name not in seen:
        seen.add(name)
        found = by_place.get((cell.framework, cell.group, name))
        name = found.control or name if found else name
    return cell.group, name


def _above_bare_server(run: Run, cell: Cell, by_place: ByPlace, floors: Floors) -> Iterator[Finding]:
    """A framework that answers faster, or for less CPU, than an application without any framework on the same server."""
    said = run.frameworks[cell.framework]
    if roles.role(said) != roles.FRAMEWORK or not cell.is_compared:
        return
    for name in roles.names(run.frameworks, roles.REFERENCE):
        bare = by_place.get((name, cell.group, cell.endpoint))
        if not bare or not bare.is_compared or not roles.is_on_bare_server(said, run.frameworks[name]):
            continue
        rate = stats.ratio(rounds.rates(cell), rounds.rates(bare))
        cpu = stats.ratio(rounds.cpu_us(cell), rounds.cpu_us(bare))
        faster = not _is_paced(cell) and verdict(rate, _floor(floors.rate)) == FASTER
        if faster or verdict(cpu, _floor(floors.cpu_us), above=DEARER, below=CHEAPER) == CHEAPER:
            text = f"is {'faster' if faster else 'cheaper'} than the bare server, {run.frameworks[name].get('title', name)}"
            yield _finding("above_bare_server", [cell, bare], text, rate=_ratio(rate), cpu_us=_ratio(cpu))


def _missing(cells: Sequence[Cell]) -> Iterator[Finding]:
    """Cells that some framework has in a group and another, measured there too, has no record of."""
    for group in dict.fromkeys(cell.group for cell in cells):
        own = [cell for cell in cells if cell.group == group]
        have = {(cell.framework, cell.endpoint) for cell in own}
        for framework in dict.fromkeys(cell.framework for cell in own):
            for endpoint in dict.fromkeys(cell.endpoint for cell in own):
                if (framework, endpoint) not in have:
                    place = {"framework": framework, "group": group, "endpoint": endpoint}
                    others = [cell.framework for cell in own if cell.endpoint == endpoint]
                    text = "there is no record of this cell"
                    yield {"kind": "no_record", "cells": [place], "text": text, "evidence": {"recorded_for": others}}


def _is_paced(cell: Cell) -> bool:
    return any(window.paced for item in cell.good_rounds() for window in item.good_windows)


def _floor(measured: float | None) -> float:
    return max(measured or 0.0, LEAST_SHARE)


def _middle(values: PerRound) -> float | None:
    return median(values.values()) if values else None


def _ratio(interval: stats.Interval | None) -> dict[str, Any]:
    if interval is None:
        return {"ratio": None, "low": None, "high": None, "rounds": 0}
    return {"ratio": interval.centre, "low": interval.low, "high": interval.high, "rounds": interval.rounds}


def _finding(kind: str, cells: Sequence[Cell], text: str, **evidence: Any) -> Finding:
    places = [{"framework": c.framework, "group": c.group, "endpoint": c.endpoint} for c in cells]
    return {"kind": kind, "cells": places, "text": text, "evidence": evidence}
