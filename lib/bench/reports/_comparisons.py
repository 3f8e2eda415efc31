"""The parts of the feature report that compare on other terms than the rate: duets, bare servers, and the noise floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench import roles
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.text import DASH, markdown_table, noise_floor, ratio, words
from bench.view import View

INSTRUMENTS = {"rate": "rate", "cpu_us": "CPU", "duet": "duet"}


def duets(view: View, group: dict[str, Any]) -> list[str]:
    """A table per reference of the group's duets; nothing where there was none."""
    entries = [entry for cell in _cells(view, group) for entry in cell["duets"] or []]
    lines: list[str] = []
    for reference in dict.fromkeys(entry["reference"] for entry in entries):
        names = [name for name in view.frameworks(group["name"]) if _has_duet(view, group, name, reference)]
        rows = [
            [endpoint["name"], *(_duet(view, group["name"], endpoint["name"], name, reference) for name in names)]
            for endpoint in group["endpoints"]
        ]
        title = view.titles.get(reference, reference)
        lines += [f"Duet: CPU per request against {title}, both on the same core at the same time (95 %):", ""]
        lines += [*markdown_table(["Endpoint", *(f"{view.titles[n]} ÷ {title}" for n in names)], rows), ""]
    about = (
        "Whatever disturbs the core disturbs both at once, so this tells smaller differences than windows that alternate;",
        f"it says nothing about rates. `{DASH}`: does not apply, because one of the two lacks the endpoint or failed in it,",
        "or because its load is not wrk's.",
    )
    return [*lines, *about] if lines else []


def _cells(view: View, group: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in view.shown_cells if cell["group"] == group["name"]]


def _has_duet(view: View, group: dict[str, Any], framework: str, reference: str) -> bool:
    return any(view.duet(group["name"], item["name"], framework, reference) for item in group["endpoints"])


def _duet(view: View, group: str, endpoint: str, framework: str, reference: str) -> str:
    found = view.duet(group, endpoint, framework, reference)
    if not found:
        return DASH
    flags = ", ".join(f"{words(flag)} {count}×" for flag, count in found["flags"].items())
    return (DASH if found["ratio"] is None else ratio(found)) + (f" {flags}" if flags else "")


def over_bare_servers(view: View, group: dict[str, Any]) -> list[str]:
    """What each framework costs over a bare application on its own server; nothing without such a reference."""
    said = view.summary["frameworks"]
    pairs = [
        (name, bare)
        for name in view.frameworks(group["name"])
        for bare in view.references
        if name not in view.references and roles.is_on_bare_server(said[name], said[bare])
    ]
    rows = []
    for endpoint in group["endpoints"]:
        found = [view.against(group["name"], endpoint["name"], *pair, "cpu_us") for pair in pairs]
        if any(found):
            rows.append([endpoint["name"], *map(ratio, found)])
    header = ["Endpoint", *(f"{view.titles[name]} ÷ {view.titles[bare]}" for name, bare in pairs)]
    text = "Over the bare server: CPU per request against an application without a framework on the same server (95 %):"
    return [text, "", *markdown_table(header, rows)] if rows else []


def noise_section(view: View) -> list[str]:
    """The floor, what it was measured by, and how to get one where there is none."""
    floor, twins = view.summary["noise_floor"], view.summary["twins"]
    lines = [f"{noise_floor(floor, view.titles)}."]
    if floor is None:
        lines += [
            "",
            "It enters a framework a second time under another name: what differs between the two is noise, and no",
        ]
        return [
            *lines,
            "ratio that lies within it is called a difference. Without it only the intervals protect a verdict.",
        ]
    lines += ["", "No ratio within the floor of its instrument is called a difference, however narrow its interval."]
    if not twins:
        return lines
    lines += ["The floor is a 95 % bound of how far the ratio of two equal servers comes from 1:", ""]
    rows = [[f"{entry['group']}/{entry['endpoint']}", *(ratio(entry[key]) for key in INSTRUMENTS)] for entry in twins]
    names = dict.fromkeys(tuple(entry["frameworks"]) for entry in twins)
    pair = "; ".join(f"{view.titles[one]} ÷ {view.titles[two]}" for one, two in names)
    lines += markdown_table([pair, "Rate (95 %)", "CPU per request (95 %)", "Duet (95 %)"], rows)
    return [*lines, "", _claims(twins), *_not_compared(view)]


def _claims(twins: Sequence[dict[str, Any]]) -> str:
    """How often the intervals alone would claim a difference between the two."""
    parts = []
    for key, name in INSTRUMENTS.items():
        known = [entry[key] for entry in twins if is_decidable(entry[key])]
        if known:
            claimed = sum(entry["verdict"] != NO_DIFFERENCE for entry in known)
            parts.append(f"{claimed} of {len(known)} by {name}")
    if not parts:
        return "There are no intervals, so nothing would have been claimed."
    return f"Without the floor a difference would be claimed in {', '.join(parts)}; chance alone gives one in twenty."


def _not_compared(view: View) -> list[str]:
    """Cells of a twin that give no ratio, with the reason."""
    twins = roles.names(view.summary["frameworks"], roles.TWIN)
    lost = [c for c in view.summary["cells"] if c["framework"] in twins and not c["compared"]]
    names = ", ".join(f"{cell['group']}/{cell['endpoint']} ({words(cell['status'])})" for cell in lost)
    return ["", f"The twin gives no ratio in {names}."] if lost else []
