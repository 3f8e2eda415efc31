"""Stress runs with known truth: steps are judged and records made by the runner's own jq programs.

A server answers at most `capacity` requests per second, the first after `base_ms`; what it does beyond `breaks_at`
connections is its `fault`.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthetic import RUN_ID, TITLES

LIB = Path(__file__).resolve().parents[2] / "lib"
SLO_MS, SECONDS = 500, 3
ERRORS = ("connect", "read", "write", "timeout", "status")


@dataclass(frozen=True)
class Server:
    """How one framework behaves; `fault` is errors, died, unresponsive or empty."""

    capacity: float
    base_ms: float = 0.4
    breaks_at: int = 100_000
    fault: str = ""
    client_share: float = 0.3


def window(rate: float, p99_ms: float, connections: int, **other: Any) -> dict[str, Any]:
    """A window as the runner makes it."""
    requests = round(rate * SECONDS)
    mean = min(connections / rate, SECONDS) * 1e6 if rate else None
    latency = {
        "mean": mean, "stdev": 1.0, "min": 1, "max": p99_ms * 2000, "p50": p99_ms * 400, "p75": p99_ms * 500,
        "p90": p99_ms * 700, "p95": p99_ms * 800, "p99": p99_ms * 1000, "p99_9": p99_ms * 1500,
    }  # fmt: skip
    return {
        "kind": "window", "round": 1, "window": 1, "position": 1, "seconds": SECONDS, "requests": requests, "failed": 0,
        "bytes": requests * 160, "errors": dict.fromkeys(ERRORS, 0), "latency_us": latency if rate else None,
        "quantiles": [], "paced": None, "client": {"cpu_us": 9e5, "share": 0.3}, "server": None,
        "host": {"steal_share": None, "pressure_share": None}, "flags": [], **other,
    }  # fmt: skip


def judge(
    seen: Mapping[str, Any] | None, connections: int, target: float | None = None, **other: Any
) -> dict[str, Any]:
    """The step that lib/stress_step.jq makes of a window. `other`: best, attempt, died, answered, reason, kind."""
    given = {"kind": "connections" if target is None else "rate", "died": "", "reason": ""} | {
        key: other[key] for key in ("kind", "died", "reason") if key in other
    }
    numbers = {"window": seen, "connections": connections, "target": target, "slo_ms": SLO_MS, "best": 0, "attempt": 1}
    numbers |= {"answered": 4} | {key: other[key] for key in ("best", "attempt", "answered") if key in other}
    arguments = [part for key, value in given.items() for part in ("--arg", key, value)]
    arguments += [part for key, value in numbers.items() for part in ("--argjson", key, json.dumps(value))]
    command = ["jq", "-nrc", *arguments, "-f", str(LIB / "stress_step.jq")]
    event, line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    step = json.loads(event)["step"]
    assert line == f"{step['verdict']} {int(step['rate'] or 0)}"
    return step


def record(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The record that lib/records_stress.jq makes of a journal."""
    command = ["jq", "-cs", "-f", str(LIB / "records_stress.jq")]
    text = "\n".join(json.dumps(event) for event in events)
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, input=text).stdout)


def steps_of(server: Server) -> list[dict[str, Any]]:
    """What the runner would see: connections, then rates, then the load of the beginning."""
    steps, best = [], 0.0
    for connections in (1, 10, 100, 1000, 10_000):
        steps.append(_closed(server, connections, best))
        best = max(best, steps[-1]["rate"] or 0)
        if steps[-1]["verdict"] not in ("ok", "client_limited"):
            break
    for share in (0.25, 0.375, 0.5625, 0.85, 1.27):
        steps.append(_paced(server, best * share))
    return [*steps, _closed(server, 10, 0) | {"kind": "recovery"}]


def _closed(server: Server, connections: int, best: float) -> dict[str, Any]:
    rate = min(connections / server.base_ms * 1000, server.capacity)
    seen = window(rate, connections / rate * 1500, connections, client={"cpu_us": 1, "share": server.client_share})
    if connections < server.breaks_at or not server.fault:
        return judge(seen, connections, best=best)
    if server.fault == "died":
        return judge(None, connections, died="ended with status 134; last log line: Aborted", reason="wrk ended")
    if server.fault == "unresponsive":
        return judge(seen, connections, answered=None)
    return judge(seen | {"failed": 900, "errors": dict.fromkeys(ERRORS, 0) | {"read": 900}}, connections, best=best)


def _paced(server: Server, target: float) -> dict[str, Any]:
    load = min(target / server.capacity, 1.0)
    p99 = server.base_ms * 3 / max(1 - load, 0.01)
    late = {"mean": 90.0, "p50": 80.0, "p99": 3000.0, "max": 4000.0}
    paced = {
        "target_rps": target,
        "achieved_rps": load * server.capacity,
        "due": round(target * SECONDS),
        "late_us": late,
    }
    flags = ["unsustained"] if target > server.capacity else []
    return judge(window(load * server.capacity, p99, 100, paced=paced, flags=flags), 100, target)


def journal(
    framework: str, group: str, endpoint: str, steps: Sequence[Mapping[str, Any]], ended: bool = True
) -> list[Any]:
    """The events of one endpoint."""
    begin = {
        "kind": "stress", "schema": 1, "run": RUN_ID, "framework": framework, "group": group, "endpoint": endpoint,
        "title": "A fixed path", "method": "GET", "path": "/plain", "application": "", "threads": 1,
        "step_seconds": SECONDS, "slo_ms": SLO_MS,
    }  # fmt: skip
    return [begin, *({"kind": "step", "step": step} for step in steps), *([{"kind": "end"}] if ended else [])]


def write_stress_run(folder: Path, servers: Mapping[str, Server], endpoints: Sequence[tuple[str, str]]) -> Path:
    """The directory of a stress run of these frameworks on these (group, endpoint) pairs."""
    (folder / "raw").mkdir(parents=True)
    for name, server in servers.items():
        for group, endpoint in endpoints:
            made = record(journal(name, group, endpoint, steps_of(server)))
            (folder / "raw" / f"{name}.stress.{group}.{endpoint}.json").write_text(json.dumps(made), encoding="utf-8")
    groups = dict.fromkeys(group for group, _ in endpoints)
    facts = {
        "schema": 1, "methodology": 1, "run": RUN_ID, "status": "complete", "started": "2026-11-23T23:20:00Z",
        "ended": "2026-11-23T23:30:00Z", "seed": 1, "commit": None, "dirty": False,
        "settings": {"load": "stress", "workers": 1, "profile": "production", "connections": 10000},
        "host": {"cpu": "AMD EPYC", "cores": 2}, "versions": {"wrk": "4.1.0"},
        "frameworks": {name: {"framework": name, "title": name.capitalize(), "version": "1.0"} for name in servers},
        "groups": {group: {"title": TITLES[group], "result": f"{group}.json"} for group in groups},
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder
