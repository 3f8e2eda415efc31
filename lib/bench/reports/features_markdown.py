"""The feature run as one Markdown file, features/feature_summary.md, that also reads well as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.collected import not_collected
from bench.files import write_text
from bench.reports import Folders
from bench.reports._comparisons import noise_section
from bench.reports._feature_tables import HIGHEST, group_section, means_table
from bench.reports._run_sections import cautions, facts, fairness, findings, flags, plain, problems
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.text import DASH, TIED, UNDECIDED, escaped, noise_floor, words
from bench.view import View

NAME = "features_markdown"


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file; there is one for all groups."""
    view = View(summary)
    lines = ["# Feature comparison", "", *_opening(view), "", "How to read it:", "", *_how_to_read(view), ""]
    for group in view.groups:
        lines += group_section(view, group)
    overall = means_table(view, summary["geometric_means"]["overall"]) if len(view.groups) > 1 else []
    lines += ["## All groups together", "", *overall, ""] if overall else []
    for title, part in (
        ("Flags", flags(view)),
        ("Problems", problems(view)),
        ("Findings", findings(view)),
        ("Not collected", [f"- {escaped(line)}." for line in not_collected(view)]),
        ("Noise floor", noise_section(view)),
        ("Fairness: what served the requests", fairness(view)),
        ("What was run, and on what", facts(summary)),
    ):
        lines += [f"## {title}", "", *part, ""] if part else []
    return [write_text(folders.features / "feature_summary.md", "\n".join(lines).rstrip() + "\n")]


def _opening(view: View) -> list[str]:
    summary = view.summary
    lines = [
        f"- Run {summary['run']}, {summary['status']}; started {summary['started']}, seed {plain(summary['seed'])}."
    ]
    cells = view.shown_cells
    counts = {
        status: sum(cell["status"] == status for cell in cells) for status in dict.fromkeys(c["status"] for c in cells)
    }
    lines.append(f"- Cells: {', '.join(f'{count} {words(status)}' for status, count in counts.items()) or 'none'}.")
    lines += [f"- Not run: {title}, {why}." for title, why in view.unavailable.items()]
    lines.append(f"- {noise_floor(summary['noise_floor'], view.titles)}.")
    return lines + [f"- **{caution}**" for caution in cautions(summary)]


def _how_to_read(view: View) -> list[str]:
    pairs = [pair for pair in view.summary["pairs"] if is_decidable(pair["rate"])]
    shown = sum(pair["rate"]["verdict"] != NO_DIFFERENCE for pair in pairs)
    within = ", or it lies within the noise floor" if view.summary["noise_floor"] else ""
    chance = max(1, round(len(pairs) * (1 - view.summary["level"])))
    lines = [
        "- Every number is the median of the rounds; each round started the servers afresh. In brackets: the 95 %",
        "  interval over the rounds. A ratio compares within each round and is the geometric mean over the rounds;",
        "  it tells frameworks apart better than whether the brackets of two rates overlap.",
        f"- `{HIGHEST}` has the highest median rate. `{TIED}` means that no difference is shown: the ratio's interval",
        f"  holds 1{within}. Frameworks marked so have no order. `{UNDECIDED}` has no interval, and shows nothing.",
        f"- `{DASH}` is not measured. It is no zero, and it is in no mean.",
    ]
    if view.references:
        lines.append(
            "- A reference is a bare server without a framework: it is compared, but not ranked and in no mean."
        )
    shows = (
        f"- Of {len(pairs)} comparisons of rates {shown} show a difference; with none at all, chance would show about"
    )
    return [*lines, shows, f"  {chance} of them."] if pairs else lines
