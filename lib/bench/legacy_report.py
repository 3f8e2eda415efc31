"""The Markdown report of a basic run."""

from __future__ import annotations

from bench.legacy_results import BasicRun, Result, overall
from bench.text import DASH, markdown_table, number

FILE_NAME = "performance_report.md"
CAUTION = (
    "Each number is from one window per endpoint and framework, and the frameworks were measured one after the other. There "
    "is no second window to compare it with, so there is no interval: how far a number would move if it were measured "
    "again is not known, and whatever else the host did in the meantime fell on one framework alone. Read the order of "
    "close neighbours as no order at all. For a decision, use a feature run (`./run_all.sh --features all`): it repeats and "
    "interleaves the windows, and says which differences are shown."
)


def markdown(run: BasicRun, charts: list[str]) -> str:
    """The report; `charts` are file names of pictures beside it."""
    lines = ["# Performance report", "", *_settings(run), "## How far to trust this", "", CAUTION, "", *_overall(run)]
    lines += ["## Endpoints", "", "Ratio: requests/s against the fastest on the same endpoint.", ""]
    for endpoint in run.endpoints:
        lines += [f"### {endpoint}", "", *_request(run, endpoint), *_table(run, endpoint), ""]
    lines += ["## Charts", "", *(f"![{name.removesuffix('.png').replace('_', ' ')}]({name})\n" for name in charts)]
    return "\n".join(lines)


def _settings(run: BasicRun) -> list[str]:
    known = [
        (key, run.settings[key])
        for key in ("timestamp", "duration", "connections", "threads", "tool")
        if key in run.settings
    ]
    return [*(f"- {key.capitalize()}: {value}" for key, value in known), ""] if known else []


def _overall(run: BasicRun) -> list[str]:
    rate = overall(run, lambda result: result.rate, max)
    p99 = overall(run, lambda result: result.p99_ms, min)
    lines = ["## Over all endpoints", ""]
    if not rate.ratios:
        return [
            *lines,
            "Nothing to compare: there is no endpoint that two or more frameworks, all that have any result, share.",
            "",
        ]
    rows = [[name, _ratio(rate.ratios.get(name)), _ratio(p99.ratios.get(name))] for name in run.frameworks]
    over = f"over the endpoints that all frameworks with any result have: {_count(rate.endpoints)}"
    if p99.endpoints != rate.endpoints:
        over += f"; for the percentile {_count(p99.endpoints)}"
    return [
        *lines,
        f"Geometric means of the ratios to the best, {over}.",
        "",
        *markdown_table(["Framework", "Requests/s, 1 = highest", "99th percentile, 1 = lowest"], rows),
        "",
    ]


def _count(endpoints: list[str]) -> str:
    return f"{len(endpoints)} ({', '.join(endpoints)})" if endpoints else "none"


def _request(run: BasicRun, endpoint: str) -> list[str]:
    return [f"`{run.request(endpoint)}`", ""] if run.request(endpoint) else []


def _table(run: BasicRun, endpoint: str) -> list[str]:
    found = run.of_endpoint(endpoint)
    fastest = found[0].rate
    compared = sum(result.rate is not None for result in found) > 1
    rows = [_row(result, fastest if compared else None) for result in found]
    missing = [name for name in run.frameworks if (endpoint, name) not in run.results]
    rows += [[name, DASH, DASH, DASH, DASH, "no result"] for name in missing]
    header = ["Framework", "Requests/s", "Ratio", "Mean latency, ms", "99th percentile, ms", "Note"]
    # A column of empty notes tells nothing.
    if not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    return markdown_table(header, rows, align="lrrrrl"[: len(header)])


def _ratio(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}"


def _row(result: Result, fastest: float | None) -> list[str]:
    ratio = result.rate / fastest if result.rate and fastest else None
    note = "failed" if result.rate is None else ""
    return [result.framework, number(result.rate), _ratio(ratio), number(result.mean_ms), number(result.p99_ms), note]
