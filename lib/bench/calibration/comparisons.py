"""Comparisons of a calibration run, each made exactly as a report makes one, from a few rounds of one pair.

The rounds are split into disjoint blocks of as many consecutive rounds as a feature run has; a block and a pair are one
comparison. Blocks are independent. Pairs of one block that share a server are not quite, so the same is told for pairs
that share none. Drawing rounds at random gives many more comparisons, which depend on each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench import rounds, stats
from bench.calibration.facts import Facts
from bench.records import Cell, Run
from bench.stats import CHEAPER, DEARER, FASTER, NO_DIFFERENCE, SLOWER, Interval, PerRound, verdict

INSTRUMENTS = ("rate", "cpu_us", "duet")
WORDS = {"rate": (FASTER, SLOWER), "cpu_us": (DEARER, CHEAPER), "duet": (DEARER, CHEAPER)}
# What a slowed server must be called.
WORSE = {"rate": SLOWER, "cpu_us": DEARER, "duet": DEARER}
DRAWS = 1000

Values = tuple[PerRound, PerRound]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries at one endpoint: `own` is slowed by `slowdown` against `other`; `values` per instrument and round."""

    own: str
    other: str
    group: str
    endpoint: str
    slowdown: float
    values: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One verdict: what a report would have said of the pair from these rounds."""

    pair: Pair
    instrument: str
    rounds: tuple[int, ...]
    interval: Interval
    verdict: str

    @property
    def is_claim(self) -> bool:
        return self.verdict != NO_DIFFERENCE

    @property
    def is_right(self) -> bool:
        """True when the slowed entry was called the slower or dearer one."""
        return self.verdict == WORSE[self.instrument]


def find_pairs(run: Run, facts: Facts) -> list[Pair]:
    """The pairs that were loaded together, at each endpoint; a slowed entry without duets meets the others' references.

    Without any duet: each equal pair, and each slowed entry against each equal one.
    """
    cells = {(cell.framework, cell.group, cell.endpoint): cell for cell in run.cells if cell.is_compared}
    duets = {
        name: {r for cell in run.cells if cell.framework == name for r in _references(cell)} for name in _all(facts)
    }
    found = []
    for group, endpoint in dict.fromkeys((cell.group, cell.endpoint) for cell in run.cells):
        for own, other, slowdown in _named(facts, duets):
            one, two = cells.get((own, group, endpoint)), cells.get((other, group, endpoint))
            if one and two:
                found.append(Pair(own, other, group, endpoint, slowdown, _values(one, two)))
    return found


def _all(facts: Facts) -> list[str]:
    return [*facts.equal, *facts.slowed]


def _references(cell: Cell) -> set[str]:
    return {duet.reference for item in cell.rounds for duet in item.duets}


def _named(facts: Facts, duets: Mapping[str, set[str]]) -> Iterator[tuple[str, str, float]]:
    every = [(two, one) for one, two in combinations(facts.equal, 2)]
    both = [(own, other) for own in facts.equal for other in facts.equal if other in duets[own]]
    yield from ((own, other, 0.0) for own, other in both or every)
    used = [name for name in facts.equal if any(name in duets[own] for own in facts.slowed)] or list(facts.equal)
    for own, slowdown in facts.slowed.items():
        yield from ((own, name, slowdown) for name in [n for n in facts.equal if n in duets[own]] or used)


def _values(own: Cell, other: Cell) -> dict[str, Values]:
    return {
        "rate": (rounds.rates(own), rounds.rates(other)),
        "cpu_us": (rounds.cpu_us(own), rounds.cpu_us(other)),
        "duet": rounds.duet_cpu_us(own, other.framework),
    }


def compare(pair: Pair, instrument: str, chosen: Sequence[int]) -> Comparison | None:
    """The comparison from the chosen rounds; None unless both sides were measured in all of them."""
    own, other = ({n: side[n] for n in chosen if n in side} for side in pair.values[instrument])
    interval = stats.ratio(own, other)
    if interval is None or interval.rounds < len(chosen):
        return None
    above, below = WORDS[instrument]
    return Comparison(pair, instrument, tuple(chosen), interval, verdict(interval, None, above=above, below=below))


def blocks(run: Run, size: int) -> list[tuple[int, ...]]:
    """The round numbers of the run in disjoint blocks of consecutive ones; what is left over is not used."""
    numbers = sorted({item.round for cell in run.cells for item in cell.rounds})
    return [tuple(numbers[i : i + size]) for i in range(0, len(numbers) - size + 1, size)]


def in_blocks(pairs: Sequence[Pair], found: Sequence[tuple[int, ...]]) -> list[Comparison]:
    """Every pair by every instrument in every block, where it was measured throughout."""
    made = (compare(pair, instrument, block) for block in found for pair in pairs for instrument in INSTRUMENTS)
    return [comparison for comparison in made if comparison]


def drawn(pairs: Sequence[Pair], instrument: str, size: int, seed: int | None) -> list[Comparison]:
    """Comparisons of rounds drawn without replacement from random pairs; the same for the same seed."""
    known = {i: stats.common_rounds(pair.values[instrument]) for i, pair in enumerate(pairs)}
    usable = [i for i, numbers in known.items() if len(numbers) > size]
    if not usable:
        return []
    chance = random.Random(f"{seed} {instrument}")
    picks = [chance.choice(usable) for _ in range(DRAWS)]
    made = (compare(pairs[i], instrument, sorted(chance.sample(known[i], size))) for i in picks)
    return [comparison for comparison in made if comparison]


def disjoint(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs of which no two share a server, taken in order; per endpoint."""
    used: set[tuple[str, str, str]] = set()
    found = []
    for pair in pairs:
        sides = {(name, pair.group, pair.endpoint) for name in (pair.own, pair.other)}
        if not sides & used:
            found.append(pair)
            used |= sides
    return found
