"""One cell in numbers: what summary.json says about one endpoint of one framework."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from statistics import median
from typing import Any

from bench import rounds, stats
from bench.extras import describe_extras
from bench.latency import describe_latency
from bench.quantiles import merged_curve
from bench.records import Cell, Server
from bench.stats import PerRound

LATE = ("mean", "p50", "p99", "max")
SLOW_FIRST_ROUND = "slow_first_round"
SLOW_FIRST_SHARE = 0.2


def describe_cell(cell: Cell, control: Cell | None) -> dict[str, Any]:
    """The cell's entry in summary.json. Its numbers are null unless its status lets it be compared."""
    good = list(cell.good_rounds())
    return {
        "framework": cell.framework,
        "group": cell.group,
        "endpoint": cell.endpoint,
        "status": cell.status,
        "compared": cell.is_compared,
        "problems": [asdict(problem) for problem in cell.problems],
        "flags": _flags(cell),
        "rounds_measured": len(good),
        "requests": sum(window.good_requests for item in good for window in item.good_windows),
        "windows_measured": sum(len(item.good_windows) for item in good),
        "response_bytes": _response_bytes(cell),
        **_numbers(cell),
        "cost": _cost(cell, control),
        "extra": describe_extras(cell) if cell.is_compared else {},
        "latency_at": describe_latency(cell),
        "load": as_dict(cell.load),
        "paced": _paced(cell),
    }


def has_slow_first_round(cell: Cell) -> bool:
    """True when the first round differs from the median of the others by over 20 % and lies outside their range."""
    values = rounds.rates(cell)
    others = [rate for number, rate in values.items() if number != 1]
    if 1 not in values or len(others) < 2:
        return False
    far = abs(values[1] - median(others)) > SLOW_FIRST_SHARE * median(others)
    return far and not min(others) <= values[1] <= max(others)


def as_dict(value: Any) -> dict[str, Any] | None:
    """A dataclass such as a Measure for JSON."""
    return None if value is None else asdict(value)


def _response_bytes(cell: Cell) -> dict[str, int] | None:
    return cell.response and {"head": cell.response.head_bytes, "body": cell.response.body_bytes}


def _flags(cell: Cell) -> dict[str, int]:
    """In how many windows each flag was raised; `slow_first_round` counts once."""
    counts = Counter(flag for item in cell.rounds for window in item.windows for flag in window.flags)
    if has_slow_first_round(cell):
        counts[SLOW_FIRST_ROUND] += 1
    return dict(sorted(counts.items()))


def _numbers(cell: Cell) -> dict[str, Any]:
    def over(read: Callable[[Cell], PerRound]) -> dict[str, Any] | None:
        return as_dict(stats.measure(read(cell))) if cell.is_compared else None

    def middle(values: PerRound) -> float | None:
        return median(values.values()) if cell.is_compared and values else None

    return {
        "rate": over(rounds.rates),
        "operations_rate": over(_operations) if cell.work > 1 else None,
        "cpu_us": over(rounds.cpu_us),
        "latency_us": {name: over(lambda c, name=name: rounds.latency_us(c, name)) for name in rounds.PERCENTILES},
        "quantiles_us": merged_curve(cell) if cell.is_compared else None,
        "client_share": middle(rounds.client_share(cell)),
        "server_share": middle(rounds.server_share(cell)),
        "memory_kib": {name: middle(rounds.memory_kib(cell, name)) for name in ("idle", "peak", "after")},
        "memory_rounds_kib": {name: over(lambda c, name=name: rounds.memory_kib(c, name)) for name in ("idle", "peak")},
        "start_ms": over(rounds.start_ms),
        "processes": _most(cell, lambda server: server.processes),
        "threads": _most(cell, lambda server: server.threads),
    }


def _paced(cell: Cell) -> dict[str, Any] | None:
    """What a paced load aimed at and got, and how late it sent, in µs; None for any other load."""
    windows = [window for item in cell.good_rounds() for window in item.good_windows if window.paced]
    if not windows:
        return None
    targets = [window.paced.target_rps for window in windows if window.paced and window.paced.target_rps is not None]
    late = {name: stats.measure(rounds.late_us(cell, name)) for name in LATE}
    return {
        "target_rps": median(targets) if targets else None,
        "achieved_rps": as_dict(stats.measure(rounds.achieved_rps(cell))),
        "late_us": {name: found and found.median for name, found in late.items()},
    }


def _operations(cell: Cell) -> PerRound:
    return {number: rate * cell.work for number, rate in rounds.rates(cell).items()}


def _most(cell: Cell, pick: Callable[[Server], int | None]) -> int | None:
    """The highest count seen in the server's process tree: of processes, or of threads."""
    windows = [window for item in cell.good_rounds() for window in item.good_windows]
    counts = [pick(window.server) for window in windows if window.server]
    return max((count for count in counts if count is not None), default=None)


def _cost(cell: Cell, control: Cell | None) -> dict[str, Any] | None:
    """What this endpoint costs over its control, in µs per request, paired by round; None without a control."""
    if cell.control is None:
        return None
    cpu = time = None
    if control and cell.is_compared and control.is_compared:
        cpu = stats.difference(rounds.cpu_us(cell), rounds.cpu_us(control))
        time = stats.difference(rounds.saturated_time_us(cell), rounds.saturated_time_us(control))
    return {"control": cell.control, "cpu_us": as_dict(cpu), "time_us": as_dict(time)}
