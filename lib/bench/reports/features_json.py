"""One JSON file per measured group, under the name that the group declares: features/<result>."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.files import write_json
from bench.reports import Folders
from bench.view import View, reason

NAME = "features_json"
SCHEMA = 1


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the files of all groups that have cells."""
    view = View(summary)
    return [write_json(folders.features / group["result"], _content(view, group)) for group in view.groups]


def _content(view: View, group: dict[str, Any]) -> dict[str, Any]:
    def own(key: str) -> list[dict[str, Any]]:
        return [entry for entry in view.summary[key] if entry["group"] == group["name"]]

    facts = (
        "run",
        "status",
        "methodology",
        "started",
        "ended",
        "level",
        "noise_floor",
        "settings",
        "host",
        "versions",
        "collectors",
    )
    return {
        "schema": SCHEMA,
        **{key: view.summary[key] for key in facts},
        "group": group,
        "frameworks": {name: view.summary["frameworks"][name] for name in view.frameworks(group["name"])},
        "unavailable": view.unavailable,
        "support": _support(view, group),
        "cells": [cell for cell in view.shown_cells if cell["group"] == group["name"]],
        "pairs": own("pairs"),
        "ties": own("ties"),
        "doses": own("doses"),
        "twins": own("twins"),
        "geometric_means": view.summary["geometric_means"]["groups"][group["name"]],
        "findings": [f for f in view.summary["findings"] if any(c["group"] == group["name"] for c in f["cells"])],
    }


def _support(view: View, group: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Per endpoint and framework: {"supported": true}, or false with the reason; null where there is no record."""
    names = view.frameworks(group["name"])
    return {
        endpoint["name"]: {name: _supported(view.cell(group["name"], endpoint["name"], name)) for name in names}
        for endpoint in group["endpoints"]
    }


def _supported(cell: dict[str, Any] | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    if cell["status"] != "unsupported":
        return {"supported": True}
    return {"supported": False, "reason": reason(cell)}
