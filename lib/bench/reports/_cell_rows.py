"""The cells of a summary as flat rows with typed columns: what the CSV and the Parquet export hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.collected import titles
from bench.rounds import PERCENTILES
from bench.support import support
from bench.view import View, is_doubtful, reason

TEXT, WHOLE, NUMBER, TRUTH = "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"
MEDIAN = ("median", "low", "high")
CENTRE = ("centre", "low", "high")
MEMORY = ("idle", "peak", "after")
ABOUT_ENDPOINT = {"title": TEXT, "method": TEXT, "path": TEXT, "work": WHOLE, "control": TEXT, "connections": WHOLE}
# Units are in the names; rates are per second. A measure is a median with its 95 % interval.
COLUMNS: dict[str, str] = {
    **dict.fromkeys(("run", "framework", "version", "server", "server_version", "role", "group", "endpoint"), TEXT),
    **ABOUT_ENDPOINT,
    **dict.fromkeys(("status", "support", "library", "reason"), TEXT),
    **dict.fromkeys(("rounds", "windows", "requests"), WHOLE),
    "doubtful": TRUTH,
    "flags": TEXT,
    **{f"{measure}_{end}": NUMBER for measure in ("rate", "cpu_us", "start_ms") for end in MEDIAN},
    **{f"latency_{name}_us_{end}": NUMBER for name in PERCENTILES for end in MEDIAN},
    **{f"memory_{key}_kib": NUMBER for key in MEMORY},
    **{f"cost_cpu_us_{end}": NUMBER for end in CENTRE},
}
"""The columns that every run has, with their SQL types."""


def columns(view: View) -> dict[str, str]:
    """The columns in order, with their SQL types: behind those of every run what its collectors add."""
    return COLUMNS | {f"{metric}_{end}": NUMBER for metric in titles(view) for end in MEDIAN}


def rows(view: View) -> list[list[Any]]:
    """A row per shown cell in the summary's order; None where nothing was measured."""
    described = {
        (group["name"], endpoint["name"]): endpoint for group in view.groups for endpoint in group["endpoints"]
    }
    found = [_row(view, cell, described[cell["group"], cell["endpoint"]]) for cell in view.shown_cells]
    return [[row[name] for name in columns(view)] for row in found]


def _row(view: View, cell: Mapping[str, Any], endpoint: Mapping[str, Any]) -> dict[str, Any]:
    said = view.summary["frameworks"][cell["framework"]]
    supported = support(view, cell["group"], cell["endpoint"], cell["framework"])
    return {
        "run": view.summary["run"],
        **{key: cell[key] for key in ("framework", "group", "endpoint", "status", "requests")},
        **{key: said.get(key) for key in ("version", "server", "server_version", "role")},
        **{key: endpoint[key] for key in ABOUT_ENDPOINT},
        "support": supported.kind,
        "library": supported.library,
        "reason": reason(cell),
        "rounds": cell["rounds_measured"],
        "windows": cell["windows_measured"],
        "doubtful": is_doubtful(cell) if cell["compared"] else None,
        "flags": ";".join(f"{flag}={count}" for flag, count in cell["flags"].items()) or None,
        **_measures(cell),
        **{
            key: value
            for name in titles(view)
            for key, value in _ends(name, cell["collected"].get(name), MEDIAN).items()
        },
    }


def _measures(cell: Mapping[str, Any]) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for name in ("rate", "cpu_us", "start_ms"):
        found |= _ends(name, cell[name], MEDIAN)
    for name in PERCENTILES:
        found |= _ends(f"latency_{name}_us", cell["latency_us"][name], MEDIAN)
    found |= {f"memory_{key}_kib": cell["memory_kib"][key] if cell["compared"] else None for key in MEMORY}
    return found | _ends("cost_cpu_us", cell["cost"] and cell["cost"]["cpu_us"], CENTRE)


def _ends(name: str, found: Mapping[str, Any] | None, keys: tuple[str, ...]) -> dict[str, float | None]:
    return {f"{name}_{key}": found[key] if found else None for key in keys}
