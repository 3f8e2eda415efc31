"""The noise floor: how far the ratio of a framework to itself comes from 1.

`--null-run` enters a framework a second time, as its twin: another process, everything else the same. Each endpoint
gives one ratio twin / original, by rate, by CPU per request and by duet, and its distance from 1 is noise. The floor is
a 95 % bound of that distance for a further endpoint of two equal servers, compared over as many rounds. It is the
larger of two:

- Student's t × the pooled standard error: the mean square of all the log ratios of all rounds, which are 0 but for noise,
  over the rounds. This uses the scatter within the endpoints too, so that one endpoint is enough. The endpoints of
  a round share their server's start and do not count as independent: the degrees of freedom are the rounds times the
  effective number of endpoints, mean square ÷ mean square of the rounds' means.
- 1.96 × the root mean square of the endpoints' log means, which also has what stays over the rounds of an endpoint.

Simulated: of the ratios of two equal servers 95 to 96 % lie within the floor, with 1 to 45 endpoints, 3 to 10 rounds,
independent endpoints or such that share up to nine tenths of their variance; 90 to 94 % where as much noise again stays with
an endpoint over all rounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist, fmean
from typing import Any

from bench import roles, rounds, stats
from bench.records import Cell, Run
from bench.stats import LEVEL, PerRound

Pair = tuple[PerRound, PerRound]


@dataclass(frozen=True, slots=True)
class Floors:
    """The floor of each instrument as a fraction such as 0.03; None where it was not measured."""

    rate: float | None = None
    cpu_us: float | None = None
    duet: float | None = None


@dataclass(frozen=True, slots=True)
class Twins:
    """One endpoint of a twin and of its original, both compared: twin and original by each instrument, per round."""

    twin: Cell
    original: Cell

    def values(self) -> dict[str, Pair]:
        cells = (self.twin, self.original)
        rate, cpu = ((read(cells[0]), read(cells[1])) for read in (rounds.rates, rounds.cpu_us))
        return {"rate": rate, "cpu_us": cpu, "duet": rounds.duet_cpu_us(self.twin, self.original.framework)}


def find_twins(run: Run) -> list[Twins]:
    """The endpoints that a twin and its original have both been measured at."""
    by_place = {(cell.framework, cell.group, cell.endpoint): cell for cell in run.cells if cell.is_compared}
    found = []
    for twin in roles.names(run.frameworks, roles.TWIN):
        for (name, group, endpoint), cell in by_place.items():
            original = by_place.get((run.frameworks[twin].get("twin_of") or "", group, endpoint))
            if name == twin and original:
                found.append(Twins(cell, original))
    return found


def measure(twins: Sequence[Twins]) -> Floors:
    """The floors that the twins of a run show."""
    logs: dict[str, list[PerRound]] = {"rate": [], "cpu_us": [], "duet": []}
    for pair in twins:
        for instrument, values in pair.values().items():
            logs[instrument].append(stats.log_ratios(*values))
    return Floors(**{instrument: bound(found) for instrument, found in logs.items()})


def bound(logs: Sequence[PerRound]) -> float | None:
    """The floor from the log ratios of several endpoints, each per round; None when none has two rounds."""
    known = [own for own in logs if len(own) > 1]
    if not known:
        return None
    squares = [fmean(value**2 for value in own.values()) for own in known]
    pooled = math.sqrt(fmean(square / len(own) for square, own in zip(squares, known, strict=True)))
    between = math.sqrt(fmean(fmean(own.values()) ** 2 for own in known))
    half = max(stats.student_t(_freedom(known)) * pooled, NormalDist().inv_cdf((1 + LEVEL) / 2) * between)
    return math.exp(half) - 1


def _freedom(logs: Sequence[PerRound]) -> float:
    """Rounds × effective endpoints: as many as would give the mean of a round the scatter that it has."""
    by_round: dict[int, list[float]] = {}
    for own in logs:
        for number, value in own.items():
            by_round.setdefault(number, []).append(value)
    single = fmean(value**2 for values in by_round.values() for value in values)
    mean = fmean(fmean(values) ** 2 for values in by_round.values())
    count = sum(map(len, by_round.values()))
    return min(len(by_round) * single / mean, count) if mean > 0 else count


def describe(twins: Sequence[Twins], floors: Floors, chosen: float | None) -> dict[str, Any] | None:
    """The floor's entry in summary.json; `chosen` stands for all three where it is given. None when there is none."""
    if chosen is not None:
        return asdict(Floors(chosen, chosen, chosen)) | {"framework": None, "endpoints": None}
    if not twins:
        return None
    names = dict.fromkeys(pair.original.framework for pair in twins)
    return asdict(floors) | {"framework": ", ".join(names), "endpoints": len(twins)}
