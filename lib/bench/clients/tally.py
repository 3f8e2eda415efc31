"""What a load counts, and its result in the form that lib/wrk.lua writes: times in microseconds."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from bench.clients.server import Server

PERCENTS = (
    1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 88, 90, 92, 94, 95, 96, 97, 98,
    99, 99.25, 99.5, 99.75, 99.9, 99.95, 99.99, 99.999,
)  # fmt: skip
"""The points of the distribution, as in lib/wrk.lua."""
NAMED = {"p50": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99, "p99_9": 99.9}
LONGEST_US = 2**32 - 1

now_ns = time.monotonic_ns
"""One clock for all processes of this machine, so that an event can say when it was due."""


class Tally:
    """The counts of one load. Nothing is counted before `start` and after `stop`, nor of the CPU time of the `server`.

    `answered` is what wrk calls a request: one that was answered, right or wrong; `errors["status"]` are the wrong ones.
    """

    def __init__(self, server: Server | None = None) -> None:
        self.running = False
        self.answered = 0
        self.bytes = 0
        self.errors = {"connect": 0, "read": 0, "write": 0, "timeout": 0, "status": 0}
        self.extra: dict[str, float] = {}
        self.paced: dict[str, Any] | None = None
        self._latencies = array("I")
        self._server = server
        self._server_cpu_us: int | None = None
        self._started_ns = self._cpu_us = 0
        self.seconds = 0.0

    def start(self) -> None:
        self.running = True
        self._server_cpu_us = self._server.cpu_us() if self._server else None
        self._cpu_us = own_cpu_us()
        self._started_ns = now_ns()

    def stop(self) -> None:
        if self.running:
            self.seconds = (now_ns() - self._started_ns) / 1e9
            self._cpu_us = own_cpu_us() - self._cpu_us
            used = self._server.cpu_us() if self._server else None
            known = used is not None and self._server_cpu_us is not None
            self._server_cpu_us = used - self._server_cpu_us if known else None
            self.running = False

    def answer(self, latency_ns: int, size: int, right: bool = True) -> None:
        """Counts an answer, of so many bytes on the wire."""
        if self.running:
            self.answered += 1
            self.bytes += size
            self._latencies.append(min(max(latency_ns // 1000, 0), LONGEST_US))
            if not right:
                self.errors["status"] += 1

    def error(self, kind: str, count: int = 1) -> None:
        """Counts what went wrong, also while connections are opened; what breaks after the end is no error."""
        if self.running or not self.seconds:
            self.errors[kind] += count

    def failure(self, error: BaseException) -> None:
        """Counts an exception of a connection as what wrk would call it."""
        if isinstance(error, TimeoutError):
            self.error("timeout")
        elif isinstance(error, ConnectionRefusedError):
            self.error("connect")
        else:
            self.error("read" if isinstance(error, OSError) else "status")

    @property
    def mean_us(self) -> float:
        return float(np.mean(self._latencies)) if self._latencies else 0.0

    def result(self) -> dict[str, Any]:
        latencies = np.asarray(self._latencies)
        return {
            "seconds": round(self.seconds, 6),
            "requests": self.answered,
            "bytes": self.bytes,
            "errors": self.errors,
            "latency_us": _latency(latencies),
            "quantiles": _quantiles(latencies),
            "cpu_us": self._cpu_us,
            "server_cpu_us": self._server_cpu_us,
            "paced": self.paced,
            "extra": {name: round(value, 3) for name, value in self.extra.items()},
        }

    def text(self) -> str:
        return json.dumps(self.result(), separators=(",", ":")) + "\n"


def median(values: Sequence[float]) -> float:
    return float(np.median(values))


def lateness(late_us: Sequence[float]) -> dict[str, float] | None:
    """How late a paced load was, as lib/wrk_paced.lua tells it."""
    if not len(late_us):
        return None
    values = np.asarray(late_us, dtype=float)
    p50, p99 = np.percentile(values, [50, 99], method="inverted_cdf")
    told = {"mean": values.mean(), "p50": p50, "p99": p99, "max": values.max()}
    return {name: round(float(value), 1) for name, value in told.items()}


def own_cpu_us() -> int:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return int((usage.ru_utime + usage.ru_stime) * 1e6)


async def end_all(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancels them and waits for their end. Up to Python 3.11 wait_for drops a cancellation that meets the end of what
    it waits for, and a task that goes on after a failure would then never end: so they are cancelled until they have.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        ended, pending = await asyncio.wait(pending, timeout=0.1)
        for task in ended:
            if not task.cancelled():
                task.exception()  # retrieved, so that nobody complains


async def until(condition: asyncio.Event, seconds: float) -> bool:
    """Waits for it, but no longer than this; whether it came."""
    try:
        async with asyncio.timeout(max(seconds, 0)):
            await condition.wait()
    except TimeoutError:
        return False
    return True


def _latency(latencies: np.ndarray) -> dict[str, float] | None:
    if not latencies.size:
        return None
    values = np.percentile(latencies, list(NAMED.values()), method="inverted_cdf")
    named = {name: int(value) for name, value in zip(NAMED, values, strict=True)}
    spread = {"mean": round(float(latencies.mean()), 1), "stdev": round(float(latencies.std()), 1)}
    return spread | {"min": int(latencies.min()), "max": int(latencies.max())} | named


def _quantiles(latencies: np.ndarray) -> list[list[float]]:
    if not latencies.size:
        return []
    values = np.percentile(latencies, PERCENTS, method="inverted_cdf")
    middle = [[percent, int(value)] for percent, value in zip(PERCENTS, values, strict=True)]
    return [[0, int(latencies.min())], *middle, [100, int(latencies.max())]]
