"""The further numbers of a cell: what clients and proofs measured, and what follows from its windows.

One value per round goes in; a mean with its 95 % interval comes out, because these numbers may be zero or negative, and
their logarithm then says nothing. A contract's `metrics` names those that its tables show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from statistics import fmean
from typing import Any

from bench import stats
from bench.records import Cell, Memory, Round, Window

PER_REQUESTS = 100_000
GROWTH = "memory_growth_kib"
LEAK_KIB = 1024
"""Growth per 100,000 requests from which it is called a leak: ten bytes that each request leaves."""
SEEN_KIB = 256
"""Growth within a window that is more than a few pages: slow endpoints answer so few requests that a page looks like a leak."""


def describe_extras(cell: Cell) -> dict[str, dict[str, Any]]:
    """{name: {centre, low, high, rounds}} of everything that was measured beside rate, time, latency and memory."""
    names = dict.fromkeys(name for window in _windows(cell) for name in window.extra)
    reads: dict[str, Callable[[Round], float | None]] = {
        **{name: lambda r, name=name: _mean(w.extra.get(name) for w in r.good_windows) for name in names},
        GROWTH: _growth,
        "memory_kept_kib": lambda r: _mean(_between(w, "before", "after") for w in r.good_windows),
        "memory_per_connection_kib": lambda r: _per_connection(cell, r),
        "files_left": lambda r: _mean(_files_left(w) for w in r.good_windows),
        "busiest_process_share": lambda r: _mean(w.server and w.server.busiest_share for w in r.good_windows),
        "rate_drift_share": _drift,
    }
    found = {
        name: [value for item in cell.good_rounds() if (value := read(item)) is not None]
        for name, read in reads.items()
    }
    return {name: asdict(stats.mean_interval(values)) for name, values in found.items() if values}


def is_leak(cell: Cell, extras: dict[str, dict[str, Any]]) -> bool:
    """True when the memory grows with the requests, by more than any round's noise explains, and by enough to be seen."""
    growth = extras.get(GROWTH)
    if growth is None or growth["low"] is None or growth["low"] <= LEAK_KIB:
        return False
    requests = fmean(item.good_windows[-1].requests for item in cell.good_rounds())
    return growth["low"] * requests / PER_REQUESTS > SEEN_KIB


def _growth(item: Round) -> float | None:
    """KiB per 100,000 requests, in the round's last window: in the first one caches fill."""
    if len(item.good_windows) < 2:
        return None
    window = item.good_windows[-1]
    grown = _between(window, "before", "after")
    return None if grown is None else grown / window.requests * PER_REQUESTS


def _drift(item: Round) -> float | None:
    """How far the last window's rate is from the first's, as a share of it."""
    if len(item.good_windows) < 2:
        return None
    first, last = (w.good_requests / w.seconds for w in (item.good_windows[0], item.good_windows[-1]))
    return last / first - 1


def _per_connection(cell: Cell, item: Round) -> float | None:
    # From the start of the server: the warm-up opens as many connections, and what they took stays.
    grown = _mean(_between(w, "idle", "peak") for w in item.good_windows[:1])
    return None if grown is None else grown / cell.connections


def _between(window: Window, start: str, end: str) -> float | None:
    memory: Memory | None = window.server and window.server.memory_kib
    if memory is None or getattr(memory, start) is None or getattr(memory, end) is None:
        return None
    return getattr(memory, end) - getattr(memory, start)


def _files_left(window: Window) -> float | None:
    files = window.server and window.server.files
    return None if not files or files.before is None or files.after is None else files.after - files.before


def _windows(cell: Cell) -> Iterable[Window]:
    return (window for item in cell.good_rounds() for window in item.good_windows)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
