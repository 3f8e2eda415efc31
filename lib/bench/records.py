"""The records of a run, and the only reader of the raw files.

A run directory holds `run.json` and one `raw/<framework>.<group>.<endpoint>.json` per cell. `load` reads them all and
reports every fault of every file at once. Times are in the unit their name ends with, memory is in KiB, a share is a
fraction of 1. None means that it was not measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from bench.collectors import Metric
from bench.decode import decode
from bench.files import InputError, read_json

SCHEMA = 1
MAX_FAILED_SHARE = 0.001
_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

RunStatus = Literal["complete", "interrupted", "failed"]
Status = Literal["ok", "contract_failed", "load_failed", "server_failed", "unsupported", "interrupted"]


@dataclass(frozen=True, slots=True)
class Latency:
    """One window's latency in µs."""

    mean: float | None
    stdev: float | None
    min: float | None
    max: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    p95: float | None
    p99: float | None
    p99_9: float | None


@dataclass(frozen=True, slots=True)
class Client:
    """The load generator's CPU time, and its share of the cores it may use."""

    cpu_us: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of the server's process tree in KiB."""

    idle: float | None
    peak: float | None
    after: float | None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Files:
    """Open files and sockets of the server's process tree when the window began and when its clients were gone."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Server:
    """What the server's whole process tree used during one window."""

    cpu_us: float | None
    share: float | None
    processes: int | None
    threads: int | None
    memory_kib: Memory | None
    context_switches: dict[str, int | None] | None = None
    files: Files | None = None
    busiest_share: float | None = None
    unaccepted: int | None = None
    """Connections that the server had not accepted yet, shortly before the end of the load."""


@dataclass(frozen=True, slots=True)
class HostLoad:
    """How disturbed the machine was: shares of the window's time."""

    steal_share: float | None
    pressure_share: float | None


@dataclass(frozen=True, slots=True)
class Late:
    """How long after its time a request of a paced load was sent, in µs."""

    mean: float | None = None
    p50: float | None = None
    p99: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Paced:
    """The rate that a paced load aimed at and the one that was answered."""

    target_rps: float | None = None
    achieved_rps: float | None = None
    late_us: Late | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a server's own count of its work was to move in a window, how far it did, and how long after the load."""

    asked: int
    moved: int
    drain_ms: float
    total_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """One measured window. `quantiles` are pairs of percent and µs; `failed` counts requests that went wrong.

    `collected` is what collectors measured, `uncollected` why one of its numbers is None.
    """

    window: int
    seconds: float
    requests: int
    failed: int
    bytes: int
    errors: dict[str, int]
    latency_us: Latency | None
    quantiles: tuple[tuple[float, float], ...] | None
    client: Client | None
    server: Server | None
    host: HostLoad | None
    flags: tuple[str, ...]
    position: int | None = None
    paced: Paced | None = None
    proof: Proof | None = None
    extra: dict[str, float | None] = field(default_factory=dict)
    collected: dict[str, float | None] = field(default_factory=dict)
    uncollected: dict[str, str] = field(default_factory=dict)

    @property
    def good_requests(self) -> int:
        return max(self.requests - self.failed, 0)

    @property
    def is_good(self) -> bool:
        """True when the window can stand for the endpoint: it has answers, and at most 0.1 % of them failed."""
        return self.seconds > 0 and self.good_requests > 0 and self.failed <= MAX_FAILED_SHARE * self.requests


@dataclass(frozen=True, slots=True)
class Duet:
    """One window of two servers loaded at the same time on the same cores: this one and the `reference`.

    Only CPU time per request is comparable; how the scheduler shared the cores decides about the two rates.
    """

    window: int
    reference: str
    cpu_us: float | None = None
    requests: int | None = None
    failed: int | None = None
    reference_cpu_us: float | None = None
    reference_requests: int | None = None
    reference_failed: int | None = None
    flags: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """True when both sides have CPU time and answers, and at most 0.1 % of each side's requests failed."""
        own = _can_count(self.cpu_us, self.requests, self.failed)
        return own and _can_count(self.reference_cpu_us, self.reference_requests, self.reference_failed)


def _can_count(cpu_us: float | None, requests: int | None, failed: int | None) -> bool:
    return bool(cpu_us and requests) and (failed or 0) <= MAX_FAILED_SHARE * (requests or 0)


@dataclass(frozen=True)
class Round:
    """One fresh start of the server and its windows. `start_ms` is from exec to the first right answer."""

    round: int
    start_ms: float | None
    windows: tuple[Window, ...]
    duets: tuple[Duet, ...] = ()

    @cached_property
    def good_windows(self) -> tuple[Window, ...]:
        return tuple(window for window in self.windows if window.is_good)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong in a cell, as one line."""

    kind: str
    text: str
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """Status and size in bytes of the answer that the contract check saw."""

    status: int
    head_bytes: int
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Load:
    """The load's name; `rate` is the requests/s it aimed at, None where it sends as fast as answers come."""

    name: str
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """The series of endpoints that a cell belongs to, and its amount of what they differ in."""

    series: str
    amount: float


@dataclass(frozen=True, slots=True)
class LatencyAt:
    """Windows under a paced load at a `share` of the cell's capacity, or, if that is None, at the rate all frameworks get."""

    share: float | None
    target_rps: float
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One endpoint of one framework. `work` is the number of operations that one request stands for."""

    schema: int
    run: str
    framework: str
    group: str
    endpoint: str
    title: str
    method: str
    path: str
    application: str
    work: int
    control: str | None
    connections: int
    threads: int
    status: Status
    problems: tuple[Problem, ...]
    response: Response | None
    rounds: tuple[Round, ...]
    load: Load | None = None
    latency_at: tuple[LatencyAt, ...] = ()
    dose: Dose | None = None
    max_requests: int | None = None
    metrics: dict[str, str] | None = None
    client: Any = None

    @property
    def is_compared(self) -> bool:
        """True when the cell's rounds may be shown and compared: nothing about it was wrong as far as it went."""
        return self.status in ("ok", "interrupted") and any(True for _ in self.good_rounds())

    def good_rounds(self) -> Iterator[Round]:
        """The rounds with at least one good window."""
        return (item for item in self.rounds if item.good_windows)


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its title, the file name of its result, and its endpoints in order where the run says so."""

    title: str
    result: str
    endpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collector:
    """A collector of the run; `reason` says why the whole run has nothing of it."""

    metrics: dict[str, Metric]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """The run's duration, and the part of it that was warm-ups and windows, in ms."""

    wall_ms: float | None
    loaded_ms: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. `frameworks` is what each one said of itself, or {"framework": …, "unavailable": reason}.

    `calibration` is there in a run of --calibrate only, see bench/calibration. `resumptions` says when, why and with which
    cells the run went on after it had ended.
    """

    schema: int
    methodology: int
    run: str
    status: RunStatus
    started: str
    ended: str | None
    seed: int | None
    settings: dict[str, Any]
    host: dict[str, Any]
    versions: dict[str, Any]
    commit: str | None
    dirty: bool | None
    frameworks: dict[str, dict[str, Any]]
    groups: dict[str, Group]
    time: Time | None = None
    command: str | None = None
    calibration: dict[str, Any] | None = None
    collectors: dict[str, Collector] = field(default_factory=dict)
    resumptions: tuple[dict[str, Any], ...] = ()
    cells: tuple[Cell, ...] = field(default=())


def load(run_dir: Path) -> Run:
    """Reads a run directory; raises InputError with one line per fault found in any of its files."""
    if not (run_dir / "run.json").is_file():
        raise InputError(f"{run_dir / 'run.json'}: there is no such file; name the directory of a run")
    problems: list[str] = []
    run = _read(Run, run_dir / "run.json", problems)
    cells = [_read_cell(path, run, problems) for path in sorted((run_dir / "raw").glob("*.json"))]
    if run is not None:
        _check_groups(run, f"{run_dir / 'run.json'}: ", problems)
    if problems:
        mend = f"{run_dir}: {len(problems)} fault(s) in the records; remove or mend the files named, or run again"
        raise InputError(*problems, mend)
    return replace(run, cells=tuple(cells))


def _read(kind: Any, path: Path, problems: list[str]) -> Any:
    """One file as `kind`; None, and lines in `problems`, when it is not."""
    try:
        value = read_json(path)
    except ValueError as error:
        problems.append(f"{path}: {error}")
        return None
    if isinstance(value, dict) and value.get("schema") != SCHEMA:
        problems.append(f"{path}: schema is {value.get('schema')!r}, this version reads {SCHEMA}")
        return None
    found: list[str] = []
    result = decode(kind, value, f"{path}: ", found)
    problems += found
    return None if found else result


def _read_cell(path: Path, run: Run | None, problems: list[str]) -> Cell | None:
    cell = _read(Cell, path, problems)
    if cell is None:
        return None
    name = f"{cell.framework}.{cell.group}.{cell.endpoint}.json"
    if path.name != name:
        problems.append(f"{path}: holds the cell of {name}")
    if cell.work < 1:
        problems.append(f"{path}: work is {cell.work}, at least 1 is needed")
    numbers = [item.round for item in cell.rounds]
    if len(set(numbers)) != len(numbers):
        problems.append(f"{path}: a round is there twice")
    if run is None:
        return cell
    if cell.run != run.run:
        problems.append(f"{path}: is of run {cell.run}, not {run.run}")
    if cell.group not in run.groups:
        problems.append(f"{path}: the group {cell.group} is not in run.json")
    if cell.framework not in run.frameworks:
        problems.append(f"{path}: the framework {cell.framework} is not in run.json")
    return cell


def _check_groups(run: Run, where: str, problems: list[str]) -> None:
    for name, group in run.groups.items():
        if not _FILE_NAME.fullmatch(group.result):
            problems.append(f"{where}groups.{name}.result: {group.result!r} is no plain file name")
