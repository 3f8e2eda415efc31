"""One value per round: the windows of a round are averaged before anything is compared.

Each function gives {round number: value} of the rounds in which the value was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import fmean, geometric_mean

from bench.records import Cell, Duet, Window
from bench.stats import PerRound

PERCENTILES = {"p50": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99, "p99_9": 99.9}
UNSUSTAINED = "unsustained"
LEAST_PER_CONNECTION = 10
"""Answers of a duet's window on each connection."""
SATURATION_SPOILERS = frozenset({"server_idle", "client_limited", UNSUSTAINED})


def rates(cell: Cell) -> PerRound:
    """Good requests per second: all good requests of the round over all its seconds."""
    return {
        item.round: sum(w.good_requests for w in item.good_windows) / sum(w.seconds for w in item.good_windows)
        for item in cell.good_rounds()
    }


def cpu_us(cell: Cell) -> PerRound:
    """CPU µs of the server's process tree per request: all CPU time of the round over all its requests."""
    found = {}
    for item in cell.good_rounds():
        pairs = [(w.server.cpu_us, w.requests) for w in item.good_windows if w.server and w.server.cpu_us is not None]
        if pairs:
            found[item.round] = sum(cpu for cpu, _ in pairs) / sum(requests for _, requests in pairs)
    return found


def can_tell(cell: Cell, duet: Duet) -> bool:
    """Whether a duet's ratio means something: each side answered often enough on each connection.

    CPU time holds the work on requests that were under way at the end and are not counted, up to one on each connection.
    """
    least = LEAST_PER_CONNECTION * cell.connections
    return duet.is_good and min(duet.requests or 0, duet.reference_requests or 0) >= least


def duet_cpu_us(cell: Cell, reference: str) -> tuple[PerRound, PerRound]:
    """CPU µs per request of the cell, and of the reference, in the windows in which both were loaded at the same time.

    Each round's values are geometric means over its windows, so that their ratio is that of the windows' ratios. A
    disturbance cancels out within its window; totals of the round would bring it back, because the two sides do not
    answer the same share of their requests in each window.
    """
    own, other = {}, {}
    for item in cell.rounds:
        duets = [duet for duet in item.duets if duet.reference == reference and can_tell(cell, duet)]
        if duets:
            own[item.round] = geometric_mean((d.cpu_us or 0) / (d.requests or 1) for d in duets)
            other[item.round] = geometric_mean((d.reference_cpu_us or 0) / (d.reference_requests or 1) for d in duets)
    return own, other


def saturated_time_us(cell: Cell) -> PerRound:
    """µs between two answers, 1 / rate, of the rounds in which the server was the bottleneck of a closed loop.

    In the others the time is the client's, and says nothing about the endpoint.
    """
    saturated = {item.round for item in cell.good_rounds() if all(map(_is_saturated, item.good_windows))}
    return {number: 1e6 / rate for number, rate in rates(cell).items() if number in saturated}


def _is_saturated(window: Window) -> bool:
    return window.server is not None and window.paced is None and SATURATION_SPOILERS.isdisjoint(window.flags)


def latency_us(cell: Cell, name: str) -> PerRound:
    """One percentile of the latency in µs, by its name in PERCENTILES.

    Windows with so few requests that none lies beyond the percentile have no such percentile: 100 are needed for p99.
    Nor has a paced window that missed its rate: its latency is that of another load.
    """

    def pick(window: Window) -> float | None:
        is_known = window.good_requests * (100 - PERCENTILES[name]) >= 100 and is_sustained(window)
        return getattr(window.latency_us, name) if window.latency_us and is_known else None

    return _mean(cell, pick)


def is_sustained(window: Window) -> bool:
    """False for a paced window that missed its rate."""
    return UNSUSTAINED not in window.flags


def achieved_rps(cell: Cell) -> PerRound:
    """Requests per second that a paced load got answered."""
    return _mean(cell, lambda window: window.paced and window.paced.achieved_rps)


def late_us(cell: Cell, name: str) -> PerRound:
    """How late the requests of a paced load were sent, in µs: `mean`, `p50`, `p99` or, the highest of the round, `max`."""
    return _average(cell, lambda window: _late(window, name), max if name == "max" else fmean)


def client_share(cell: Cell) -> PerRound:
    """The load generator's share of its cores."""
    return _mean(cell, lambda window: window.client and window.client.share)


def server_share(cell: Cell) -> PerRound:
    """The server's share of its cores."""
    return _mean(cell, lambda window: window.server and window.server.share)


def memory_kib(cell: Cell, name: str) -> PerRound:
    """Memory of the server's process tree in KiB: `idle` and `after` as means, `peak` as the highest of the round."""
    return _average(cell, lambda window: _memory(window, name), max if name == "peak" else fmean)


def start_ms(cell: Cell) -> PerRound:
    """Time from exec to the first right answer, in ms."""
    return {item.round: item.start_ms for item in cell.good_rounds() if item.start_ms is not None}


def _late(window: Window, name: str) -> float | None:
    return window.paced and window.paced.late_us and getattr(window.paced.late_us, name)


def _memory(window: Window, name: str) -> float | None:
    return window.server and window.server.memory_kib and getattr(window.server.memory_kib, name)


def _mean(cell: Cell, pick: Callable[[Window], float | None]) -> PerRound:
    return _average(cell, pick, fmean)


def _average(cell: Cell, pick: Callable[[Window], float | None], how: Callable[[Iterable[float]], float]) -> PerRound:
    picked = {item.round: [pick(window) for window in item.good_windows] for item in cell.good_rounds()}
    known = {number: [value for value in values if value is not None] for number, values in picked.items()}
    return {number: how(values) for number, values in known.items() if values}
