"""What the duets of a cell show: its CPU per request against a reference that was loaded on the same cores meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench import rounds, stats
from bench.compare import judged
from bench.records import Cell, Duet
from bench.stats import CHEAPER, DEARER, verdict

FEW_REQUESTS = "few_requests"


def describe_duets(cell: Cell, others: Mapping[str, Cell], floor: float | None) -> list[dict[str, Any]] | None:
    """An entry per reference: the ratio cell / reference with its verdict, the windows used, the flags with their counts.

    `others` are the endpoint's cells by framework. None when the cell has no duets. A side whose answers were wrong or
    failed leaves the ratio empty.
    """
    by_reference: dict[str, list[Duet]] = {}
    for item in cell.rounds:
        for duet in item.duets:
            by_reference.setdefault(duet.reference, []).append(duet)
    found = [_entry(cell, name, others.get(name), duets, floor) for name, duets in by_reference.items()]
    return found or None


def _entry(cell: Cell, reference: str, other: Cell | None, duets: list[Duet], floor: float | None) -> dict[str, Any]:
    interval = None
    if other and cell.is_compared and other.is_compared:
        interval = stats.ratio(*rounds.duet_cpu_us(cell, reference))
    return {
        "reference": reference,
        **judged(interval, verdict(interval, floor, above=DEARER, below=CHEAPER)),
        "windows": sum(rounds.can_tell(cell, duet) for duet in duets) if interval else 0,
        "flags": dict(sorted(Counter(flag for duet in duets for flag in _flags(cell, duet)).items())),
    }


def _flags(cell: Cell, duet: Duet) -> tuple[str, ...]:
    return (*duet.flags, FEW_REQUESTS) if duet.is_good and not rounds.can_tell(cell, duet) else duet.flags
