"""A stress run in numbers: what each endpoint of each framework bore, how it broke and whether it recovered.

`load` reads run.json and raw/<framework>.stress.<group>.<endpoint>.json; `describe` gives what reports and charts read:
the run's facts and flat `cells`, each with its `steps`. Rates are per second, times in the unit of their name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from bench.decode import decode
from bench.files import InputError, read_json
from bench.records import SCHEMA, Problem, Run, Status, Window

Kind = Literal["connections", "rate", "recovery"]
Verdict = Literal["ok", "errors", "slow", "falls", "died", "unresponsive", "client_limited"]


@dataclass(frozen=True, slots=True)
class Step:
    """One window under load. `target_rps` is null in a closed loop; `answered_ms` tells when, after it, a right answer came.

    `rate` is the good answers per second, `p99_ms` the latency that was judged: under a paced load with its lateness.
    """

    kind: Kind
    connections: int
    target_rps: float | None
    attempt: int
    verdict: Verdict
    text: str | None
    rate: float | None
    error_share: float | None
    p99_ms: float | None
    unanswered_share: float | None
    answered_ms: float | None
    window: Window | None

    @property
    def place(self) -> tuple[Kind, int, float | None]:
        """What was asked for: a repeated step has the same."""
        return self.kind, self.connections, self.target_rps


@dataclass(frozen=True, slots=True)
class Cell:
    """One endpoint of one framework under a rising load, as lib/records_stress.jq wrote it."""

    schema: int
    run: str
    framework: str
    group: str
    endpoint: str
    title: str
    method: str
    path: str
    step_seconds: float
    slo_ms: float
    status: Status
    problems: tuple[Problem, ...]
    steps: tuple[Step, ...]
    best: dict[str, Any] | None
    knee: dict[str, Any] | None
    capacity_at_slo: dict[str, Any] | None
    failure: dict[str, Any]
    recovered: bool | None

    def last_attempts(self) -> tuple[Step, ...]:
        """The steps that count: of one that was repeated, the repetition."""
        last = {step.place: step for step in self.steps}
        return tuple(last.values())


@dataclass(frozen=True, slots=True)
class StressRun:
    """A run's own facts and its cells in the order of groups, endpoints and frameworks."""

    facts: Run
    cells: tuple[Cell, ...] = field(default=())


def has_stress_records(run_dir: Path) -> bool:
    """True for the directory of a stress run."""
    return any(run_dir.glob("raw/*.stress.*.json"))


def load(run_dir: Path) -> StressRun:
    """Reads the directory of a stress run; raises InputError with one line per fault found."""
    problems: list[str] = []
    facts = _read(Run, run_dir / "run.json", problems)
    cells = [_read(Cell, path, problems) for path in sorted(run_dir.glob("raw/*.stress.*.json"))]
    if not problems and not cells:
        problems.append(f"{run_dir / 'raw'}: there is no record of a stress run")
    if problems:
        raise InputError(*problems, f"{run_dir}: {len(problems)} fault(s) in the records; mend them, or run again")
    groups, names = list(facts.groups), list(facts.frameworks)
    ordered = sorted(cells, key=lambda c: (groups.index(c.group), c.endpoint, names.index(c.framework)))
    return StressRun(facts, tuple(ordered))


def _read(kind: Any, path: Path, problems: list[str]) -> Any:
    try:
        value = read_json(path)
    except ValueError as error:
        problems.append(f"{path}: {error}")
        return None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        problems.append(f"{path}: is no record of schema {SCHEMA}")
        return None
    found: list[str] = []
    result = decode(kind, value, f"{path}: ", found)
    problems += found
    return None if found else result


def describe(run: StressRun) -> dict[str, Any]:
    """The run as one JSON value: stress.json."""
    facts = run.facts
    names = "schema run status methodology started ended seed commit dirty settings host versions"
    said = {
        name: {"framework": name, "title": name, "unavailable": None} | known
        for name, known in facts.frameworks.items()
    }
    return {
        **{name: getattr(facts, name) for name in names.split()},
        "frameworks": said,
        "groups": {name: group.title for name, group in facts.groups.items()},
        "cells": [_describe_cell(cell) for cell in run.cells],
    }


def _describe_cell(cell: Cell) -> dict[str, Any]:
    names = "framework group endpoint title method path status step_seconds slo_ms best knee capacity_at_slo failure recovered"
    return {
        **{name: getattr(cell, name) for name in names.split()},
        "problems": [asdict(problem) for problem in cell.problems],
        "steps": [_describe_step(step) for step in cell.last_attempts()],
        "repeated": len(cell.steps) - len(cell.last_attempts()),
    }


def _describe_step(step: Step) -> dict[str, Any]:
    window = step.window
    latency = window.latency_us if window else None
    return {
        **{key: value for key, value in asdict(replace(step, window=None)).items() if key != "window"},
        "p50_ms": latency.p50 / 1000 if latency and latency.p50 is not None else None,
        "errors": dict(window.errors) if window else None,
        "client_share": window.client.share if window and window.client else None,
        "server_share": window.server.share if window and window.server else None,
        "flags": list(window.flags) if window else [],
    }


def endpoints(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The (group, endpoint) pairs of a described run, in order."""
    return list(dict.fromkeys((cell["group"], cell["endpoint"]) for cell in summary["cells"]))


def cells_of(summary: Mapping[str, Any], group: str, endpoint: str) -> list[dict[str, Any]]:
    """The described cells of one endpoint, in the order of the frameworks."""
    return [cell for cell in summary["cells"] if (cell["group"], cell["endpoint"]) == (group, endpoint)]
