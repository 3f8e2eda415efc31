"""The tables of the comprehensive analysis that no other report has: matrices, standings and support."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.reports._feature_tables import flags_text
from bench.standings import CPU, MEMORY, RATE, Standing, common, is_compared, measured, places, standings, with_values
from bench.support import EXTENSION, NOT_THERE, support
from bench.text import (
    DASH,
    KIB_PER_MIB,
    TIED,
    UNDECIDED,
    count,
    escaped,
    mark,
    markdown_table,
    number,
    ratio,
    scaled,
    words,
)
from bench.text import measured as with_interval
from bench.view import View, is_doubtful

UNITS = {RATE: "requests/s", CPU: "CPU µs per request"}
NOUNS = {RATE: "the highest rate", CPU: "the lowest CPU time"}


def features_matrix(view: View, what: str) -> list[str]:
    """A row per group, a column per framework: geometric means over the endpoints that all with a number have."""
    names = measured(view)
    rows = []
    for group in view.groups:
        own = places(view, group["name"])
        present = [name for name in names if any(is_compared(view.cell(*place, name)) for place in own)]
        shared = common(view, present, own) if present else []
        found = {standing.framework: standing for standing in standings(view, present, shared, what)}
        scope = f"{len(shared)} of {len(own)}"
        rows.append([group["title"], scope, *(_against_best(found, name) for name in names)])
    header = ["Feature", "Endpoints", *(view.titles[name] for name in names)]
    return markdown_table(header, rows, "l") if names and rows else ["No framework has a number."]


def _against_best(found: Mapping[str, Standing], name: str) -> str:
    own = found.get(name)
    if own is None:
        return DASH
    if own.against_best is not None:
        return ratio(own.against_best)
    sign = UNDECIDED if own.undecided else TIED if own.alike else ""
    return f"{sign} **1**".lstrip()


def endpoints_matrix(view: View, group: Mapping[str, Any], what: str) -> list[str]:
    """A row per endpoint, a column per framework: medians with intervals, marked against the endpoint's best."""
    names = view.frameworks(group["name"])
    rows = [
        [endpoint["name"], *(_value(view, group["name"], endpoint["name"], name, what) for name in names)]
        for endpoint in group["endpoints"]
    ]
    return markdown_table([f"Endpoint, {UNITS[what]}", *(view.titles[name] for name in names)], rows, "l")


def _value(view: View, group: str, endpoint: str, framework: str, what: str) -> str:
    cell = view.cell(group, endpoint, framework)
    if not is_compared(cell):
        return words(cell["status"]) if cell else "no record"
    if cell[what] is None:
        return DASH
    text = with_interval(cell[what]) + (" !" if is_doubtful(cell) else "")
    if framework not in view.ranked:
        return text
    best = _best(view, group, endpoint, what)
    others = [view.against(group, endpoint, name, best, what) for name in view.ranked if name != best]
    if framework == best:
        signs = {mark(found) for found in others}
        sign = next((sign for sign in (UNDECIDED, TIED) if sign in signs), "")
        return f"{sign} **{text}**".lstrip()
    return f"{mark(view.against(group, endpoint, framework, best, what))} {text}".lstrip()


def _best(view: View, group: str, endpoint: str, what: str) -> str:
    cells = [view.cell(group, endpoint, name) for name in view.ranked]
    known = [cell for cell in cells if cell is not None and cell["compared"] and cell[what]]
    return (max if what == RATE else min)(known, key=lambda cell: cell[what]["median"])["framework"]


def efficiency(view: View) -> list[str]:
    """Who needs the least CPU time per request, and who the least memory; places are ranges where nothing tells apart."""
    names, everywhere = measured(view), places(view)
    shared = common(view, names, everywhere) if names else []
    lines = [
        f"Over the {len(shared)} of {len(everywhere)} endpoints that all of them have. Memory is that of a framework's processes,",
        "shared pages divided: idle before an endpoint's load and the peak under it, as ranges over the endpoints.",
        "",
    ]
    for what, title, more in (
        (CPU, "CPU time per request ÷ the lowest (95 %)", None),
        (MEMORY, "Peak memory ÷ the lowest (95 %)", _memory),
    ):
        found, count = standings(view, names, shared, what), len(with_values(view, names, shared, what))
        if found and count < len(shared):
            lines += [f"{title.partition(' ÷')[0]}, over the {count} of them where it can be told:", ""]
        if not found:
            lines += [f"{title.partition(' ÷')[0]}: not measured at an endpoint that all of them have.", ""]
            continue
        header = ["Place", "Framework", title, *(["Idle MiB", "Peak MiB", "Processes"] if more else [])]
        rows = [
            [_place(own), view.titles[own.framework], _against_best({own.framework: own}, own.framework)]
            + (more(view, own.framework) if more else [])
            for own in found
        ]
        lines += [*markdown_table(header, rows, "ll"), "", *_alike(view, found)]
    return lines[:-1]


def _place(own: Standing) -> str:
    return str(own.place) if own.place == own.last_place else f"{own.place}–{own.last_place}"


def _alike(view: View, found: Sequence[Standing]) -> list[str]:
    pairs = {frozenset((own.framework, other)) for own in found for other in (*own.alike, *own.undecided)}
    order = [own.framework for own in found]
    named = sorted(sorted(pair, key=order.index) for pair in pairs)
    named.sort(key=lambda pair: [order.index(name) for name in pair])
    texts = [" and ".join(view.titles[name] for name in pair) for pair in named]
    return [f"No difference is shown between {'; '.join(texts)}: they share their places.", ""] if texts else []


def _memory(view: View, framework: str) -> list[str]:
    """The ranges over the endpoints: idle before a load, the peak under it, and the number of processes."""
    cells = [c for c in view.summary["cells"] if c["framework"] == framework and c["compared"]]

    def ends(values: Sequence[float | None], show: Callable[[float | None], str]) -> str:
        known = [value for value in values if value is not None]
        texts = list(dict.fromkeys(map(show, (min(known), max(known))))) if known else [DASH]
        return "–".join(texts)

    mib = [[scaled(cell["memory_kib"][key], KIB_PER_MIB) for cell in cells] for key in ("idle", "peak")]
    return [*(ends(values, number) for values in mib), ends([cell["processes"] for cell in cells], count)]


def flags_matrix(view: View, group: Mapping[str, Any]) -> list[str]:
    """A row per endpoint with a flag, a column per framework; nothing where no flag was raised."""
    names = view.frameworks(group["name"])
    rows = []
    for endpoint in group["endpoints"]:
        cells = [view.cell(group["name"], endpoint["name"], name) for name in names]
        if any(cell and cell["flags"] for cell in cells):
            rows.append([endpoint["name"], *(flags_text(cell) if cell else "" for cell in cells)])
    header = [group["title"], *(view.titles[name] for name in names)]
    return markdown_table(header, rows, "l" * len(header)) if rows else []


def support_matrix(view: View, group: Mapping[str, Any]) -> list[str]:
    """A row per endpoint, a column per framework, then why what is not there is not there."""
    names = view.frameworks(group["name"])
    rows, reasons = [], []
    for endpoint in group["endpoints"]:
        texts = []
        for name in names:
            found = support(view, group["name"], endpoint["name"], name)
            texts.append(f"by {found.library}" if found.kind == EXTENSION else found.kind)
            if found.kind in NOT_THERE:
                why = escaped(found.reason or "no reason is recorded")
                reasons.append(f"- {view.titles[name]}, {endpoint['name']}: {found.kind}: {why}")
        rows.append([endpoint["name"], *texts])
    table = markdown_table(["Endpoint", *(view.titles[name] for name in names)], rows, "l" * (len(names) + 1))
    return [*table, *(["", *reasons] if reasons else [])]
