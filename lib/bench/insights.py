"""The facts of all reports as one JSON value: reports/performance_insights.json, whose form is described by
reports/performance_insights.schema.json beside its writer.

Times are in the unit of their name, rates per second, memory in KiB. Null means not measured; what is missing has its
reason beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench import roles
from bench.migration import THRESHOLD, compare_pairs
from bench.standings import CPU, MEMORY, RATE, Place, common, is_compared, measured, places, standings
from bench.statements import statements
from bench.support import support
from bench.view import View, is_doubtful, reason

SCHEMA = 1
ABOUT_FRAMEWORK = ("title", "version", "server", "server_version", "python", "settings", "libraries", "unavailable")
ABOUT_ENDPOINT = ("name", "title", "method", "path", "control", "work", "application")
ABOUT_DOSE = ("series", "framework", "slope_us", "base_us", "points", "farthest_us")
MEASURES = ("rate", "cpu_us", "start_ms")


def insights(summary: Mapping[str, Any], scalability: Mapping[str, Any] | None) -> dict[str, Any]:
    """The facts; `scalability` is what `bench.stress.describe` gives of a stress run, None where there was none."""
    view = View(summary)
    names = measured(view)
    run = "run status command methodology started ended seed commit dirty settings host versions level noise_floor"
    return {
        "schema": SCHEMA,
        **{key: summary.get(key) for key in run.split()},
        "statements": statements(view),
        "collectors": summary["collectors"],
        "frameworks": [_framework(name, said) for name, said in summary["frameworks"].items()],
        "features": [_feature(view, group) for group in view.groups],
        "efficiency": {what: _standings(view, names, places(view), what) for what in (CPU, MEMORY)},
        "migration": {"threshold": THRESHOLD, "pairs": compare_pairs(view)},
        "scalability": scalability and _scalability(scalability),
        "findings": summary["findings"],
    }


def _framework(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "role": roles.role(said), **{key: said.get(key) for key in ABOUT_FRAMEWORK}}


def _feature(view: View, group: Mapping[str, Any]) -> dict[str, Any]:
    own = places(view, group["name"])
    names = [name for name in measured(view) if any(is_compared(view.cell(*place, name)) for place in own)]
    return {
        "name": group["name"],
        "title": group["title"],
        "standings": {what: _standings(view, names, own, what) for what in (RATE, CPU)},
        "endpoints": [_endpoint(view, group["name"], endpoint) for endpoint in group["endpoints"]],
        "doses": [
            {key: dose[key] for key in ABOUT_DOSE} for dose in view.summary["doses"] if dose["group"] == group["name"]
        ],
    }


def _standings(view: View, names: Sequence[str], among: Sequence[Place], what: str) -> dict[str, Any]:
    """The frameworks in order, over the endpoints that all of them have; `order` is empty where there are none."""
    shared = common(view, names, among) if names else []
    return {
        "endpoints": {"compared": len(shared), "of": len(among)},
        "order": [asdict(standing) for standing in standings(view, names, shared, what)],
    }


def _endpoint(view: View, group: str, endpoint: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{key: endpoint[key] for key in ABOUT_ENDPOINT},
        "highest": view.highest(group, endpoint["name"]),
        "ties": view.ties(group, endpoint["name"]),
        "results": [_result(view, group, endpoint["name"], name) for name in view.frameworks(group)],
    }


def _result(view: View, group: str, endpoint: str, framework: str) -> dict[str, Any]:
    cell, best = view.cell(group, endpoint, framework), view.highest(group, endpoint)
    compared = is_compared(cell)
    against = view.against(group, endpoint, framework, best) if compared and best and best != framework else None
    return {
        "framework": framework,
        "status": cell["status"] if cell else None,
        "reason": reason(cell) if cell else "there is no record of it",
        "support": asdict(support(view, group, endpoint, framework)),
        "against_highest": against,
        "doubtful": compared and is_doubtful(cell),
        "flags": cell["flags"] if cell else {},
        **{key: _measure(cell[key]) if compared else None for key in MEASURES},
        "latency_us": {name: _measure(found) for name, found in cell["latency_us"].items()} if compared else None,
        "memory_kib": cell["memory_kib"] if compared else None,
        "cost": cell["cost"] if compared else None,
        "collected": {name: _measure(found) for name, found in cell["collected"].items()} if compared else {},
        "uncollected": cell["uncollected"] if compared else {},
    }


def _measure(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Median, interval and the number of rounds; the rounds themselves are in features/ and exports/."""
    return found and {**{key: found[key] for key in ("median", "low", "high")}, "rounds": len(found["rounds"])}


def _scalability(stress: Mapping[str, Any]) -> dict[str, Any]:
    """What each endpoint bore in the stress run, which is another run than this one."""
    told = "framework group endpoint status step_seconds slo_ms best knee capacity_at_slo failure recovered"
    return {"run": stress["run"], "cells": [{key: cell[key] for key in told.split()} for cell in stress["cells"]]}
