"""The part of run.json that a calibration adds, and what is computed from it alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bench.decode import decode
from bench.files import InputError
from bench.records import Paced, Run

DEFAULT_ROUNDS = 5
US_PER_SECOND = 1e6
SUSTAINED_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class SamplerCost:
    """CPU time that the resource sampler used while it watched for so many seconds."""

    cpu_us: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ClientShape:
    """What the load generator sent and the CPU time it took, for one shape of request and answer."""

    shape: str
    requests: int | None = None
    cpu_us: float | None = None
    requests_per_second: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Which entries are the same server, which are slowed by what share of a request's CPU time; and side experiments."""

    equal: tuple[str, ...] = ()
    slowed: dict[str, float] = field(default_factory=dict)
    rounds_per_comparison: int | None = None
    paced: tuple[Paced, ...] | None = None
    sampler: SamplerCost | None = None
    client: tuple[ClientShape, ...] | None = None
    websocket: tuple[ClientShape, ...] | None = None

    @property
    def block(self) -> int:
        """Rounds of one comparison."""
        return self.rounds_per_comparison or DEFAULT_ROUNDS


def read(run: Run, where: str) -> Facts:
    """The facts of a calibration run; raises InputError for any other run."""
    mend = f"{where}: name the run of ./run_all.sh --calibrate"
    if run.calibration is None:
        raise InputError(f"{where}: the run is no calibration", mend)
    problems: list[str] = []
    given = {key: value for key, value in run.calibration.items() if value is not None}
    found = decode(Facts, given, f"{where}: calibration", problems)
    if problems:
        raise InputError(*problems, mend)
    if found.block < 2:
        raise InputError(f"{where}: calibration.rounds_per_comparison is {found.block}, an interval needs two", mend)
    return found


def paced(facts: Facts) -> list[dict[str, Any]] | None:
    """Each paced load with its error, as a fraction of the target, and whether the rate was held."""
    if facts.paced is None:
        return None
    found = []
    for item in facts.paced:
        known = item.target_rps is not None and item.target_rps > 0 and item.achieved_rps is not None
        error = item.achieved_rps / item.target_rps - 1 if known else None
        held = None if error is None else 1 + error >= SUSTAINED_SHARE
        found.append(asdict(item) | {"error": error, "sustained": held})
    return found


def client(facts: Facts) -> list[dict[str, Any]] | None:
    """Each shape with the requests that one core of wrk can send and read in a second of CPU time."""
    return _with_ceilings(facts.client)


def websocket(facts: Facts) -> list[dict[str, Any]] | None:
    """The same of the WebSocket client, whose requests are echoes or handshakes."""
    return _with_ceilings(facts.websocket)


def _with_ceilings(shapes: tuple[ClientShape, ...] | None) -> list[dict[str, Any]] | None:
    if shapes is None:
        return None
    return [asdict(item) | {"requests_per_cpu_second": _ceiling(item)} for item in shapes]


def _ceiling(item: ClientShape) -> float | None:
    return item.requests / item.cpu_us * US_PER_SECOND if item.requests is not None and item.cpu_us else None


def sampler(facts: Facts) -> dict[str, Any] | None:
    """The sampler's CPU time and its share of one core."""
    cost = facts.sampler
    if cost is None:
        return None
    known = cost.cpu_us is not None and cost.seconds
    return asdict(cost) | {"core_share": cost.cpu_us / US_PER_SECOND / cost.seconds if known else None}
