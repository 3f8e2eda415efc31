"""The feature run as one Markdown file, features/feature_summary.md, that also reads well as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.reports import Folders
from bench.reports._comparisons import noise_section
from bench.reports._feature_tables import HIGHEST, group_section, means_table
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.text import DASH, KIB_PER_MIB, TIED, UNDECIDED, count, escaped, markdown_table, noise_floor, number, words
from bench.view import View, reason

NAME = "features_markdown"
FLAG_MEANINGS = {
    "client_limited": "the load generator used nearly all of its cores: the rate may be its limit, not the server's",
    "server_idle": "the server had CPU time to spare under full load: something else was the bottleneck",
    "noisy_host": "other work on the machine took CPU time during the window",
    "stalled": "answers paused so long that the load generator corrected its latencies: they are partly estimates",
    "closes_connections": "the server closed the connection after an answer: it also paid for new connections",
    "memory_grows": "the server held more than twice its idle memory after the load",
    "unsustained": "the wanted rate was not reached: its latency is not compared",
    "slow_first_round": "the first round differs from the median of the others by more than 20 %",
}


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file; there is one for all groups."""
    view = View(summary)
    lines = ["# Feature comparison", "", *_opening(view), "", "How to read it:", "", *_how_to_read(view), ""]
    for group in view.groups:
        lines += group_section(view, group)
    overall = means_table(view, summary["geometric_means"]["overall"]) if len(view.groups) > 1 else []
    lines += ["## All groups together", "", *overall, ""] if overall else []
    for title, part in (
        ("Flags", _flags(view)),
        ("Problems", _problems(view)),
        ("Findings", _findings(view)),
        ("Noise floor", noise_section(view)),
        ("Fairness: what served the requests", _fairness(view)),
        ("What was run, and on what", _facts(summary)),
    ):
        lines += [f"## {title}", "", *part, ""]
    return [write_text(folders.features / "feature_summary.md", "\n".join(lines).rstrip() + "\n")]


def _opening(view: View) -> list[str]:
    summary = view.summary
    lines = [
        f"- Run {summary['run']}, {summary['status']}; started {summary['started']}, seed {_text(summary['seed'])}."
    ]
    cells = view.shown_cells
    counts = {
        status: sum(cell["status"] == status for cell in cells) for status in dict.fromkeys(c["status"] for c in cells)
    }
    lines.append(f"- Cells: {', '.join(f'{count} {words(status)}' for status, count in counts.items()) or 'none'}.")
    lines += [f"- Not run: {title}, {why}." for title, why in view.unavailable.items()]
    lines.append(f"- {noise_floor(summary['noise_floor'], view.titles)}.")
    return lines + [f"- **{caution}**" for caution in _cautions(summary)]


def _cautions(summary: Mapping[str, Any]) -> list[str]:
    """What a reader must know before any number."""
    found = []
    if summary["status"] != "complete":
        found.append(f"The run is {summary['status']}: some cells hold fewer rounds, or none.")
    if summary["settings"].get("pinned") is False:
        found.append("Servers and load generator shared the cores: they disturbed each other.")
    if any(cell["compared"] and cell["rounds_measured"] < 2 for cell in summary["cells"]):
        found.append("Some cells have one round only: they have no interval, and nothing is concluded from them.")
    if summary["dirty"]:
        found.append("The checkout had changes that are in no commit.")
    return found


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


def _flags(view: View) -> list[str]:
    raised = sorted({flag for cell in view.shown_cells for flag in cell["flags"]})
    if not raised:
        return ["No window raised a flag."]
    lines = ["A flag stands beside the numbers it puts in doubt, with the number of windows that raised it.", ""]
    return lines + [
        f"- {words(flag)}: {FLAG_MEANINGS.get(flag, 'this report knows no explanation')}." for flag in raised
    ]


def _problems(view: View) -> list[str]:
    failed = [cell for cell in view.shown_cells if cell["status"] != "unsupported" and cell["problems"]]
    lines = []
    for cell in failed:
        rounds = [str(p["round"]) for p in cell["problems"] if p["round"] is not None]
        where = f" (round {', '.join(dict.fromkeys(rounds))})" if rounds else ""
        lines.append(f"- {_place(view, cell)}: {words(cell['status'])}{where}: {escaped(reason(cell) or DASH)}")
    return lines or ["None."]


def _findings(view: View) -> list[str]:
    """Numbers that look wrong, each with what it rests on."""
    lines = []
    for found in view.summary["findings"]:
        lines.append(f"- {_place(view, found['cells'][0])}: {escaped(found['text'])}.")
        lines.append(f"  Evidence: {escaped(_evidence(found['evidence']))}.")
    return (
        ["Numbers that contradict their own records, or look too good. Each deserves a look.", "", *lines]
        if lines
        else ["None."]
    )


def _evidence(value: Any) -> str:
    """`rates 1,234 and 1,240; rounds 5`: the numbers of a finding as they are, nested ones in brackets."""
    if isinstance(value, Mapping):
        return "; ".join(f"{words(key)} {_nested(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return " and ".join(map(_nested, value))
    return number(value) if isinstance(value, float) else _text(value)


def _nested(value: Any) -> str:
    return f"({_evidence(value)})" if isinstance(value, Mapping | list | tuple) else _evidence(value)


def _place(view: View, entry: Mapping[str, Any]) -> str:
    return f"{view.titles.get(entry['framework'], entry['framework'])}, {entry['group']}/{entry['endpoint']}"


def _fairness(view: View) -> list[str]:
    """One column per framework: what it said of itself, then what was seen of its processes while it ran."""
    said = {view.titles[name]: view.summary["frameworks"][name] for name in view.shown_names}
    if not said:
        return ["No framework was available."]
    settings = list(dict.fromkeys(key for entry in said.values() for key in entry.get("settings") or {}))
    rows = [["version", *(_text(entry.get("version")) for entry in said.values())]]
    rows.append(["server", *(f"{_text(e.get('server'))} {_text(e.get('server_version'))}" for e in said.values())])
    rows.append(["Python", *(_text(entry.get("python")) for entry in said.values())])
    for key in settings:
        rows.append([words(key), *(_text((entry.get("settings") or {}).get(key)) for entry in said.values())])
    for key, label in (("processes", "processes seen"), ("threads", "threads seen"), ("head_bytes", "header bytes")):
        rows.append([label, *(_range(entry["seen"][key]) for entry in said.values())])
    return markdown_table(["", *said], rows)


def _facts(summary: Mapping[str, Any]) -> list[str]:
    rows = [
        [words(key), _text(value)] for part in ("settings", "host", "versions") for key, value in summary[part].items()
    ]
    rows = [_in_mib(row[1]) if row[0] == "memory kib" else row for row in rows]
    overhead = summary["time"]["overhead_share"]
    rows.append(["commit", _text(summary["commit"])])
    rows.append(["methodology", _text(summary["methodology"])])
    rows.append(["time not under load", DASH if overhead is None else f"{overhead * 100:.1f} %"])
    return markdown_table(["What", "Value"], rows, "ll")


def _in_mib(kib: str) -> list[str]:
    return ["memory MiB", number(float(kib) / KIB_PER_MIB) if kib != DASH else DASH]


def _range(ends: Sequence[int] | None) -> str:
    if ends is None:
        return DASH
    low, high = ends
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def _text(value: Any) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{words(key)} {_text(item)}" for key, item in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)
