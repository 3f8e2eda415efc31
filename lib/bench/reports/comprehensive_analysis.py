"""The whole run for a reader: reports/comprehensive_analysis.md, findings first, then the tables that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.reports import Folders
from bench.reports._analysis_tables import (
    NOUNS,
    efficiency,
    endpoints_matrix,
    features_matrix,
    flags_matrix,
    support_matrix,
)
from bench.reports._comparisons import duets, noise_section
from bench.reports._feature_tables import costs, doses
from bench.reports._run_sections import again, cautions, command_line, facts, fairness, findings, flags, plain, problems
from bench.reports._stress_results import read_stress
from bench.standings import CPU, RATE
from bench.statements import compared_by, counted, listed, statements
from bench.stress_report import short_table
from bench.text import TIED, UNDECIDED
from bench.view import View

NAME = "comprehensive_analysis"


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file. A stress run's results in features/ are taken in, with the run that they are of."""
    view = View(summary)
    lines = ["# Comprehensive analysis", "", *_opening(view), ""]
    for title, part in (
        ("Findings", _sentences(view)),
        ("Performance", _performance(view)),
        ("What a feature costs", _costs(view)),
        ("Who needs the least: CPU time and memory", efficiency(view)),
        ("Scaling and breaking points", _scaling(summary, folders)),
        ("What is supported, and by whom", _support(view)),
        ("Fairness: what served the requests", fairness(view)),
        ("Flags, problems and implausible numbers", _doubts(view)),
        ("Noise floor", noise_section(view)),
        ("How to repeat it", _repeat(summary)),
        ("What was run, and on what", facts(summary)),
    ):
        lines += [f"## {title}", "", *part, ""]
    return [write_text(folders.reports / "comprehensive_analysis.md", "\n".join(lines).rstrip() + "\n")]


def _opening(view: View) -> list[str]:
    summary, settings, host = view.summary, view.summary["settings"], view.summary["host"]
    names = [_with_version(summary["frameworks"][name], view.titles[name]) for name in view.shown_names]
    endpoints = sum(len(group["endpoints"]) for group in view.groups)
    titles = listed([group["title"] for group in view.groups])
    counts = {noun: settings.get(f"{noun}s") for noun in ("round", "connection", "worker")}
    load = [counted(count, noun) for noun, count in counts.items() if count is not None]
    machine = [host.get("cpu"), host.get("cores") and f"{host['cores']} cores", host.get("system"), host.get("kernel")]
    virtual = "a virtual machine" if host.get("virtualised") else None
    what = f"{counted(endpoints, 'endpoint')} of {counted(len(view.groups), 'feature')} ({titles})"
    lines = [
        f"- Run {summary['run']}, {summary['status']}, started {summary['started']}.",
        f"- Measured: {what} in {listed(names) or 'no framework'}.",
        f"- Load: {', '.join(load)}; profile {plain(settings.get('profile'))}.",
        f"- Machine: {', '.join(filter(None, (*machine, virtual)))}.",
    ]
    lines += [f"- Not run: {title}, {why}." for title, why in view.unavailable.items()]
    return lines + [f"- **{caution}**" for caution in cautions(summary)]


def _with_version(said: Mapping[str, Any], title: str) -> str:
    version = f" {said['version']}" if said.get("version") else ""
    server = f" on {said['server']}" if said.get("server") and said["server"] != said["framework"] else ""
    return f"{title}{version}{server}"


def _sentences(view: View) -> list[str]:
    return [f"{i}. {sentence['text']}" for i, sentence in enumerate(statements(view), 1)]


def _performance(view: View) -> list[str]:
    what = compared_by(view)
    lines = [
        f"Per feature: each framework against the one with {NOUNS[what]}, as the geometric mean over the endpoints that all",
        "of them answered, with its 95 % interval.",
        "",
        *features_matrix(view, what),
        "",
        "Per endpoint: medians of the rounds with 95 % intervals. Ratios compare within rounds, so they can tell apart what",
        f"these brackets do not. **Bold** is best; `{TIED}`: no difference to the best is shown; `{UNDECIDED}`: one round, nothing is",
        "shown; `!`: flagged in half of the windows or more.",
        "",
    ]
    for group in view.groups:
        lines += [f"### {group['title']}", "", *endpoints_matrix(view, group, RATE), ""]
        lines += [*endpoints_matrix(view, group, CPU), ""]
        beside = duets(view, group)
        lines += [*beside, ""] if beside else []
    return lines[:-1]


def _costs(view: View) -> list[str]:
    lines: list[str] = []
    for group in view.groups:
        for i, table in enumerate(filter(None, (costs(view, group), doses(view, group)))):
            lines += [*([] if i else [f"### {group['title']}", ""]), *table, ""]
    about = [
        "A control is the same application without the feature. A difference whose interval holds 0 is marked",
        f"`{TIED}`: no cost is shown.",
        "",
    ]
    return [*about, *lines[:-1]] if lines else ["No endpoint of this run has a control."]


def _scaling(summary: Mapping[str, Any], folders: Folders) -> list[str]:
    stress = read_stress(folders)
    if stress is None:
        groups = ",".join(group["name"] for group in summary["groups"])
        return [
            "Not measured: a feature run has one load. A stress run raises it until each endpoint breaks:",
            "",
            f"    ./run_all.sh --load stress --features {groups}",
        ]
    lines = [f"From the stress run {stress['run']}, {stress['status']}; details in features/stress_summary.md."]
    differing = [key for key in ("host", "versions") if stress[key] != summary[key]]
    if differing:
        lines.append(f"**It was made with another {listed(differing)}: compare it with nothing else here.**")
    for place in dict.fromkeys((cell["group"], cell["endpoint"]) for cell in stress["cells"]):
        title = stress["groups"].get(place[0], place[0])
        lines += ["", f"### {title}: {place[1]}", "", *short_table(stress, *place)]
    return lines


def _support(view: View) -> list[str]:
    lines = [
        "`native`: the framework itself; `by …`: a package that its users add; `supported`: the run's record does not say which.",
        "",
    ]
    for group in view.groups:
        lines += [f"### {group['title']}", "", *support_matrix(view, group), ""]
    return lines[:-1]


def _doubts(view: View) -> list[str]:
    lines = ["### Flags", "", *flags(view), ""]
    for group in view.groups:
        table = flags_matrix(view, group)
        lines += [*table, ""] if table else []
    return [*lines, "### Problems", "", *problems(view), "", "### Implausible numbers", "", *findings(view)]


def _repeat(summary: Mapping[str, Any]) -> list[str]:
    commit = f"    git checkout {summary['commit']}" if summary["commit"] else None
    command = command_line(summary)
    lines = [f"    {command}" if command else "    # the run's record does not hold its command line"]
    lines = [*filter(None, [commit]), *lines]
    about = "Another machine gives other rates; ratios are what should come again."
    if summary["dirty"]:
        about += " The checkout had changes that are in no commit: the commit alone is not what was run."
    return [*lines, "", about, "", "All reports of this run again, without a server:", "", f"    {again(summary)}"]
