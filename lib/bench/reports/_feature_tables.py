"""The parts of the feature report that belong to one group: results, feature cost, means, start-up, unsupported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.cells import SLOW_FIRST_ROUND
from bench.collected import shown
from bench.doses import by_series
from bench.reports._comparisons import duets, over_bare_servers
from bench.text import (
    DASH,
    KIB_PER_MIB,
    centred,
    difference,
    escaped,
    markdown_table,
    measured,
    number,
    ratio,
    scaled,
    words,
)
from bench.view import View, reason

US_PER_MS = 1000
HIGHEST = "highest"


def group_section(view: View, group: dict[str, Any]) -> list[str]:
    """The lines of one group's section."""
    lines = [f"## {group['title']}", "", *_results(view, group), ""]
    parts = (_ties, duets, _operations, costs, doses, also_measured, collected, over_bare_servers, _means, _starts)
    for part in (part(view, group) for part in parts):
        lines += [*part, ""] if part else []
    unsupported = list(_unsupported(view, group))
    return lines + (["Unsupported:", "", *unsupported, ""] if unsupported else [])


def standing(view: View, group: str, endpoint: str, framework: str) -> str:
    """A cell's rate against the endpoint's highest, with its interval and its mark."""
    best = view.highest(group, endpoint)
    if best is None:
        return DASH
    if framework == best:
        return f"{view.mark_of_highest(group, endpoint)} {HIGHEST}".lstrip()
    return ratio(view.against(group, endpoint, framework, best))


def _results(view: View, group: dict[str, Any]) -> list[str]:
    header = [
        "Endpoint", "Framework", "Requests/s (95 %)", "Rate ÷ highest (95 %)", "p50 ms", "p99 ms",
        "CPU µs/request (95 %)", "Peak MiB", "Flags",
    ]  # fmt: skip
    rows = []
    for endpoint in group["endpoints"]:
        label = endpoint["name"]
        for framework in view.frameworks(group["name"]):
            rows.append([label, view.titles[framework], *_row(view, group["name"], endpoint["name"], framework)])
            label = ""
    return markdown_table(header, rows, "llrrrrrrl")


def _row(view: View, group: str, endpoint: str, framework: str) -> list[str]:
    cell = view.cell(group, endpoint, framework)
    if cell is None or not cell["compared"]:
        return [words(cell["status"]) if cell else "no record", *[DASH] * 5, flags_text(cell) if cell else ""]
    latency, peak = cell["latency_us"], scaled(cell["memory_kib"]["peak"], KIB_PER_MIB)
    part = f" [{cell['rounds_measured']} rounds]" if cell["status"] != "ok" else ""
    return [
        measured(cell["rate"]) + part,
        standing(view, group, endpoint, framework),
        number(scaled(latency["p50"] and latency["p50"]["median"], US_PER_MS)),
        number(scaled(latency["p99"] and latency["p99"]["median"], US_PER_MS)),
        measured(cell["cpu_us"]),
        number(peak),
        flags_text(cell),
    ]


def flags_text(cell: dict[str, Any]) -> str:
    """`noisy host 3/10`: the cell's flags, each with the windows that raised it; a flag of a round has no count."""
    windows = cell["windows_measured"]
    counts = {
        flag: "" if flag == SLOW_FIRST_ROUND else f" {raised}/{windows}" for flag, raised in cell["flags"].items()
    }
    return ", ".join(words(flag) + count for flag, count in counts.items())


def _ties(view: View, group: dict[str, Any]) -> list[str]:
    """The ties of each endpoint in words."""
    lines = [
        f"- {endpoint['name']}: {', '.join(view.titles[name] for name in names)}"
        for endpoint in group["endpoints"]
        for names in view.ties(group["name"], endpoint["name"])
    ]
    return ["No difference in rate is shown between:", "", *lines] if lines else []


def _operations(view: View, group: dict[str, Any]) -> list[str]:
    labels = {
        item["name"]: f"{item['name']} (× {number(item['work'])})" for item in group["endpoints"] if item["work"] > 1
    }
    table = _matrix(view, group["name"], "Endpoint", labels, lambda cell: measured(cell["operations_rate"]))
    return ["Operations per second, where one request stands for several (95 %):", "", *table] if table else []


def costs(view: View, group: dict[str, Any]) -> list[str]:
    """What each endpoint costs over its control, per framework; nothing where none has a control."""
    labels = {item["name"]: f"{item['name']} − {item['control']}" for item in group["endpoints"] if item["control"]}
    table = _matrix(
        view,
        group["name"],
        "Endpoint − control",
        labels,
        lambda cell: difference(cell["cost"] and cell["cost"]["cpu_us"]),
    )
    text = "Feature cost: CPU µs per request over the control, same framework, same round (95 %):"
    return [text, "", *table] if table else []


def doses(view: View, group: dict[str, Any]) -> list[str]:
    """What one more of a series costs, per framework; nothing where the group has no series."""
    names = view.frameworks(group["name"])
    rows = [
        [series, *(difference(own[name]["slope_us"]) if name in own else DASH for name in names)]
        for series, own in by_series(view.summary["doses"], group["name"]).items()
    ]
    text = "CPU µs that one more costs: the slope of a line through the endpoints of a series (95 %):"
    return [text, "", *markdown_table(["Series", *(view.titles[name] for name in names)], rows)] if rows else []


def also_measured(view: View, group: dict[str, Any]) -> list[str]:
    """The further numbers that the contracts name, per framework; nothing where they name none."""
    names = view.frameworks(group["name"])
    rows = []
    for endpoint in group["endpoints"]:
        cells = [view.cell(group["name"], endpoint["name"], name) for name in names]
        for key, title in (endpoint["metrics"] or {}).items():
            found = [cell["extra"].get(key) if cell else None for cell in cells]
            rows.append([endpoint["name"], title, *(centred(one) for one in found)])
    header = ["Endpoint", "What", *(view.titles[name] for name in names)]
    return ["Also measured (mean of the rounds, 95 %):", "", *markdown_table(header, rows, "ll")] if rows else []


def collected(view: View, group: dict[str, Any]) -> list[str]:
    """What collectors measured, per framework; nothing where none has a number."""
    names = view.frameworks(group["name"])
    rows = []
    for endpoint, metric, title in shown(view, group):
        cells = [view.cell(group["name"], endpoint, name) for name in names]
        rows.append([endpoint, title, *(measured(cell and cell["collected"].get(metric)) for cell in cells)])
    header = ["Endpoint", "What", *(view.titles[name] for name in names)]
    return ["Collected (median of the rounds, 95 %):", "", *markdown_table(header, rows, "ll")] if rows else []


def _matrix(
    view: View, group: str, first: str, labels: Mapping[str, str], text: Callable[[dict[str, Any]], str]
) -> list[str]:
    """A table of the labelled endpoints × frameworks; nothing without endpoints."""
    names = view.frameworks(group)
    cells = {label: [view.cell(group, endpoint, name) for name in names] for endpoint, label in labels.items()}
    rows = [[label, *(text(cell) if cell else DASH for cell in own)] for label, own in cells.items()]
    return markdown_table([first, *(view.titles[name] for name in names)], rows) if rows else []


def _means(view: View, group: dict[str, Any]) -> list[str]:
    return means_table(view, view.summary["geometric_means"]["groups"][group["name"]])


def means_table(view: View, means: dict[str, Any] | None) -> list[str]:
    """Geometric means over the common endpoints, against one framework; nothing when there are none."""
    if means is None:
        return []
    base = view.titles[means["base"]]
    rows = []
    for name, found in means["frameworks"].items():
        own = ["1", "1"] if name == means["base"] else [ratio(found["rate"]), ratio(found["cpu_us"])]
        rows.append([view.titles[name], *own])
    text = f"Geometric means over the {means['count']} of {means['of']} endpoints that all {len(rows)} answered:"
    return [text, "", *markdown_table(["Framework", f"Rate ÷ {base} (95 %)", f"CPU ÷ {base} (95 %)"], rows)]


def _starts(view: View, group: dict[str, Any]) -> list[str]:
    """Start-up and memory per framework and application, from the first endpoint that was measured there."""
    rows = {}
    for framework in view.frameworks(group["name"]):
        for endpoint in group["endpoints"]:
            cell, application = view.cell(group["name"], endpoint["name"], framework), endpoint["application"]
            if cell and cell["compared"] and (framework, application) not in rows:
                label = view.titles[framework] + (f", {application} application" if application else "")
                memory = [number(scaled(cell["memory_kib"][key], KIB_PER_MIB)) for key in ("idle", "after")]
                rows[framework, application] = [label, measured(cell["start_ms"]), *memory]
    header = ["Server", "Start to first right answer, ms (95 %)", "Idle MiB", "After load MiB"]
    table = markdown_table(header, list(rows.values())) if rows else []
    return ["Start-up and memory of the servers:", "", *table] if table else []


def _unsupported(view: View, group: dict[str, Any]) -> Iterator[str]:
    for endpoint in group["endpoints"]:
        for framework in view.frameworks(group["name"]):
            cell = view.cell(group["name"], endpoint["name"], framework)
            if cell and cell["status"] == "unsupported":
                why = escaped(reason(cell) or "no reason is recorded")
                yield f"- {view.titles[framework]}, {endpoint['name']}: {why}"
