"""A scenario run in numbers: what each framework made of each phase.

`load` reads run.json and raw/<framework>.scenario.<name>.json; `describe` gives what the report reads: the run's
facts, the mix, and `phases`, each with an entry per framework. Rates are per second, times in the unit of their name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.decode import decode
from bench.files import InputError, read_json
from bench.records import SCHEMA, Problem, Run, Status, Window

US_PER_MS = 1000
UNSUSTAINED = "unsustained"


@dataclass(frozen=True, slots=True)
class Asked:
    """A phase as the file of the scenario has it."""

    name: str
    seconds: int
    from_rps: float
    to_rps: float


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase as it was run, and its one window under load. `number` counts from 1."""

    name: str
    number: int
    from_rps: float
    to_rps: float
    seconds: int
    connections: int
    threads: int
    window: Window

    @property
    def is_sustained(self) -> bool:
        """True when the rate was reached, and at most 0.1 % of the requests failed."""
        return self.window.is_good and UNSUSTAINED not in self.window.flags


@dataclass(frozen=True, slots=True)
class Cell:
    """One framework's way through the scenario, as lib/records_scenario.jq wrote it."""

    schema: int
    run: str
    framework: str
    scenario: str
    title: str
    status: Status
    problems: tuple[Problem, ...]
    start_ms: float | None
    asked: tuple[Asked, ...]
    mix: tuple[dict[str, Any], ...]
    missing: tuple[dict[str, Any], ...]
    left_out: tuple[dict[str, Any], ...]
    phases: tuple[Phase, ...]

    def phase(self, number: int) -> Phase | None:
        """The phase as it was run; None when it was not."""
        return next((phase for phase in self.phases if phase.number == number), None)


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """A run's own facts and its cells in the order of the frameworks; at least one."""

    facts: Run
    cells: tuple[Cell, ...]


def load(run_dir: Path) -> ScenarioRun:
    """Reads the directory of a scenario run; raises InputError with one line per fault found."""
    problems: list[str] = []
    facts = _read(Run, run_dir / "run.json", problems)
    cells = [_read(Cell, path, problems) for path in sorted(run_dir.glob("raw/*.scenario.*.json"))]
    if not problems and not cells:
        problems.append(f"{run_dir / 'raw'}: there is no record of a scenario")
    if problems:
        raise InputError(*problems, f"{run_dir}: {len(problems)} fault(s) in the records; mend them, or run again")
    names = list(facts.frameworks)
    return ScenarioRun(facts, tuple(sorted(cells, key=lambda cell: names.index(cell.framework))))


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


def describe(run: ScenarioRun) -> dict[str, Any]:
    """The run as one JSON value: scenario_<name>.json."""
    facts, first = run.facts, run.cells[0]
    names = "schema run status methodology started ended seed commit dirty settings host versions"
    said = {
        name: {"framework": name, "title": name, "unavailable": None} | known
        for name, known in facts.frameworks.items()
    }
    return {
        "scenario": first.scenario,
        "title": first.title,
        **{name: getattr(facts, name) for name in names.split()},
        "frameworks": said,
        "mix": list(first.mix),
        "missing_groups": list(first.missing),
        "left_out": list(first.left_out),
        "phases": [_describe_phase(run.cells, number, asked) for number, asked in enumerate(first.asked, 1)],
        "cells": [_describe_cell(cell) for cell in run.cells],
    }


def _describe_cell(cell: Cell) -> dict[str, Any]:
    return {
        "framework": cell.framework,
        "status": cell.status,
        "problems": [asdict(problem) for problem in cell.problems],
        "start_ms": cell.start_ms,
    }


def _describe_phase(cells: Sequence[Cell], number: int, asked: Asked) -> dict[str, Any]:
    """A phase and what each framework made of it. Latency is compared between those in `compared` only."""
    found = {cell.framework: cell.phase(number) for cell in cells}
    sustained = [name for name, phase in found.items() if phase and phase.is_sustained]
    return {
        "number": number,
        **asdict(asked),
        "compared": sustained if len(sustained) > 1 else [],
        "frameworks": {name: _describe_window(phase) if phase else None for name, phase in found.items()},
    }


def _describe_window(phase: Phase) -> dict[str, Any]:
    window = phase.window
    paced, latency = window.paced, window.latency_us
    late = paced.late_us if paced else None
    return {
        "connections": phase.connections,
        "target_rps": paced.target_rps if paced else None,
        "achieved_rps": paced.achieved_rps if paced else None,
        "sustained": phase.is_sustained,
        "requests": window.requests,
        "failed": window.failed,
        "errors": dict(window.errors),
        **_percentiles("", asdict(latency) if latency else {}, ("p50", "p90", "p99", "max")),
        **_percentiles("late_", asdict(late) if late else {}, ("p50", "p99", "max")),
        "cpu_us": _cpu_us(window),
        "client_share": window.client.share if window.client else None,
        "server_share": window.server.share if window.server else None,
        "flags": list(window.flags),
    }


def _percentiles(prefix: str, values: Mapping[str, float | None], names: Sequence[str]) -> dict[str, float | None]:
    """{"late_p50_ms": …} of values in µs."""
    known = {name: values.get(name) for name in names}
    return {f"{prefix}{name}_ms": None if value is None else value / US_PER_MS for name, value in known.items()}


def _cpu_us(window: Window) -> float | None:
    """CPU µs of the server's process tree per request."""
    if not window.server or window.server.cpu_us is None or not window.requests:
        return None
    return window.server.cpu_us / window.requests
