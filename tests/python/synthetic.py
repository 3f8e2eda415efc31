"""Runs with known truth, in record schema 1: `make_run` gives the files as JSON values, `write_run` a directory.

Each framework has a cost per request and each endpoint an extra cost, in µs; a server on one core then answers
1e6 / cost requests per second. Rounds share a disturbance, windows have their own.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import NormalDist
from typing import Any

RUN_ID = "20261123T232000Z"
PERCENTS = [0, 1, 5, *range(10, 95, 5), 95, 97, 98, 99, 99.5, 99.9, 99.99, 100]


@dataclass(frozen=True)
class Endpoint:
    group: str
    name: str
    title: str
    extra_us: float
    control: str | None = None
    work: int = 1
    method: str = "GET"
    body_bytes: int = 40


ENDPOINTS = (
    Endpoint("routing", "static_routing", "A fixed path", 0),
    Endpoint("routing", "simple_routing", "One path parameter", 4, "static_routing"),
    Endpoint("routing", "complex_routing", "Three typed path parameters", 11, "static_routing", body_bytes=52),
    Endpoint("routing", "query_routing", "Twelve typed query parameters", 60, "static_routing", body_bytes=180),
    Endpoint("routing", "missing_route", "A path that no route matches", 9, "static_routing", body_bytes=22),
    Endpoint("routing", "register_routes", "Build a fresh application of 1,000 routes", 4e4, "static_routing", 1000),
    Endpoint("validation", "raw_json", "Parse the body, validate nothing", 12, method="POST", body_bytes=16),
    Endpoint("validation", "validate_simple", "Four fields", 25, "raw_json", method="POST", body_bytes=70),
    Endpoint("validation", "validate_nested", "Four levels of models", 120, "raw_json", method="POST", body_bytes=310),
    Endpoint("validation", "validate_list", "A list of 1,000 models", 9000, "raw_json", 1000, "POST", 60),
    Endpoint("injection", "no_injection", "The same answer without injection", 0),
    Endpoint("injection", "one_service", "One service", 15, "no_injection"),
    Endpoint("injection", "service_chain", "A chain of five and a diamond", 70, "no_injection"),
    Endpoint("injection", "service_cycle", "A cycle of services is found", 40, "no_injection"),
)
TITLES = {"routing": "Routing", "validation": "Validation", "injection": "Dependency injection"}
BASE_US = {"alder": 45.0, "birch": 110.0, "cedar": 112.0, "maple": 330.0}
FACTORS = {"alder": 0.4, "birch": 1.0, "cedar": 1.2, "maple": 2.0}


@dataclass
class Plan:
    """What a synthetic run is made of. `statuses` and `flags` are per (framework, endpoint), `doses` are amounts by endpoint.

    `twins` are {twin: original}, `bare` {framework: the reference on whose server it runs}, `duets` (framework,
    reference); `heavy` makes one window in ten three times as noisy.
    """

    base_us: Mapping[str, float] = field(default_factory=lambda: dict(BASE_US))
    endpoints: Sequence[Endpoint] = ENDPOINTS
    rounds: int = 5
    windows: int = 2
    seed: int = 1
    noise: float = 0.02
    drift: float = 0.06
    statuses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    flags: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    unavailable: Mapping[str, str] = field(default_factory=dict)
    run_status: str = "complete"
    references: Sequence[str] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    bare: Mapping[str, str] = field(default_factory=dict)
    duets: Sequence[tuple[str, str]] = ()
    duet_noise: float = 0.008
    heavy: bool = False
    doses: Mapping[str, float] = field(default_factory=dict)
    calibration: Mapping[str, Any] | None = None

    def cost_us(self, framework: str, endpoint: Endpoint) -> float:
        """The true CPU time and, on its one core, the true time of a request."""
        name = self.twins.get(framework, framework)
        return self.base_us[name] + endpoint.extra_us * FACTORS.get(name, 1.0)


DOSES = {"static_routing": 0, "simple_routing": 1, "complex_routing": 2.75, "query_routing": 15}
"""Four µs of extra cost each, times the framework's factor."""

MIXED = Plan(
    statuses={
        ("alder", "service_chain"): "unsupported",
        ("alder", "service_cycle"): "unsupported",
        ("birch", "service_cycle"): "unsupported",
        ("cedar", "validate_nested"): "contract_failed",
        ("maple", "register_routes"): "load_failed",
        ("maple", "service_chain"): "interrupted",
    },
    flags={("alder", "static_routing"): ["client_limited"], ("maple", "query_routing"): ["noisy_host", "stalled"]},
    unavailable={"rowan": "the package rowan is not installed"},
)

PROBLEMS = {
    "unsupported": ("unsupported", "the framework has no container | of its own", None),
    "contract_failed": ("contract", 'expected .user.name "Ada", got null', None),
    "load_failed": ("load", "4.1 % of the requests timed out", 3),
    "server_failed": ("server", "the server ended with status 139", 2),
    "interrupted": ("interrupted", "the run was interrupted", 3),
}
ROUNDS_OF_STATUS = {"unsupported": 0, "contract_failed": 0, "load_failed": 3, "server_failed": 2, "interrupted": 2}


def make_run(plan: Plan) -> dict[str, Any]:
    """{relative path: JSON value} of every file of the run."""
    chance = random.Random(plan.seed)
    files: dict[str, Any] = {"run.json": _run(plan)}
    for endpoint in plan.endpoints:
        shared = [math.exp(chance.gauss(0, plan.drift)) for _ in range(plan.rounds)]
        for framework in plan.base_us:
            cell = _cell(plan, framework, endpoint, shared, chance)
            files[f"raw/{framework}.{endpoint.group}.{endpoint.name}.json"] = cell
    return files


def take_cpu_time(files: dict[str, Any], endpoint: str) -> None:
    """As where another endpoint is loaded beside: nobody's CPU time of this one is known."""
    for path, cell in files.items():
        if path.endswith(f".{endpoint}.json"):
            for window in (window for item in cell["rounds"] for window in item["windows"]):
                window["server"]["cpu_us"] = None


def write_files(run_dir: Path, files: Mapping[str, Any]) -> Path:
    for name, value in files.items():
        path = run_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    return run_dir


def write_run(run_dir: Path, plan: Plan | None = None) -> Path:
    return write_files(run_dir, make_run(plan or Plan()))


def _run(plan: Plan) -> dict[str, Any]:
    groups = dict.fromkeys(endpoint.group for endpoint in plan.endpoints)
    frameworks = {name: _described(name) | _role(plan, name) for name in plan.base_us}
    frameworks |= {name: {"framework": name, "unavailable": reason} for name, reason in plan.unavailable.items()}
    settings = {
        "duration_seconds": 10, "connections": 100, "threads": 1, "rounds": plan.rounds, "windows": plan.windows,
        "window_seconds": 1, "warmup_seconds": 1, "workers": 1, "profile": "production", "server_cpus": "0",
        "client_cpus": "1", "features": list(groups), "frameworks": list(frameworks), "pinned": True,
    }  # fmt: skip
    return {
        "schema": 1, "methodology": 1, "run": RUN_ID, "status": plan.run_status, "started": "2026-11-23T23:20:00Z",
        "ended": "2026-11-23T23:31:00Z", "seed": plan.seed, "settings": settings,
        "host": {"cpu": "AMD EPYC 7B13", "cores": 2, "governor": None, "kernel": "6.1.0-28-cloud-amd64",
                 "memory_kib": 8_140_000, "virtualised": True, "system": "Debian GNU/Linux 12"},
        "versions": {"python": "3.11.7", "wrk": "4.1.0", "bash": "5.2.15", "project": "1.0.0"},
        "commit": None, "dirty": False, "frameworks": frameworks,
        "groups": {name: {"title": TITLES.get(name, name.capitalize()), "result": f"{name}_comparison.json"}
                   for name in groups},
        "time": {"wall_ms": 660_000, "loaded_ms": 560_000},
        **({"calibration": plan.calibration} if plan.calibration else {}),
    }  # fmt: skip


def _role(plan: Plan, name: str) -> dict[str, Any]:
    if name in plan.twins:
        original = plan.twins[name]
        return {"title": f"{original.capitalize()} (twin)", "role": "twin", "twin_of": original}
    if name in plan.bare:
        kept = ("server", "server_version", "settings")
        return {"role": "framework"} | {key: _described(plan.bare[name])[key] for key in kept}
    return {"role": "reference" if name in plan.references else "framework"}


def _described(name: str) -> dict[str, Any]:
    asgi = sum(map(ord, name)) % 2 == 0
    settings = {"threads": 1, "loop": "uvloop" if asgi else None, "interface": "ASGI" if asgi else "WSGI",
                "parser": "httptools" if asgi else "own", "keep_alive_seconds": 5}  # fmt: skip
    return {
        "framework": name, "title": name.capitalize(), "version": f"{len(name)}.2.1", "server": f"{name}serve",
        "server_version": "0.54.0", "python": "3.11.7", "default_port": 8000, "max_workers": None,
        "profile": "production", "settings": settings, "command": ["python", "-m", f"{name}serve"], "groups": [],
        "unsupported": {},
    }  # fmt: skip


def _cell(plan: Plan, framework: str, endpoint: Endpoint, shared: Sequence[float], chance: random.Random) -> Any:
    status = plan.statuses.get((framework, endpoint.name), "ok")
    kind, text, number = PROBLEMS.get(status, ("", "", None))
    head, cost = 120 + 3 * len(framework), plan.cost_us(framework, endpoint)
    rounds = range(1, min(plan.rounds, ROUNDS_OF_STATUS.get(status, plan.rounds)) + 1)
    flags = list(plan.flags.get((framework, endpoint.name), ()))
    size = head + endpoint.body_bytes
    return {
        "schema": 1, "run": RUN_ID, "framework": framework, "group": endpoint.group, "endpoint": endpoint.name,
        "title": endpoint.title, "method": endpoint.method, "path": f"/{endpoint.group}/{endpoint.name}",
        "application": "", "work": endpoint.work, "control": endpoint.control, "connections": 100, "threads": 1,
        "status": status, "problems": [{"kind": kind, "text": text, "round": number}] if kind else [],
        "dose": {"series": "segments", "amount": plan.doses[endpoint.name]} if endpoint.name in plan.doses else None,
        "response": {"status": 200, "head_bytes": head, "body_bytes": endpoint.body_bytes} if rounds else None,
        "rounds": [
            {"round": r, "start_ms": round(300 + chance.gauss(0, 10), 1),
             "windows": [_window(w, cost * shared[r - 1] * math.exp(_noise(plan, chance, plan.noise)), size, flags)
                         for w in range(1, plan.windows + 1)],
             "duets": _duets(plan, framework, endpoint, r)}
            for r in rounds
        ],
    }  # fmt: skip


def _noise(plan: Plan, chance: random.Random, spread: float) -> float:
    value = chance.gauss(0, spread)
    return value * 3 if plan.heavy and chance.random() < 0.1 else value


def _duets(plan: Plan, framework: str, endpoint: Endpoint, number: int) -> list[dict[str, Any]]:
    """Both sides share a disturbance. Chances of their own, so that duets do not change the other numbers."""
    chance = random.Random(f"{plan.seed} {framework} {endpoint.name} {number}")
    found = []
    for reference in (other for own, other in plan.duets if own == framework):
        for window in range(1, plan.windows + 1):
            mood = math.exp(chance.gauss(0, plan.drift))
            sides = {}
            for prefix, name in (("", framework), ("reference_", reference)):
                cost = plan.cost_us(name, endpoint) * mood * math.exp(_noise(plan, chance, plan.duet_noise))
                requests = max(1, round(0.5e6 / cost * math.exp(chance.gauss(0, 0.15))))
                sides |= {f"{prefix}cpu_us": round(requests * cost * 0.99), f"{prefix}requests": requests}
                sides |= {f"{prefix}failed": 0}
            found.append({"window": window, "reference": reference, **sides, "flags": []})
    return found


def _window(number: int, cost_us: float, size: int, flags: list[str]) -> dict[str, Any]:
    seconds = 1.0021
    requests = max(1, round(seconds * 1e6 / cost_us))
    middle = 100 * cost_us
    curve = [[percent, round(middle * math.exp(0.25 * z))] for percent, z in zip(PERCENTS, _scores(), strict=True)]
    at = dict(map(tuple, curve))
    latency = {"mean": middle * 1.03, "stdev": middle * 0.26, "min": at[0], "max": at[100], "p50": at[50],
               "p75": at[75], "p90": at[90], "p95": at[95], "p99": at[99], "p99_9": at[99.9]}  # fmt: skip
    memory = {"idle": 51_000, "peak": 52_000 + size, "after": 51_900}
    server = {"cpu_us": round(requests * cost_us * 0.99), "share": 0.99, "processes": 2, "threads": 6,
              "memory_kib": memory, "context_switches": {"voluntary": 10, "involuntary": 20}}  # fmt: skip
    return {
        "window": number, "position": number, "seconds": seconds, "requests": requests, "failed": 0,
        "bytes": requests * size, "errors": dict.fromkeys(("connect", "read", "write", "timeout", "status"), 0),
        "latency_us": latency, "quantiles": curve, "client": {"cpu_us": 301_000, "share": 0.30}, "server": server,
        "host": {"steal_share": 0.001, "pressure_share": None}, "flags": flags,
    }  # fmt: skip


def _scores() -> list[float]:
    """Normal scores of PERCENTS, cut off at the ends."""
    return [NormalDist().inv_cdf(min(max(percent / 100, 1e-4), 1 - 1e-4)) for percent in PERCENTS]
