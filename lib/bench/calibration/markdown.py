"""reports/calibration.md: what calibration.json says, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.calibration.aims import NAMES
from bench.calibration.comparisons import INSTRUMENTS
from bench.text import DASH, count, escaped, fixed, markdown_table, number, percent, scaled

Found = Mapping[str, Any]


def as_markdown(found: Found, pictures: Mapping[str, str]) -> str:
    """The whole file; `pictures` are the charts' paths, seen from the file, by their titles."""
    parts = (
        ("How often a difference is claimed where there is none", _equal(found)),
        ("How often a slowed server is found", _slowed(found)),
        ("How wide the intervals are", _widths(found)),
        ("How well a paced load keeps its rate", _paced(found["paced"])),
        ("How much the client can send", _client(found["client"], "Request and answer")),
        (
            "How much the WebSocket client can send",
            _client(found["websocket"], "Load, where a request is an echo or a handshake"),
        ),
        ("What the sampler costs", _sampler(found["sampler"])),
        ("How it was done, and on what", _method(found)),
    )
    lines = ["# Calibration: how far the instrument can be trusted", "", *_opening(found), ""]
    for title, body in parts:
        lines += [f"## {title}", "", *body, ""]
    lines += ["## Charts", "", *(f"![{title}]({path})\n" for title, path in pictures.items())]
    return "\n".join(lines).rstrip() + "\n"


def _opening(found: Found) -> list[str]:
    lines = [f"Run {found['run']}, {found['status']}, {found['started']}.", ""]
    for aim in found["aims"]:
        note = f" ({aim['note']})" if aim["note"] else ""
        lines.append(f"- **{aim['verdict']}**: {aim['aim']}. {_proportion(aim['result'])}{note}.")
    lines += [f"- Left out: {item['name']}, {escaped(item['reason'])}." for item in found["lost"]]
    return lines


def _proportion(result: Found | None) -> str:
    """`2 of 42, 4.8 % (1.3–15.8)`."""
    if result is None:
        return DASH
    return f"{result['count']} of {result['of']}, {percent(result['share'])} ({_ends(result)})"


def _ends(result: Found) -> str:
    return "–".join(fixed(100 * result[end], 1) for end in ("low", "high"))


def _drawn(result: Found | None) -> str:
    return DASH if result is None else percent(result["share"])


def _equal(found: Found) -> list[str]:
    rows = []
    for instrument in INSTRUMENTS:
        own = found["equal_servers"][instrument]
        shares = [_proportion(own[key]) for key in ("claims", "claims_disjoint")]
        rows.append([NAMES[instrument], *shares, _drawn(own["claims_drawn"])])
    header = ["Instrument", "All pairs (95 %)", "Pairs without a common server (95 %)", "Rounds drawn at random"]
    return [
        "The same server was entered several times. A 95 % interval should miss the truth, and so claim a difference,",
        "in one comparison of twenty.",
        "",
        *markdown_table(header, rows),
    ]


def _slowed(found: Found) -> list[str]:
    rows, estimates = [], []
    for entry in found["slowed_servers"]:
        label = percent(entry["slowdown"], 0)
        by = entry["instruments"]
        rows.append([label, *(_found(by[what]) for what in INSTRUMENTS)])
        estimates.append([label, *(_estimate(by[what]) for what in INSTRUMENTS)])
    header = ["Slowed by", *(NAMES[what] for what in INSTRUMENTS)]
    if not rows:
        return ["No slowed server was measured."]
    return [
        "Found means that the slowed server was called the slower or dearer one. Share (95 %); in square brackets with",
        "rounds drawn at random; wrong: claims in the other direction.",
        "",
        *markdown_table(header, rows),
        "",
        "What all rounds together say of each slow-down, as CPU time, or time, added to a request (95 %):",
        "",
        *markdown_table(header, estimates),
    ]


def _found(entry: Found | None) -> str:
    if entry is None:
        return DASH
    wrong = f", {entry['wrong_direction']} wrong" if entry["wrong_direction"] else ""
    return f"{_proportion(entry['found'])}{wrong} [{_drawn(entry['found_drawn'])}]"


def _estimate(entry: Found | None) -> str:
    if entry is None:
        return DASH
    estimate = entry["estimate"]
    if estimate["low"] is None:
        return percent(estimate["slowdown"], 2)
    ends = " to ".join(fixed(100 * estimate[end], 2) for end in ("low", "high"))
    return f"{percent(estimate['slowdown'], 2)} ({ends})"


def _widths(found: Found) -> list[str]:
    rows = []
    for instrument in INSTRUMENTS:
        width, gain = found["widths"][instrument], found["gain"].get(instrument)
        mean = DASH if width is None else f"±{fixed(100 * width['mean'], 2)} %"
        rows.append([NAMES[instrument], mean, count(width and width["comparisons"]), _gain(gain)])
    return [
        f"Mean half width of the 95 % interval of a ratio from {found['rounds_per_comparison']} rounds. The gain is how many "
        "times as wide it is as the duet's",
        "of the same pair in the same rounds; its interval is over the blocks.",
        "",
        *markdown_table(["Instrument", "Half width", "Comparisons", "Gain of the duet (95 %)"], rows),
    ]


def _gain(gain: Found | None) -> str:
    if gain is None:
        return DASH
    ends = "" if gain["low"] is None else f" ({fixed(gain['low'], 2)}–{fixed(gain['high'], 2)})"
    return fixed(gain["ratio"], 2) + ends


def _paced(entries: Sequence[Found] | None) -> list[str]:
    if not entries:
        return ["Not measured."]
    rows = [
        [
            number(entry["target_rps"], 1),
            number(entry["achieved_rps"]),
            percent(entry["error"], 2),
            *(number(scaled((entry["late_us"] or {}).get(key), 1000)) for key in ("mean", "p50", "p99", "max")),
            {True: "yes", False: "not sustained", None: DASH}[entry["sustained"]],
        ]
        for entry in entries
    ]
    header = ["Target/s", "Achieved/s", "Off by", "Late ms, mean", "p50", "p99", "max", "Held"]
    return ["How late a request left is the queueing that a closed loop hides.", "", *markdown_table(header, rows, "r")]


def _client(entries: Sequence[Found] | None, shape: str) -> list[str]:
    if not entries:
        return ["Not measured."]
    rows = [
        [
            escaped(e["shape"]),
            number(e["requests_per_cpu_second"]),
            number(e["requests_per_second"]),
            count(e["requests"]),
        ]
        for e in entries
    ]
    header = [shape, "Requests per CPU second of one core", "Requests/s in this run", "Requests"]
    return [
        "What one core of the load generator can send and read. A framework near that is limited by the client.",
        "",
        *markdown_table(header, rows),
    ]


def _sampler(entry: Found | None) -> list[str]:
    if entry is None or entry["core_share"] is None:
        return ["Not measured."]
    seconds, used = fixed(entry["seconds"], 0), number(entry["cpu_us"] / 1000)
    return [f"{percent(entry['core_share'], 2)} of one core of the client: {used} ms of CPU time in {seconds} s."]


def _method(found: Found) -> list[str]:
    host, size = found["host"], found["rounds_per_comparison"]
    machine = f"{host.get('cpu') or DASH}, {host.get('cores') or DASH} cores, {host.get('system') or DASH}"
    equal = ", ".join(found["equal"]) or DASH
    slowed = ", ".join(f"{name} by {percent(share, 0)}" for name, share in found["slowed"].items()) or DASH
    return [
        f"- {machine}; methodology {found['methodology']}, seed {count(found['seed'])}.",
        f"- Equal entries of one server: {equal}. Slowed: {slowed}.",
        f"- {found['rounds']} rounds in {found['blocks']} disjoint blocks of {size}: as many as a feature run has. A block and a pair are",
        "  one comparison, made by the code that makes the reports, without a noise floor.",
        "- Blocks are independent. Pairs of one block that share a server are not quite, so the intervals of `all pairs` are",
        "  somewhat too narrow. Comparisons of rounds drawn at random depend on each other and have no interval.",
        "- Intervals of shares are Wilson's, of ratios Student's t on the logarithms.",
    ]
