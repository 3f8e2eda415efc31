"""`python -m bench.scenario_report RUN_DIR RESULTS_DIR` writes features/scenario_<name>.md and .json of a scenario
run, and prints its table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.files import run_command, write_json, write_text
from bench.scenario_records import describe, load
from bench.text import DASH, count, escaped, markdown_table, number, words

HEADER = [
    "Framework", "Target/s", "Achieved/s", "Rate", "p50 ms", "p99 ms", "Late p50 ms", "Late p99 ms", "Failed",
    "CPU µs/request", "Flags",
]  # fmt: skip
HOW_TO_READ = """\
- The rate is given; what a framework makes of it is its latency, its lateness and its CPU time. Every framework gets
  the same requests in the same order, drawn by weight, after every answer of the mix was checked. Target is the mean of
  the phase.
- Late: how long after its time a request left, because every connection was still waiting for an answer. What users
  wait is the latency and the lateness together. Below about 1 ms it is wrk's own.
- Not sustained: under 98 % of the requests that were due were answered. The latency of such a phase is that of another,
  lower rate, so it is not shown beside the others.
- Each phase is one window, so its numbers have no interval: a small difference between two frameworks shows nothing."""


def markdown(summary: Mapping[str, Any]) -> str:
    """The report as text that reads well as it is, too."""
    lines = [f"# Scenario: {escaped(summary['title'])}", "", *_opening(summary), "", HOW_TO_READ, ""]
    for phase in summary["phases"]:
        lines += [f"## {heading(phase)}", "", *table(summary, phase), "", _comparison(summary, phase), ""]
    lines += ["## The mix", "", *_mix(summary), "", "## Problems", "", *_problems(summary), ""]
    return "\n".join(lines).rstrip() + "\n"


def heading(phase: Mapping[str, Any]) -> str:
    """`1. ramp_up: 60 s, from 0 to 1,000 requests/s`."""
    start, end = count(int(phase["from_rps"])), count(int(phase["to_rps"]))
    rates = end if start == end else f"from {start} to {end}"
    return f"{phase['number']}. {phase['name']}: {phase['seconds']} s, {rates} requests/s"


def table(summary: Mapping[str, Any], phase: Mapping[str, Any]) -> list[str]:
    """One line per framework."""
    rows = [[_title(summary, name), *_row(found)] for name, found in phase["frameworks"].items()]
    return markdown_table(HEADER, rows, "lrrlrrrrrrl")


def _row(found: Mapping[str, Any] | None) -> list[str]:
    if found is None:
        return [DASH, DASH, "not measured", *[DASH] * 6, ""]
    shown = [number(found[key]) if found["sustained"] else DASH for key in ("p50_ms", "p99_ms")]
    return [
        number(found["target_rps"]),
        number(found["achieved_rps"]),
        "sustained" if found["sustained"] else "not sustained",
        *shown,
        number(found["late_p50_ms"]),
        number(found["late_p99_ms"]),
        count(found["failed"]),
        number(found["cpu_us"]),
        ", ".join(words(flag) for flag in found["flags"]),
    ]


def _comparison(summary: Mapping[str, Any], phase: Mapping[str, Any]) -> str:
    names = [_title(summary, name) for name in phase["compared"]]
    if not names:
        return "Fewer than two frameworks sustained this rate: there is no latency to compare."
    return f"Latency can be compared between {', '.join(names[:-1])} and {names[-1]}: all sustained the same rate."


def _title(summary: Mapping[str, Any], name: str) -> str:
    return summary["frameworks"].get(name, {}).get("title", name)


def _opening(summary: Mapping[str, Any]) -> list[str]:
    lines = [f"Run {summary['run']}, {summary['status']}; started {summary['started']}; seed {summary['seed']}."]
    lines += [f"Not run: {said['title']}, {said['unavailable']}." for said in _unavailable(summary)]
    if summary["status"] != "complete":
        lines.append(f"**The run is {summary['status']}: what it did not come to is missing.**")
    return lines


def _unavailable(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [said for said in summary["frameworks"].values() if said["unavailable"]]


def _mix(summary: Mapping[str, Any]) -> list[str]:
    rows = [[item["group"], item["endpoint"], f"{item['percent']:.2f} %"] for item in summary["mix"]]
    lines = markdown_table(["Group", "Endpoint", "Share"], rows, "llr")
    notes = [
        f"- {item['group']}: there is no such group; its {item['weight']:g} % went to the others."
        for item in summary["missing_groups"]
    ]
    notes += [f"- {item['group']}/{item['endpoint']}: {escaped(item['reason'])}." for item in summary["left_out"]]
    return [*lines, "", "Left out, for all frameworks alike:", "", *notes] if notes else lines


def _problems(summary: Mapping[str, Any]) -> list[str]:
    lines = [
        f"- {_title(summary, cell['framework'])}: {words(cell['status'])}: {escaped(problem['text'])}"
        for cell in summary["cells"]
        for problem in cell["problems"]
    ]
    return lines or ["None."]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.scenario_report", description="Writes the report of a scenario run.")
    parser.add_argument("run_dir", type=Path, help="directory of a scenario run")
    parser.add_argument("results_dir", type=Path, help="results folder; the files go to features/ in it")
    arguments = parser.parse_args()
    summary = describe(load(arguments.run_dir))
    file = arguments.results_dir / "features" / f"scenario_{summary['scenario']}"
    write_json(file.with_suffix(".json"), summary)
    write_text(file.with_suffix(".md"), markdown(summary))
    for phase in summary["phases"]:
        print(heading(phase), *table(summary, phase), "", sep="\n")


if __name__ == "__main__":
    run_command(main)
