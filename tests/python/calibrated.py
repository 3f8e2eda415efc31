"""Calibration runs with known truth: four entries of one server, and others slowed by a known share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from synthetic import ENDPOINTS, Plan

EQUAL = ("a1", "a2", "a3", "a4")
SLOWED = {"b02": 0.02, "b03": 0.03, "b05": 0.05, "b10": 0.10}
BASE_US = 50.0
RATES = {10: 10.0, 100: 100.1, 1000: 1000.4, 5000: 4991.0, 10000: 9986.0, 20000: 14210.0}
SHAPES = {"GET, small answer": 61_000, "POST of 1 KB, small answer": 52_000, "GET, answer of 100 KB": 9_100}

SOCKETS = {"WebSocket: echo, 1 connection": 21_000, "WebSocket: echo, 64 connections": 66_000}


def late_us(rate: int) -> dict[str, float]:
    return {"mean": 150 + rate / 50, "p50": 120 + rate / 60, "p99": 900 + rate / 4, "max": 3000 + 2.0 * rate}


def facts(**changes: Any) -> dict[str, Any]:
    """What run.json says of the calibration; a change to None takes a part away."""
    paced = [{"target_rps": rate, "achieved_rps": got, "late_us": late_us(rate)} for rate, got in RATES.items()]
    client = [
        {"shape": shape, "requests": rate * 3, "cpu_us": 3e6 * 0.6, "requests_per_second": rate}
        for shape, rate in SHAPES.items()
    ]
    websocket = [
        {"shape": shape, "requests": rate * 3, "cpu_us": 3e6 * 0.9, "requests_per_second": rate}
        for shape, rate in SOCKETS.items()
    ]
    whole = {
        "equal": list(EQUAL), "slowed": SLOWED, "rounds_per_comparison": 5, "paced": paced,
        "sampler": {"cpu_us": 610_000, "seconds": 48.0}, "client": client,
        "websocket": websocket,
    }  # fmt: skip
    return whole | changes


def plan(calibration: Mapping[str, Any] | None = None, **changes: Any) -> Plan:
    """Windows with the noise of a shared virtual machine; every equal pair and most slowed ones as duets."""
    costs = {name: BASE_US for name in EQUAL} | {name: BASE_US * (1 + share) for name, share in SLOWED.items()}
    duets = [(two, one) for one, two in combinations(EQUAL, 2)]
    duets += [(name, other) for name in SLOWED if name != "b10" for other in EQUAL[:2]]
    base = Plan(
        base_us=costs, endpoints=ENDPOINTS[:1], rounds=35, noise=0.05, duet_noise=0.014, drift=0.06, duets=duets,
        calibration=calibration or facts(),
    )  # fmt: skip
    return replace(base, **changes)
