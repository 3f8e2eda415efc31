"""What a move from one framework to another would save, feature by feature: reports/migration_recommendations.md.

Every pair is written once and judged in both directions by the same rules, which the report itself states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.files import write_text
from bench.migration import DUET, NOT_WORTH, REQUESTS, THRESHOLD, UNTOLD, WORTH, Entry, compare_pairs
from bench.reports import Folders
from bench.reports._run_sections import cautions
from bench.standings import CPU, RATE
from bench.statements import counted, listed
from bench.text import DASH, difference, escaped, fixed, markdown_table, number, ratio, with_interval
from bench.view import View

NAME = "migration_recommendations"
LIMIT = f"{THRESHOLD * 100:.0f} %"


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file."""
    view = View(summary)
    entries = compare_pairs(view)
    lines = ["# Would moving a feature pay?", "", *_opening(summary), ""]
    if entries:
        lines += ["## In short", "", *_short(view, entries), "", "## How the answers are made", "", *_rules(), ""]
    else:
        lines += ["Fewer than two frameworks were measured, so no move can be judged.", ""]
    for pair in dict.fromkeys(tuple(entry["frameworks"]) for entry in entries):
        lines += _pair(view, pair, [entry for entry in entries if tuple(entry["frameworks"]) == pair])
    return [write_text(folders.reports / "migration_recommendations.md", "\n".join(lines).rstrip() + "\n")]


def _opening(summary: Mapping[str, Any]) -> list[str]:
    return [
        f"- Run {summary['run']}, {summary['status']}, started {summary['started']}.",
        "- This report weighs one thing: the CPU time of a request, on this machine and under this load. What a team knows, what",
        "  else an application uses and how a project is kept are as good reasons, and are not measured here.",
        *(f"- **{caution}**" for caution in cautions(summary)),
    ]


def _short(view: View, entries: Sequence[Entry]) -> list[str]:
    """A count of the answers, then a table per feature: from the row's framework to the column's."""
    moves = [move for entry in entries if entry["endpoint"] is None for move in entry["moves"]]
    counts = [f"{sum(move['answer'] == answer for move in moves)} {answer}" for answer in (WORTH, NOT_WORTH, UNTOLD)]
    lines = [
        f"Of {counted(len(moves), 'move')} of a feature: {', '.join(counts)}. ×: CPU time of a request there ÷ here (95 %)."
    ]
    for group in view.groups:
        own = [entry for entry in entries if entry["endpoint"] is None and entry["group"] == group["name"]]
        found = {(move["from"], move["to"]): move for entry in own for move in entry["moves"]}
        names = list(dict.fromkeys(name for entry in own for name in entry["frameworks"]))
        rows = [
            [view.titles[origin], *(_answer_with_ratio(found.get((origin, target))) for target in names)]
            for origin in names
        ]
        header = [f"{group['title']}: from", *(f"to {view.titles[name]}" for name in names)]
        lines += ["", *markdown_table(header, rows, "l" * len(header))]
    return lines


def _answer_with_ratio(move: Entry | None) -> str:
    if move is None:
        return ""
    lost = f", loses {counted(len(move['loses']), 'endpoint')}" if move["loses"] else ""
    return f"{move['answer']}: {_factor(move['gain'])}{lost}"


def _factor(gain: Mapping[str, float | None] | None) -> str:
    """`× 0.770 (0.700–0.850)`: the cost at the target as a multiple of that at the origin."""
    if gain is None or gain["centre"] is None:
        return DASH
    centre, low, high = (None if gain[key] is None else 1 - gain[key] for key in ("centre", "high", "low"))
    return f"× {with_interval(centre, low, high)}"


def _rules() -> list[str]:
    return [
        "1. The gain is the share of a request's CPU time that the target saves: × 0.80 is a gain of 20 %, × 1.25 the same difference seen",
        "   from the other side. Where CPU time was not measured, it is the time between two answers. Ratios are taken within rounds; over",
        "   several endpoints the geometric mean is taken.",
        f"2. `{WORTH}`: the whole 95 % interval of the gain is at {LIMIT} or more, and beyond the noise floor where that is larger.",
        f"3. `{NOT_WORTH}`: the whole interval is below that: no difference, a smaller gain, or a loss. A gain under {LIMIT} of a request's",
        "   cost is not worth a migration.",
        f"4. `{UNTOLD}`: the interval reaches to both sides, there is one round only, CPU time and rate contradict each other, or one",
        "   of the feature's endpoints has the opposite answer: it then depends on the endpoints that the application uses.",
        "5. Where both servers were loaded at the same time on the same cores (a duet), that decides about the endpoint.",
        f"6. A feature is not the bottleneck where it adds less than {LIMIT} of the request's CPU time, at the upper end of its interval: what a",
        "   move saves there, it saves on every request, by the framework and its server, and not by the feature.",
        f"7. CPU seconds saved per {REQUESTS:,} requests are also the cores saved at {REQUESTS:,} requests/s.",
        f"8. `pays up to` is the CPU time that the application's own code may use per request until the low end of the gain is under {LIMIT}",
        "   of the whole. The endpoints here do nothing but the feature; with a slower handler the same saving matters less.",
        "9. Effort is a proxy: the lines that only one of the two implementations in servers/ has, without comments, docstrings and",
        "   layout. It is counted in the checkout that made this report. An application's own code is not in it.",
    ]


def _pair(view: View, pair: tuple[str, str], entries: Sequence[Entry]) -> list[str]:
    first, second = (view.titles[name] for name in pair)
    lines = [f"## {first} and {second}", ""]
    for group in view.groups:
        own = [entry for entry in entries if entry["group"] == group["name"]]
        whole, below = own[0], own[1:]
        lines += [f"### {first} and {second}: {group['title']}", "", *_verdicts(view, group, whole), ""]
        lines += [*_table(view, below), ""]
    return lines


def _verdicts(view: View, group: Mapping[str, Any], whole: Entry) -> list[str]:
    lines = [f"- {_sentence(view, move, whole)}" for move in whole["moves"]]
    lines += [line for move in whole["moves"] for line in _losses(view, move)]
    return [*lines, _effort(view, whole)]


def _sentence(view: View, move: Entry, whole: Entry) -> str:
    """The answer in words, with what it rests on."""
    origin, target = view.titles[move["from"]], view.titles[move["to"]]
    text = f"{origin} to {target}: **{move['answer']}**"
    if move["gain"] is None:
        return f"{text}: {move['why']}."
    cost = "CPU time" if move["basis"] != RATE else "time between answers"
    parts = [
        f"{cost} {_factor(move['gain'])} over {whole['endpoints']['compared']} of {whole['endpoints']['of']} endpoints"
    ]
    if move["answer"] == UNTOLD:
        opposite = f", the opposite holds for {listed(move['opposed'])}" if move["opposed"] else ""
        parts.append(move["why"] + opposite)
    parts += _cores(whole["saved_range"], whole["frameworks"][0] == move["from"])
    small = move["not_the_bottleneck"]
    if small["endpoints"]:
        where = f"{small['endpoints']} of {counted(small['of'], 'endpoint')} with a control"
        parts.append(f"in {origin} the feature is not the bottleneck in {where}")
    if whole["doubtful"]:
        parts.append(f"{counted(whole['doubtful'], 'endpoint')} {'is' if whole['doubtful'] == 1 else 'are'} flagged")
    return f"{text}: {'; '.join(parts)}."


def _cores(ends: Sequence[float] | None, is_forth: bool) -> list[str]:
    """What the move saves or takes at REQUESTS per second, from endpoint to endpoint."""
    if ends is None:
        return []
    low, high = ends if is_forth else (-ends[1], -ends[0])
    scope = f"at {REQUESTS:,} requests/s"
    if low < 0 < high:
        return [f"from {number(-low)} cores more to {number(high)} fewer {scope}, depending on the endpoint"]
    near, far = sorted((abs(low), abs(high)))
    amount = number(near) if near == far else f"{number(near)} to {number(far)}"
    return [f"{amount} cores {'fewer' if low >= 0 else 'more'} {scope}"]


def _losses(view: View, move: Entry) -> list[str]:
    origin, target = view.titles[move["from"]], view.titles[move["to"]]
    return [
        f"- {origin} to {target} loses {loss['endpoint']}, {loss['support']} there: {escaped(loss['reason'] or 'no reason is recorded')}"
        for loss in move["loses"]
    ]


def _effort(view: View, whole: Entry) -> str:
    if whole["effort"] is None:
        return "- Effort: not counted, because servers/ does not hold both implementations."
    names = [view.titles[name] for name in whole["frameworks"]]
    parts = [
        f"{counted(only, 'line')} of {lines} only in {name}"
        for name, only, lines in zip(names, whole["effort"]["only"], whole["effort"]["lines"], strict=True)
    ]
    return f"- Effort: {', '.join(parts)}."


def _table(view: View, below: Sequence[Entry]) -> list[str]:
    first, second = (view.titles[name] for name in below[0]["frameworks"])
    header = [
        "Endpoint",
        f"CPU {first} ÷ {second} (95 %)",
        f"Rate {first} ÷ {second} (95 %)",
        f"CPU s per {REQUESTS:,} requests, {first} − {second} (95 %)",
        f"Feature's share in {first}",
        f"in {second}",
        f"To {second}",
        f"To {first}",
    ]
    return markdown_table(header, [_row(view, entry) for entry in below], "lrrrrrll")


def _row(view: View, entry: Entry) -> list[str]:
    to_second, to_first = entry["moves"]
    cpu = f"{ratio(entry['duet'])} duet" if entry["duet"] and to_second["basis"] == DUET else ratio(entry[CPU])
    return [
        entry["endpoint"] + (" !" if entry["doubtful"] else ""),
        cpu,
        ratio(entry["rate"]),
        difference(entry["saved"]),
        _share(to_second["feature_share"]),
        _share(to_first["feature_share"]),
        _answer(view, to_second),
        _answer(view, to_first),
    ]


def _share(share: Mapping[str, float | None] | None) -> str:
    if share is None or share["centre"] is None:
        return DASH
    ends = [fixed(100 * end, 0) for end in (share["low"], share["high"]) if end is not None]
    return f"{fixed(100 * share['centre'], 0)} %" + (f" ({' to '.join(ends)})" if ends else "")


def _answer(view: View, move: Entry) -> str:
    if move["loses"]:
        return f"lost: {move['loses'][0]['support']}"
    if move["gains"]:
        return f"only in {view.titles[move['to']]}"
    text = move["answer"]
    if move["not_the_bottleneck"]["endpoints"] and move["answer"] == WORTH:
        text += ", not by the feature"
    return text + (f", pays up to {number(move['pays_below_us'])} µs" if move["pays_below_us"] is not None else "")
