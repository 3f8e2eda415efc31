"""Frameworks set against each other over several endpoints, from a summary alone.

Three things are compared: `rate` (requests/s), `cpu_us` (CPU µs per request) and `memory` (peak KiB of the server's
processes). Each endpoint gives the ratios within its rounds; over several endpoints the geometric mean is taken within
each round, so that what a round's endpoints share is not counted as if it were independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench import stats
from bench.compare import judged
from bench.stats import CHEAPER, DEARER, FASTER, NO_DIFFERENCE, SLOWER, PerRound
from bench.view import View, turned

RATE, CPU, MEMORY = "rate", "cpu_us", "memory"
WORDS = {RATE: (FASTER, SLOWER), CPU: (DEARER, CHEAPER), MEMORY: (DEARER, CHEAPER)}
"""What a ratio above 1, and one below, is called."""
BETTER, WORSE, ALIKE, UNDECIDED = "better", "worse", "alike", "undecided"

Place = tuple[str, str]
Ratio = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """One framework among those compared, best first.

    `against_best` is its ratio to the first of the list, None for the first itself. It holds one of the places from
    `place` to `last_place`: from one behind all that are shown to be better, to one before all shown to be worse.
    `alike` are those from which no difference is shown; `undecided` those about which one round says nothing.
    """

    framework: str
    against_best: Ratio | None
    place: int
    last_place: int
    alike: tuple[str, ...]
    undecided: tuple[str, ...]


def measured(view: View) -> list[str]:
    """The ranked frameworks that have a number, in the run's order."""
    compared = {cell["framework"] for cell in view.summary["cells"] if cell["compared"]}
    return [name for name in view.ranked if name in compared]


def places(view: View, group: str | None = None) -> list[Place]:
    """All (group, endpoint) places of the run, or of one group, in order."""
    groups = [own for own in view.groups if group in (None, own["name"])]
    return [(own["name"], endpoint["name"]) for own in groups for endpoint in own["endpoints"]]


def common(view: View, names: Sequence[str], among: Iterable[Place]) -> list[Place]:
    """The places at which every one of the frameworks was compared."""
    return [place for place in among if all(is_compared(view.cell(*place, name)) for name in names)]


def is_compared(cell: Mapping[str, Any] | None) -> bool:
    """True for a cell that has numbers; False also where there is no record."""
    return cell is not None and cell["compared"]


def floor(summary: Mapping[str, Any], what: str) -> float | None:
    """The noise floor of `rate`, `cpu_us` or `duet` as a fraction; None where it was not measured."""
    found = summary.get("noise_floor")
    return found.get(what) if isinstance(found, Mapping) else None


def per_round(cell: Mapping[str, Any], what: str) -> PerRound:
    """A compared cell's values by round number; empty where they were not measured."""
    measure = (cell.get("memory_rounds_kib") or {}).get("peak") if what == MEMORY else cell[what]
    return dict(zip(measure["rounds"], measure["values"], strict=True)) if measure else {}


def against(view: View, this: str, other: str, among: Sequence[Place], what: str) -> Ratio:
    """The ratio this / other over places that both have, as summary.json has ratios; empty when one has no value."""
    pairs = [tuple(per_round(view.cell(*place, name) or {}, what) for name in (this, other)) for place in among]
    interval = stats.geometric_mean_ratio(pairs)
    return judged(interval, stats.verdict(interval, floor(view.summary, what), *WORDS[what]))


def with_values(view: View, names: Sequence[str], among: Iterable[Place], what: str) -> list[Place]:
    """The places at which every one of the frameworks has a value: the CPU time beside another load is nobody's to tell."""
    return [place for place in among if all(per_round(view.cell(*place, name) or {what: None}, what) for name in names)]


def standings(view: View, names: Sequence[str], among: Sequence[Place], what: str) -> list[Standing]:
    """The frameworks over those places where all of them were measured, best first; empty when two have no ratio."""
    among = with_values(view, names, among, what)
    if not names or not among:
        return []
    ratios = {(one, two): against(view, one, two, among, what) for i, one in enumerate(names) for two in names[i + 1 :]}
    if any(found["ratio"] is None for found in ratios.values()):
        return []
    ratios |= {(two, one): turned(found) for (one, two), found in ratios.items()}
    sign = -1 if what == RATE else 1
    ordered = sorted(names, key=lambda name: sign * ratios[name, names[0]]["ratio"] if name != names[0] else sign)
    return [_standing(name, ordered, ratios, what) for name in ordered]


def _standing(name: str, ordered: Sequence[str], ratios: Mapping[tuple[str, str], Ratio], what: str) -> Standing:
    found: dict[str, list[str]] = {BETTER: [], WORSE: [], ALIKE: [], UNDECIDED: []}
    for other in ordered:
        if other != name:
            found[_relation(ratios[other, name], what)].append(other)
    return Standing(
        framework=name,
        against_best=None if name == ordered[0] else ratios[name, ordered[0]],
        place=1 + len(found[BETTER]),
        last_place=len(ordered) - len(found[WORSE]),
        alike=tuple(found[ALIKE]),
        undecided=tuple(found[UNDECIDED]),
    )


def _relation(ratio: Ratio, what: str) -> str:
    if ratio["verdict"] == NO_DIFFERENCE:
        return ALIKE if stats.is_decidable(ratio) else UNDECIDED
    return BETTER if ratio["verdict"] == (FASTER if what == RATE else CHEAPER) else WORSE
