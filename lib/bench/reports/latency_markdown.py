"""The latencies under a paced load as features/latency_summary.md; no file for a run that did not measure them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.reports import Folders
from bench.text import DASH, markdown_table, number, with_interval
from bench.view import View

NAME = "latency_markdown"
US_PER_MS = 1000
HEADER = [
    "Endpoint",
    "Framework",
    "Requests/s",
    "p50 ms",
    "p90 ms",
    "p99 ms",
    "p99.9 ms",
    "Late, p99 ms",
    "Windows",
]


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file when a cell carries `latency_at`."""
    if not any(cell.get("latency_at") for cell in summary["cells"]):
        return []
    view = View(summary)
    lines = ["# Latency under a paced load", "", *_opening(summary), "", *_how_to_read(), ""]
    for group in view.groups:
        lines += _group(view, group)
    return [write_text(folders.features / "latency_summary.md", "\n".join(lines).rstrip() + "\n")]


def _opening(summary: Mapping[str, Any]) -> list[str]:
    return [f"Run {summary['run']}, {summary['status']}; started {summary['started']}."]


def _how_to_read() -> list[str]:
    return [
        "- Requests leave by a schedule, not when the answer before is there: this is what clients wait, below saturation.",
        "- Capacity is a cell's own median rate under a closed loop. At a share of it each framework is loaded as much as the",
        "  others; only at the same rate may their latencies be compared.",
        "- Numbers are medians over the windows, each with a fresh server; in brackets the lowest and the highest. Late is the time",
        "  by which requests left after their time: it comes on top of the latency. Up to some 4 ms are the load generator's own.",
        "- A window that did not reach 98 % of its rate is not in the numbers: `2 of 3` counts those that did.",
    ]


def _group(view: View, group: Mapping[str, Any]) -> list[str]:
    lines = [f"## {group['title']}", ""]
    for share in _shares(view, group):
        rows = _rows(view, group, share)
        title = (
            "At one rate for all: half of what the slowest can do"
            if share is None
            else f"At {share * 100:g} % of each one's capacity"
        )
        lines += [f"### {title}", "", *markdown_table(HEADER, rows, "ll"), ""] if rows else []
    return lines


def _shares(view: View, group: Mapping[str, Any]) -> list[float | None]:
    """The shares in ascending order; the common rate, which compares frameworks, comes first."""
    found = {
        load["share"] for cell in view.summary["cells"] if cell["group"] == group["name"] for load in cell["latency_at"]
    }
    return ([None] if None in found else []) + sorted(share for share in found if share is not None)


def _rows(view: View, group: Mapping[str, Any], share: float | None) -> list[list[str]]:
    rows = []
    for endpoint in group["endpoints"]:
        label = endpoint["name"]
        for framework in view.frameworks(group["name"]):
            cell = view.cell(group["name"], endpoint["name"], framework)
            for load in cell["latency_at"] if cell else []:
                if load["share"] == share:
                    rows.append([label, view.titles[framework], *_row(load)])
                    label = ""
    return rows


def _row(load: Mapping[str, Any]) -> list[str]:
    latency = load["latency_us"]

    def middle(measure: Mapping[str, Any] | None) -> str:
        return number(measure["median"] / US_PER_MS if measure else None)

    return [
        number(load["target_rps"]),
        _with_range(latency["p50"]),
        middle(latency["p90"]),
        _with_range(latency["p99"]),
        middle(latency["p99_9"]),
        middle(load["late_p99_us"]),
        f"{load['sustained']} of {load['windows']}",
    ]


def _with_range(measure: Mapping[str, Any] | None) -> str:
    """A few windows have a range; an interval of two or three of them would say more than is known."""
    if measure is None:
        return DASH
    ends = (min(measure["values"]), max(measure["values"])) if len(measure["values"]) > 1 else (None, None)
    return with_interval(*(value and value / US_PER_MS for value in (measure["median"], *ends)))
