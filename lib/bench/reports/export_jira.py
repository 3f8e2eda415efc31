"""The text of a Jira ticket about the run, in Jira's wiki markup: reports/exports/jira_ticket.txt.

Its first line is the ticket's summary, of which Jira takes 255 characters; all after the empty line is its description.
It is written and sent nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.migration import compare_pairs
from bench.reports import Folders
from bench.reports._run_sections import cautions, command_line, findings, problems
from bench.statements import statements
from bench.text import DASH, cut, with_interval
from bench.view import View

NAME = "export_jira"
SUMMARY_LENGTH = 255


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file."""
    view = View(summary)
    features = ", ".join(group["title"] for group in view.groups) or "nothing measured"
    lines = [cut(f"Benchmark {summary['run']}: {features}", SUMMARY_LENGTH), ""]
    lines += ["h2. Findings", *(f"# {escape(sentence['text'])}" for sentence in statements(view))]
    lines += [f"* *{escape(caution)}*" for caution in cautions(summary)]
    for title, part in (
        ("Would moving a feature pay?", _moves(view)),
        ("Problems", _list(problems(view))),
        ("Implausible numbers", _list(findings(view))),
        ("How to repeat it", _repeat(summary)),
    ):
        lines += ["", f"h2. {title}", *part]
    return [write_text(folders.exports / "jira_ticket.txt", "\n".join(lines) + "\n")]


def escape(text: str) -> str:
    """Text that Jira shows as it is."""
    return re.sub(r"([{}\[\]|*_^~!\\])", r"\\\1", text)


def _moves(view: View) -> list[str]:
    """A table with a row per feature and move."""
    titles = {group["name"]: group["title"] for group in view.groups}
    rows = [
        [
            titles[entry["group"]],
            view.titles[move["from"]],
            view.titles[move["to"]],
            move["answer"],
            _factor(move["gain"]),
            str(len(move["loses"])),
        ]
        for entry in compare_pairs(view)
        if entry["endpoint"] is None
        for move in entry["moves"]
    ]
    if not rows:
        return ["Fewer than two frameworks were measured."]
    return [_row("||", ["Feature", "From", "To", "Answer", "CPU time there ÷ here (95 %)", "Endpoints lost"])] + [
        _row("|", row) for row in rows
    ]


def _factor(gain: Mapping[str, float | None] | None) -> str:
    ends = [None if gain is None or gain[key] is None else 1 - gain[key] for key in ("centre", "high", "low")]
    return with_interval(*ends) if ends[0] is not None else DASH


def _row(edge: str, cells: Sequence[str]) -> str:
    return edge + edge.join(escape(cell) or " " for cell in cells) + edge


def _list(lines: Sequence[str]) -> list[str]:
    """Lines of a Markdown list: its items become Jira's, and what continues them stays a line of its item."""
    return [f"* {escape(line[2:])}" if line.startswith("- ") else escape(line) for line in lines if line.strip()]


def _repeat(summary: Mapping[str, Any]) -> list[str]:
    commands = [f"git checkout {summary['commit']}"] if summary["commit"] else []
    commands.append(command_line(summary) or "# the run's record does not hold its command line")
    return ["{noformat}", *commands, "{noformat}"]
