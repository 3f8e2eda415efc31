"""The parts of the Markdown reports that tell of the run as a whole: what to be careful of, what failed, what was run."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.statements import counted
from bench.support import support
from bench.text import DASH, KIB_PER_MIB, count, escaped, markdown_table, number, words
from bench.view import View, reason

FLAG_MEANINGS = {
    "client_limited": "the load generator used nearly all of its cores: the rate may be its limit, not the server's",
    "server_idle": "the server had CPU time to spare under full load: something else was the bottleneck",
    "noisy_host": "other work on the machine took CPU time during the window",
    "stalled": "answers paused so long that the load generator corrected its latencies: they are partly estimates",
    "closes_connections": "the server closed the connection after an answer: it also paid for new connections",
    "unaccepted": "the server had not accepted all connections by the end: it served fewer than the table says",
    "memory_grows": "the server held more than twice its idle memory after the load",
    "unsustained": "the wanted rate was not reached: its latency is not compared",
    "few_requests": "a duet's window had fewer than 10 answers per connection: what was under way at its end is no small part",
    "slow_first_round": "the first round differs from the median of the others by more than 20 %",
}


def cautions(summary: Mapping[str, Any]) -> list[str]:
    """What a reader must know before any number."""
    found = []
    if summary["status"] != "complete":
        found.append(f"The run is {summary['status']}: some cells hold fewer rounds, or none.")
    if summary["settings"].get("pinned") is False:
        found.append("Servers and load generator shared the cores: they disturbed each other.")
    if any(cell["compared"] and cell["rounds_measured"] < 2 for cell in summary["cells"]):
        found.append("Some cells have one round only: they have no interval, and nothing is concluded from them.")
    if summary["settings"].get("rounds") == 2:
        found.append("There are two rounds only: their intervals are so wide that they show little.")
    if summary["dirty"]:
        found.append("The checkout had changes that are in no commit.")
    return found


def flags(view: View) -> list[str]:
    """What the flags that were raised mean."""
    raised = sorted({flag for cell in view.shown_cells for flag in cell["flags"]})
    if not raised:
        return ["No window raised a flag."]
    lines = ["A flag stands beside the numbers it puts in doubt, with the number of windows that raised it.", ""]
    return lines + [
        f"- {words(flag)}: {FLAG_MEANINGS.get(flag, 'this report knows no explanation')}." for flag in raised
    ]


def problems(view: View) -> list[str]:
    """The cells that failed, and why."""
    failed = [cell for cell in view.shown_cells if cell["status"] != "unsupported" and cell["problems"]]
    lines = []
    for cell in failed:
        rounds = [str(p["round"]) for p in cell["problems"] if p["round"] is not None]
        where = f" (round {', '.join(dict.fromkeys(rounds))})" if rounds else ""
        lines.append(f"- {_place(view, cell)}: {words(cell['status'])}{where}: {escaped(reason(cell) or DASH)}")
    return lines or ["None."]


def findings(view: View) -> list[str]:
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
    return number(value) if isinstance(value, float) else plain(value)


def _nested(value: Any) -> str:
    return f"({_evidence(value)})" if isinstance(value, Mapping | list | tuple) else _evidence(value)


def _place(view: View, entry: Mapping[str, Any]) -> str:
    return f"{view.titles.get(entry['framework'], entry['framework'])}, {entry['group']}/{entry['endpoint']}"


def fairness(view: View) -> list[str]:
    """One column per framework: what it said of itself, then what was seen of its processes while it ran."""
    said = {view.titles[name]: view.summary["frameworks"][name] for name in view.shown_names}
    if not said:
        return ["No framework was available."]
    settings = list(dict.fromkeys(key for entry in said.values() for key in entry.get("settings") or {}))
    rows = [["version", *(plain(entry.get("version")) for entry in said.values())]]
    rows.append(["server", *(f"{plain(e.get('server'))} {plain(e.get('server_version'))}" for e in said.values())])
    rows.append(["Python", *(plain(entry.get("python")) for entry in said.values())])
    packages = [libraries(view, name) for name in view.shown_names]
    if any(packages):
        rows.append(["extensions", *map(plain, packages)])
    for key in settings:
        rows.append([words(key), *(plain((entry.get("settings") or {}).get(key)) for entry in said.values())])
    for key, label in (("processes", "processes seen"), ("threads", "threads seen"), ("head_bytes", "header bytes")):
        rows.append([label, *(_range(entry["seen"][key]) for entry in said.values())])
    return markdown_table(["", *said], rows)


def libraries(view: View, framework: str) -> dict[str, Any]:
    """The packages beside the framework that answered in this run, with their versions; all of them where the run's
    record does not say which answered."""
    said = view.summary["frameworks"][framework]
    versions = said.get("libraries") or {}
    if said.get("extensions") is None:
        return versions
    places = [(group["name"], endpoint["name"]) for group in view.groups for endpoint in group["endpoints"]]
    used = {support(view, *place, framework).library for place in places}
    return {name: version for name, version in versions.items() if name in used}


def facts(summary: Mapping[str, Any]) -> list[str]:
    """Settings, host and versions as a table."""
    rows = [
        [words(key), plain(value)] for part in ("settings", "host", "versions") for key, value in summary[part].items()
    ]
    rows = [_in_mib(row[1]) if row[0] == "memory kib" else row for row in rows]
    overhead = summary["time"]["overhead_share"]
    rows.append(["commit", plain(summary["commit"])])
    rows.append(["methodology", plain(summary["methodology"])])
    rows.append(["time not under load", DASH if overhead is None else f"{overhead * 100:.1f} %"])
    rows += [["resumed", text] for text in resumptions(summary)]
    return markdown_table(["What", "Value"], rows, "ll")


def resumptions(summary: Mapping[str, Any]) -> list[str]:
    """Each time that the run went on after it had ended: when, by which option, and how many cells were measured then."""
    return [
        f"{found['at']} by {found['why']}: {counted(len(found['cells']), 'cell')} of {', '.join(found['endpoints']) or 'none'}"
        for found in summary.get("resumptions") or []
    ]


def command_line(summary: Mapping[str, Any]) -> str | None:
    """The run's command line with no more quotes than it needs; Bash's own kind of quotes is left as it is."""
    command = summary.get("command")
    return command if not command or "$'" in command else shlex.join(shlex.split(command))


def again(summary: Mapping[str, Any]) -> str:
    """The command line that makes these reports again, in the folder that the run's own command line named."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--output", default="")
    output = parser.parse_known_args(shlex.split(summary.get("command") or ""))[0].output
    run = Path(output or "results") / "runs" / summary["run"]
    return f"./run_all.sh --report {shlex.quote(str(run))}" + (f" --output {shlex.quote(output)}" if output else "")


def _in_mib(kib: str) -> list[str]:
    return ["memory MiB", number(float(kib) / KIB_PER_MIB) if kib != DASH else DASH]


def _range(ends: Sequence[int] | None) -> str:
    if ends is None:
        return DASH
    low, high = ends
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def plain(value: Any) -> str:
    """A value of the records as text; an em dash for nothing."""
    if value is None or value in ("", [], {}):
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{words(key)} {plain(item)}" for key, item in value.items())
    return ", ".join(map(plain, value)) if isinstance(value, list) else str(value)
