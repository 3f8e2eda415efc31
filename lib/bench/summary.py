"""A run in numbers: `python -m bench.summary RUN_DIR` writes RUN_DIR/summary.json, all that reports and charts read.

summary.json (schema 1): the run's own facts (`run`, `status`, `settings`, `host`, `versions` …), `frameworks`,
`groups` with their endpoints in order, flat lists of `cells`, `pairs` and `ties`, `geometric_means` per group and
overall, `noise_floor` with the `twins` that it was measured by, `collectors` with their metrics, `findings`. Rates are per second, times in the unit of their name, memory in KiB; null means not measured.
A measure is {median, low, high, values, rounds}, a difference {centre, low, high, rounds}, a ratio {ratio, low, high,
rounds, verdict}; low and high are the 95 % interval, null with fewer than two rounds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import roles, stats
from bench.cells import describe_cell
from bench.collected import describe_collected
from bench.compare import compare_endpoint, geometric_means, judged, ties_of_endpoint
from bench.doses import describe_doses
from bench.duets import describe_duets
from bench.files import SUMMARY_SCHEMA, run_command, write_json
from bench.findings import find_all
from bench.noise import Floors, Twins, describe, find_twins, measure
from bench.records import Cell, Run, load
from bench.stats import CHEAPER, DEARER, LEVEL, verdict

COSTS = {"above": DEARER, "below": CHEAPER}


def build(run: Run, noise_floor: float | None = None) -> dict[str, Any]:
    """The summary of a run. `noise_floor`, a fraction, takes the place of the floors that the run's twins show."""
    groups = {name: _endpoints(run, name) for name in run.groups}
    cells = [cell for name, endpoints in groups.items() for cell in _in_order(run, name, endpoints)]
    twins = find_twins(run)
    shown = set(roles.names(run.frameworks, *roles.SHOWN))
    floors = measure(twins) if noise_floor is None else Floors(noise_floor, noise_floor, noise_floor)
    return {
        "schema": SUMMARY_SCHEMA,
        **_facts(run),
        "level": LEVEL,
        "noise_floor": describe(twins, floors, noise_floor),
        "twins": [_twins(pair) for pair in twins],
        "frameworks": {name: _framework(run, name) for name in run.frameworks},
        "groups": [_group(run, name, endpoints, cells) for name, endpoints in groups.items()],
        "collectors": {name: asdict(collector) for name, collector in run.collectors.items()},
        "cells": [_cell(cell, cells, floors) | describe_collected(cell, run.collectors) for cell in cells],
        **_comparisons(run, cells, groups, floors),
        "doses": describe_doses(cell for cell in cells if cell.framework in shown),
        "findings": find_all(run, floors),
    }


def _cell(cell: Cell, cells: Sequence[Cell], floors: Floors) -> dict[str, Any]:
    others = {c.framework: c for c in cells if (c.group, c.endpoint) == (cell.group, cell.endpoint)}
    return describe_cell(cell, _control(cell, cells)) | {"duets": describe_duets(cell, others, floors.duet)}


def _comparisons(
    run: Run, cells: Sequence[Cell], groups: Mapping[str, Sequence[str]], floors: Floors
) -> dict[str, Any]:
    """Pairs of all but twins; ties and means of frameworks only."""
    shown = set(roles.names(run.frameworks, *roles.SHOWN))
    ranked = set(roles.names(run.frameworks, roles.FRAMEWORK))
    places = [(group, endpoint) for group, endpoints in groups.items() for endpoint in endpoints]
    pairs = {place: _pairs([c for c in cells if c.framework in shown], *place, floors) for place in places}
    return {
        "pairs": [pair for found in pairs.values() for pair in found],
        "ties": [
            {"group": group, "endpoint": endpoint, "frameworks": names}
            for (group, endpoint), found in pairs.items()
            for names in ties_of_endpoint([pair for pair in found if ranked.issuperset(pair["frameworks"])])
        ],
        "geometric_means": _geometric_means([c for c in cells if c.framework in ranked], groups, floors),
    }


def _twins(pair: Twins) -> dict[str, Any]:
    """Twin and original like a pair of frameworks, judged without a floor: it is what the floor is made of."""
    ratios = {instrument: stats.ratio(*values) for instrument, values in pair.values().items()}
    place = {"group": pair.twin.group, "endpoint": pair.twin.endpoint}
    names = {"frameworks": [pair.twin.framework, pair.original.framework]}
    words = {"rate": {}, "cpu_us": COSTS, "duet": COSTS}
    return place | names | {key: judged(found, verdict(found, None, **words[key])) for key, found in ratios.items()}


def _geometric_means(cells: Sequence[Cell], groups: Iterable[str], floors: Floors) -> dict[str, Any]:
    by_group = {name: [cell for cell in cells if cell.group == name] for name in groups}
    return {
        "overall": geometric_means(cells, floors),
        "groups": {name: geometric_means(own, floors) for name, own in by_group.items()},
    }


def _facts(run: Run) -> dict[str, Any]:
    names = "run status methodology started ended seed command commit dirty settings host versions resumptions"
    return {name: getattr(run, name) for name in names.split()} | {"time": _time(run)}


def _time(run: Run) -> dict[str, float | None]:
    """Durations in ms and `overhead_share`: the part of the run in which no server was under load."""
    wall, loaded = (run.time.wall_ms, run.time.loaded_ms) if run.time else (None, None)
    share = 1 - loaded / wall if wall and loaded is not None else None
    return {"wall_ms": wall, "loaded_ms": loaded, "overhead_share": share}


def _framework(run: Run, name: str) -> dict[str, Any]:
    """What the framework said of itself, why it is missing if it is, and what was seen of its server while it ran."""
    base = {"framework": name, "title": name, "unavailable": None, "role": roles.FRAMEWORK, "twin_of": None}
    said = base | run.frameworks[name]
    own = [cell for cell in run.cells if cell.framework == name]
    servers = [w.server for cell in own for item in cell.good_rounds() for w in item.good_windows if w.server]
    seen = {
        "processes": _range(server.processes for server in servers),
        "threads": _range(server.threads for server in servers),
        "head_bytes": _range(cell.response.head_bytes for cell in own if cell.response),
    }
    return said | {"seen": seen}


def _range(values: Iterable[int | None]) -> list[int] | None:
    known = [value for value in values if value is not None]
    return [min(known), max(known)] if known else None


def _endpoints(run: Run, group: str) -> list[str]:
    """The group's endpoints: as run.json orders them, else each control before the endpoints it is subtracted from."""
    own = {cell.endpoint: cell for cell in run.cells if cell.group == group}
    listed = [name for name in run.groups[group].endpoints if name in own]

    def path(name: str, below: tuple[str, ...] = ()) -> tuple[str, ...]:
        control = own[name].control
        known = control in own and control not in (name, *below)
        return (path(control, (name, *below)) if known else ()) + (name,)

    return listed + sorted((name for name in own if name not in listed), key=path)


def _in_order(run: Run, group: str, endpoints: Sequence[str]) -> list[Cell]:
    own = {(cell.endpoint, cell.framework): cell for cell in run.cells if cell.group == group}
    places = ((endpoint, framework) for endpoint in endpoints for framework in run.frameworks)
    return [own[place] for place in places if place in own]


def _group(run: Run, name: str, endpoints: Sequence[str], cells: Sequence[Cell]) -> dict[str, Any]:
    first = {cell.endpoint: cell for cell in reversed(cells) if cell.group == name}
    facts = (
        "title",
        "method",
        "path",
        "application",
        "work",
        "control",
        "connections",
        "threads",
        "max_requests",
        "metrics",
        "client",
    )
    described = [{"name": item} | {key: getattr(first[item], key) for key in facts} for item in endpoints]
    return {"name": name, "title": run.groups[name].title, "result": run.groups[name].result, "endpoints": described}


def _pairs(cells: Sequence[Cell], group: str, endpoint: str, floors: Floors) -> list[dict[str, Any]]:
    return compare_endpoint([c for c in cells if (c.group, c.endpoint) == (group, endpoint)], floors)


def _control(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    place = (cell.framework, cell.group, cell.control)
    return next((other for other in cells if (other.framework, other.group, other.endpoint) == place), None)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.summary", description="Writes summary.json of a run.")
    parser.add_argument("run_dir", type=Path, help="directory of a run, with run.json and raw/")
    parser.add_argument("--noise-floor", type=fraction, help="such as 0.03, instead of what the run's twins show")
    arguments = parser.parse_args()
    write_json(arguments.run_dir / "summary.json", build(load(arguments.run_dir), arguments.noise_floor))


def fraction(text: str) -> float:
    """An option's number from 0 to below 1; raises ValueError."""
    value = float(text)
    if not 0 <= value < 1:
        raise ValueError(text)
    return value


if __name__ == "__main__":
    run_command(main)
