"""Would moving a feature from one framework to another pay? The facts of each pair, and an answer by fixed rules.

`compare_pairs` gives an entry per two frameworks and place: the group (`endpoint` null), then its endpoints. An entry
has what is the same from both sides (ratios first / second, the difference in CPU time, the lines that differ) and two
`moves`, one in each direction, judged by the same rules:

- The gain of a move is the share of a request's CPU time that it saves, 1 − ratio; where CPU time was not measured,
  the share of the time between two answers. A duet of the two decides where there is one, since both were loaded at the
  same time.
- WORTH: the whole interval of the gain is at or above THRESHOLD, or above the noise floor where that is larger.
- NOT_WORTH: the whole interval is below.
- UNTOLD: anything else, also when rate and CPU time contradict each other, and for a group in which an endpoint has the
  opposite answer: it then depends on the endpoints that the application has.

What the target cannot do is listed beside the answer and does not change it: only the application knows if it needs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from bench import stats
from bench.effort import effort
from bench.standings import CPU, RATE, Place, Ratio, against, common, floor, is_compared, measured, per_round, places
from bench.stats import FASTER, SLOWER
from bench.support import NOT_THERE, support
from bench.view import View, is_doubtful, turned

THRESHOLD = 0.1
REQUESTS = 10_000
US_PER_SECOND = 1e6
WORTH, NOT_WORTH, UNTOLD = "worth it", "not worth it", "cannot be told"
DUET = "duet"

Entry = dict[str, Any]
Span = dict[str, float | None]


def compare_pairs(view: View) -> list[Entry]:
    """The entries of every two ranked frameworks that have numbers: by pair, group and endpoint, all in run order."""
    return [entry for pair in combinations(measured(view), 2) for entry in _entries(view, *pair)]


def _entries(view: View, first: str, second: str) -> Iterator[Entry]:
    for group in view.groups:
        own = places(view, group["name"])
        both = common(view, (first, second), own)
        below = [_endpoint(view, first, second, place) for place in own]
        yield _group(view, first, second, group["name"], both, below)
        yield from below


def _group(view: View, first: str, second: str, name: str, both: Sequence[Place], below: Sequence[Entry]) -> Entry:
    ratios = {what: against(view, first, second, both, what) if both else None for what in (CPU, RATE)}
    lines = effort(first, second, name)
    single = {endpoint["name"] for own in view.groups for endpoint in own["endpoints"] if endpoint["work"] == 1}
    known = [entry["saved"]["centre"] for entry in below if entry["saved"] and entry["endpoint"] in single]
    return {
        "frameworks": [first, second],
        "group": name,
        "endpoint": None,
        "endpoints": {"compared": len(both), "of": len(below)},
        **ratios,
        "duet": None,
        "saved": None,
        # Over the endpoints of one operation each: nobody makes a thousand of them 10,000 times a second.
        "saved_range": [min(known), max(known)] if known else None,
        "effort": lines and {"only": [lines.only_first, lines.only_second], "lines": [lines.first, lines.second]},
        "doubtful": sum(entry["doubtful"] for entry in below),
        "moves": [
            _unless_opposed(move, [entry["moves"][i] | {"endpoint": entry["endpoint"]} for entry in below])
            for i, move in enumerate(_moves(view, first, second, [(name, e["endpoint"]) for e in below], ratios, None))
        ],
    }


def _unless_opposed(move: Entry, below: Sequence[Entry]) -> Entry:
    """A group's move; its answer is withdrawn where the same move is the opposite at one of the group's endpoints."""
    opposite = {WORTH: _costs_more, NOT_WORTH: lambda own: own["answer"] == WORTH}.get(move["answer"])
    opposed = [own["endpoint"] for own in below if opposite and opposite(own)]
    if not opposed:
        return move | {"opposed": []}
    return move | {"answer": UNTOLD, "why": "it depends on the endpoint", "opposed": opposed}


def _costs_more(move: Entry) -> bool:
    """True when the target is shown to cost more by as much as a gain would have to be."""
    return move["answer"] == NOT_WORTH and move["gain"]["high"] <= -move["limit"]


def _endpoint(view: View, first: str, second: str, place: Place) -> Entry:
    cells = [view.cell(*place, name) for name in (first, second)]
    both = all(map(is_compared, cells))
    ratios = {what: view.against(*place, first, second, what) if both else None for what in (CPU, RATE)}
    duet = _duet(view, first, second, place) if both else None
    saved = stats.difference(*(per_round(cell, CPU) for cell in cells)) if both else None
    entry = {
        "frameworks": [first, second],
        "group": place[0],
        "endpoint": place[1],
        "endpoints": {"compared": int(both), "of": 1},
        **ratios,
        "duet": duet,
        # CPU µs of the first − CPU µs of the second, as CPU seconds for so many requests.
        "saved": saved and _scaled(saved.centre, saved.low, saved.high, REQUESTS / US_PER_SECOND),
        "saved_range": None,
        "effort": None,
        "doubtful": int(both and any(map(is_doubtful, cells))),
    }
    return entry | {"moves": [move | {"opposed": []} for move in _moves(view, first, second, [place], ratios, duet)]}


def _duet(view: View, first: str, second: str, place: Place) -> Ratio | None:
    """The ratio first / second of CPU time, measured while both were loaded; None without a duet of these two."""
    back = view.duet(*place, second, first)
    found = view.duet(*place, first, second) or (back and turned(back))
    return found and {key: found[key] for key in ("ratio", "low", "high", "rounds", "verdict")}


def _moves(
    view: View,
    first: str,
    second: str,
    among: Sequence[Place],
    ratios: Mapping[str, Ratio | None],
    duet: Ratio | None,
) -> list[Entry]:
    """The two moves of a pair: from the first to the second, then back."""
    basis = DUET if duet and duet["ratio"] is not None else CPU if (ratios[CPU] or {}).get("ratio") else RATE
    back = {"cost": duet if basis == DUET else ratios[CPU], "rate": ratios[RATE]}
    there = {key: found and turned(found) for key, found in back.items()}
    return [
        _move(view, origin, target, among, basis, ratio)
        for origin, target, ratio in ((first, second, there), (second, first, back))
    ]


def _move(
    view: View,
    origin: str,
    target: str,
    among: Sequence[Place],
    basis: str,
    ratio: Mapping[str, Ratio | None],
) -> Entry:
    gain = _gain(ratio["rate"] and turned(ratio["rate"]) if basis == RATE else ratio["cost"])
    limit = max(THRESHOLD, floor(view.summary, basis) or 0.0)
    answer, why = _judged(gain, limit, basis, ratio["rate"])
    shares = [share for place in among if (share := feature_share(view, *place, origin))]
    small = sum(share["high"] is not None and share["high"] < THRESHOLD for share in shares)
    return {
        "from": origin,
        "to": target,
        "answer": answer,
        "why": why,
        "basis": basis,
        "gain": gain,
        "limit": limit,
        "pays_below_us": _pays_below(view, origin, among, gain) if answer == WORTH else None,
        "feature_share": shares[0] if len(among) == 1 and shares else None,
        "not_the_bottleneck": {"endpoints": small, "of": len(shares)},
        "loses": list(_lost(view, origin, target, among)),
        "gains": [lost["endpoint"] for lost in _lost(view, target, origin, among)],
    }


def _gain(cost: Ratio | None) -> Span | None:
    """The share saved, from the ratio of the cost at the target to that at the origin."""
    if cost is None or cost["ratio"] is None:
        return None
    centre, low, high = (None if cost[key] is None else 1 - cost[key] for key in ("ratio", "high", "low"))
    return {"centre": centre, "low": low, "high": high}


def _judged(gain: Span | None, limit: float, basis: str, rate: Ratio | None) -> tuple[str, str]:
    if gain is None:
        return UNTOLD, "not measured in both"
    low, high = gain["low"], gain["high"]
    if low is None or high is None:
        return UNTOLD, "one round: no interval"
    contrary = SLOWER if low >= limit else FASTER if high <= -limit else None
    if basis != RATE and contrary and rate and rate["verdict"] == contrary:
        return UNTOLD, "CPU time and rate contradict each other"
    if low >= limit:
        return WORTH, "the gain is shown"
    if high < limit:
        return NOT_WORTH, "the target costs more" if high < 0 else "no gain of that size"
    return UNTOLD, "the interval reaches to both sides of the limit"


def feature_share(view: View, group: str, endpoint: str, framework: str) -> Span | None:
    """The part of a request's CPU time that the endpoint adds over its control, as a share with its interval.

    None for controls and where it was not measured. The request's CPU time is taken as known: its median.
    """
    cell = view.cell(group, endpoint, framework)
    if cell is None or not cell["compared"] or not cell["cost"] or not cell["cost"]["cpu_us"] or not cell["cpu_us"]:
        return None
    cost, whole = cell["cost"]["cpu_us"], cell["cpu_us"]["median"]
    return _scaled(cost["centre"], cost["low"], cost["high"], 1 / whole) if whole else None


def _pays_below(view: View, origin: str, among: Sequence[Place], gain: Span | None) -> float | None:
    """CPU µs that an application may add to each request before the low end of the gain is under THRESHOLD of it all."""
    cell = view.cell(*among[0], origin) if len(among) == 1 else None
    if gain is None or gain["low"] is None or cell is None or not cell["cpu_us"]:
        return None
    return cell["cpu_us"]["median"] * (gain["low"] / THRESHOLD - 1)


def _lost(view: View, origin: str, target: str, among: Sequence[Place]) -> Iterator[dict[str, Any]]:
    """What the origin can do and the target cannot, with the reason."""
    for place in among:
        there, here = support(view, *place, target), support(view, *place, origin)
        if there.kind in NOT_THERE and here.kind not in NOT_THERE:
            yield {"endpoint": place[1], "support": there.kind, "reason": there.reason}


def _scaled(centre: float, low: float | None, high: float | None, by: float) -> Span:
    ends = {"low": low, "high": high}
    return {"centre": centre * by, **{key: None if end is None else end * by for key, end in ends.items()}}
