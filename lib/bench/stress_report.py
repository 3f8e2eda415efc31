"""`python -m bench.stress_report RUN_DIR RESULTS_DIR` writes features/stress_summary.md and features/stress.json of a
stress run, and prints its short table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.files import run_command, write_json, write_text
from bench.stress import cells_of, describe, endpoints, load
from bench.text import DASH, count, escaped, markdown_table, number, words

MARKDOWN_NAME, JSON_NAME = "stress_summary.md", "stress.json"
SHORT_HEADER = [
    "Framework", "Best requests/s", "at connections", "Knee", "Requests/s within SLO", "p99 ms there",
    "More connections", "Higher rate", "Recovers",
]  # fmt: skip
STEP_HEADER = ["Framework", "Load", "Requests/s", "p50 ms", "p99 ms", "Failed", "wrk", "Server", "Verdict"]


def markdown(summary: Mapping[str, Any]) -> str:
    """The report as text that reads well as it is, too."""
    lines = [
        "# Stress: what each endpoint bears, and how it breaks",
        "",
        *_opening(summary),
        "",
        *_how_to_read(summary),
        "",
    ]
    for group, endpoint in endpoints(summary):
        lines += [f"## {summary['groups'][group]}: {endpoint}", "", *short_table(summary, group, endpoint), ""]
        lines += [*_breaks(summary, group, endpoint), "", "Steps:", "", *_steps(summary, group, endpoint), ""]
    lines += ["## Problems", "", *_problems(summary), "", "## What was run, and on what", "", *_facts(summary)]
    return "\n".join(lines).rstrip() + "\n"


def short_table(summary: Mapping[str, Any], group: str, endpoint: str) -> list[str]:
    """One line per framework: what it bore, where it broke, whether it recovered."""
    rows = [[_title(summary, cell), *_short_row(cell)] for cell in cells_of(summary, group, endpoint)]
    return markdown_table(SHORT_HEADER, rows, "lrrrrrlll")


def _short_row(cell: Mapping[str, Any]) -> list[str]:
    if not cell["steps"]:
        return [words(cell["status"]), *[DASH] * 7]
    best, knee, capacity = cell["best"] or {}, cell["knee"] or {}, cell["capacity_at_slo"] or {}
    limited = "≥ " if best.get("client_limited") else ""
    return [
        limited + number(best.get("rps")) if best else DASH,
        count(best.get("connections")),
        count(knee.get("connections")),
        number(capacity.get("rps")),
        number(capacity.get("p99_ms")),
        _break(cell, "connections"),
        _break(cell, "rate"),
        {True: "yes", False: "no", None: DASH}[cell["recovered"]],
    ]


def _break(cell: Mapping[str, Any], kind: str) -> str:
    """`slow at 10,000` or, under a paced load, `falls at 8,210/s`."""
    failure = cell["failure"][kind]
    if failure is None:
        return "held all" if any(step["kind"] == kind for step in cell["steps"]) else DASH
    target = failure["target_rps"]
    return f"{words(failure['verdict'])} at " + (
        count(failure["connections"]) if target is None else f"{number(target)}/s"
    )


def _breaks(summary: Mapping[str, Any], group: str, endpoint: str) -> list[str]:
    """How each framework broke, in words."""
    lines = []
    for cell in cells_of(summary, group, endpoint):
        for failure in filter(None, (cell["failure"][kind] for kind in ("connections", "rate"))):
            lines.append(
                f"- {_title(summary, cell)}, {_load(failure)}: {words(failure['verdict'])}: {escaped(failure['text'])}."
            )
    return lines or ["Nothing broke."]


def _steps(summary: Mapping[str, Any], group: str, endpoint: str) -> list[str]:
    rows = []
    for cell in cells_of(summary, group, endpoint):
        label = _title(summary, cell)
        for step in cell["steps"]:
            rows.append([label, *_step_row(step)])
            label = ""
    return markdown_table(STEP_HEADER, rows, "llrrrrrrl") if rows else ["No step was made."]


def _step_row(step: Mapping[str, Any]) -> list[str]:
    load = ("afterwards: " if step["kind"] == "recovery" else "") + _load(step)
    again = " (twice)" if step["attempt"] > 1 and step["verdict"] != "ok" else ""
    shares = [_percent(step[key], 0) for key in ("client_share", "server_share")]
    failed = _percent(step["error_share"], 2)
    return [
        load,
        number(step["rate"]),
        number(step["p50_ms"]),
        number(step["p99_ms"]),
        failed,
        *shares,
        words(step["verdict"]) + again,
    ]


def _load(step: Mapping[str, Any]) -> str:
    connections = f"{count(step['connections'])} connection{'' if step['connections'] == 1 else 's'}"
    return connections if step["target_rps"] is None else f"{number(step['target_rps'])}/s on {connections}"


def _percent(share: float | None, decimals: int) -> str:
    return DASH if share is None else f"{share * 100:.{decimals}f} %"


def _title(summary: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    return summary["frameworks"].get(cell["framework"], {}).get("title", cell["framework"])


def _opening(summary: Mapping[str, Any]) -> list[str]:
    lines = [f"Run {summary['run']}, {summary['status']}; started {summary['started']}."]
    lines += [
        f"Not run: {said['title']}, {said['unavailable']}."
        for said in summary["frameworks"].values()
        if said["unavailable"]
    ]
    if summary["status"] != "complete":
        lines.append(f"**The run is {summary['status']}: what it did not come to is missing.**")
    return lines


def _how_to_read(summary: Mapping[str, Any]) -> list[str]:
    first = summary["cells"][0]
    return [
        f"- Each step is one window of {first['step_seconds']:g} s, so its numbers have no interval: they show where an endpoint",
        "  breaks, not which of two frameworks is faster. A step that looks bad is repeated, and the repetition counts.",
        "- First a closed loop with more and more connections, then requests at a rate that rises in steps. Each goes on until more",
        f"  than 1 % of the requests fail, p99 is above the SLO of {first['slo_ms']:g} ms, less than 98 % of the wanted rate is",
        "  reached, or the rate falls under 80 % of the best. Under a wanted rate, p99 is that of the latency plus that of the",
        "  time by which requests left too late.",
        "- Knee: the fewest connections with 90 % of the best rate. More of them bring later answers, hardly more.",
        "- `client limited`: wrk used 90 % of its cores or more. That is not the server's breaking point, and `≥` says so.",
        "- Recovers: after the load a right answer came within 5 s, and the load of the beginning gave at least 80 % of the rate",
        "  that it gave then.",
    ]


def _problems(summary: Mapping[str, Any]) -> list[str]:
    lines = [
        f"- {_title(summary, cell)}, {cell['group']}/{cell['endpoint']}: {words(cell['status'])}: {escaped(problem['text'])}"
        for cell in summary["cells"]
        for problem in cell["problems"]
    ]
    return lines or ["None."]


def _facts(summary: Mapping[str, Any]) -> list[str]:
    rows = [
        [words(key), _text(value)]
        for part in ("settings", "host", "versions")
        for key, value in summary[part].items()
        if value is not None
    ]
    return markdown_table(["What", "Value"], [*rows, ["commit", _text(summary["commit"])]], "ll")


def _text(value: Any) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(item)}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.stress_report", description="Writes the report of a stress run.")
    parser.add_argument("run_dir", type=Path, help="directory of a stress run")
    parser.add_argument("results_dir", type=Path, help="results folder; the files go to features/ in it")
    arguments = parser.parse_args()
    summary = describe(load(arguments.run_dir))
    features = arguments.results_dir / "features"
    write_json(features / JSON_NAME, summary)
    write_text(features / MARKDOWN_NAME, markdown(summary))
    for group, endpoint in endpoints(summary):
        print(f"{summary['groups'][group]}: {endpoint}", *short_table(summary, group, endpoint), "", sep="\n")


if __name__ == "__main__":
    run_command(main)
