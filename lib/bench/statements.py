"""What a run shows, in sentences that a reader can repeat: who is ahead, what a feature costs, how sure it is; and before
them, where a framework ran beside another version of itself, what that changed.

Each is made from the numbers and says so when they show nothing. No sentence names a framework that was not measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from bench.standings import CPU, RATE, Place, Standing, common, is_compared, measured, places, standings
from bench.stats import CHEAPER, DEARER, NO_DIFFERENCE, is_decidable
from bench.text import fixed, number, with_interval
from bench.view import View, is_doubtful


def statements(view: View) -> list[dict[str, str]]:
    """The sentences, as {"about": "version" | "standing" | "cost" | "certainty", "text": …}, with titles of frameworks."""
    parts = {"standing": _standing, "cost": _cost, "certainty": _certainty}
    changes = [{"about": "version", "text": text} for text in _changes(view)]
    return [*changes, *({"about": about, "text": part(view)} for about, part in parts.items())]


def listed(items: Sequence[str]) -> str:
    """`a, b and c`"""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def counted(count: int, noun: str) -> str:
    """`1 round`, `5 rounds`"""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def compared_by(view: View) -> str:
    """What frameworks are ranked by: the rate, or CPU time where the load and not the server decided about the rate."""
    cells = [cell for cell in view.summary["cells"] if cell["compared"]]
    return CPU if cells and all(cell.get("paced") for cell in cells) else RATE


def _changes(view: View) -> Iterator[str]:
    """A sentence for each version that a framework was loaded beside."""
    found: dict[tuple[str, str], list[str]] = {}
    for cell in view.shown_cells:
        for duet in cell["duets"] or []:
            if view.is_version_of(duet["reference"], cell["framework"]) and is_decidable(duet):
                found.setdefault((cell["framework"], duet["reference"]), []).append(duet["verdict"])
    for (name, version), verdicts in found.items():
        dearer, cheaper = verdicts.count(DEARER), verdicts.count(CHEAPER)
        yield (
            f"Loaded on the same cores at the same time as {view.titles[version]}, {view.titles[name]} took more CPU time per "
            f"request at {dearer} of {counted(len(verdicts), 'endpoint')}, less at {cheaper}, and no difference is shown at "
            f"{len(verdicts) - dearer - cheaper}."
        )


def _standing(view: View) -> str:
    names = measured(view)
    if not names:
        return _nobody(view)
    if len(names) == 1:
        return f"Only {view.titles[names[0]]} was measured, so nothing is compared."
    everywhere, what = places(view), compared_by(view)
    shared = common(view, names, everywhere)
    found = standings(view, names, shared, what)
    if not found:
        return "No endpoint was measured in every framework, so they are compared endpoint by endpoint only."
    who = "both frameworks" if len(names) == 2 else f"all {len(names)} frameworks"
    scope = f"On this machine, over the {len(shared)} of {counted(len(everywhere), 'endpoint')} that {who} answered"
    if any(standing.undecided for standing in found):
        return f"{scope}, one round was measured: without intervals it cannot be told which framework is ahead."
    return f"{scope}, {_ahead(view, found, what)}{_by_geometric_mean(shared)}."


def _nobody(view: View) -> str:
    compared = {cell["framework"] for cell in view.shown_cells if cell["compared"]}
    shown = [title for name, title in view.titles.items() if name in compared]
    if shown and not view.ranked:
        return f"No framework was in this run, only {listed(shown)}, which {'is' if len(shown) == 1 else 'are'} shown and not ranked."
    return "No framework gave right answers under load, so nothing can be said of their speed."


def _by_geometric_mean(shared: Sequence[Place]) -> str:
    return " (geometric means with 95 % intervals)" if len(shared) > 1 else " (95 % intervals)"


def _ahead(view: View, found: Sequence[Standing], what: str) -> str:
    first, others = view.titles[found[0].framework], found[1:]
    most = "answered the most requests per second" if what == RATE else "took the least CPU time per request"
    if not found[0].alike:
        return f"{first} {most}: {listed([_factor(view, own, what) for own in others])}"
    tied = listed([first, *(view.titles[name] for name in found[0].alike)])
    thing = "rate" if what == RATE else "CPU time per request"
    rest = [_factor(view, own, what) for own in others if own.framework not in found[0].alike]
    behind = f"; {first} {'answered' if what == RATE else 'took'} {listed(rest)}" if rest else ""
    return f"no difference in {thing} is shown between the foremost, {tied}{behind}"


def _factor(view: View, own: Standing, what: str) -> str:
    """The first's rate, or CPU time, as a multiple of this one's: `4.48 (4.03–4.98) times Alder's`."""
    found = own.against_best or {}
    low, high = (None if found[key] is None else 1 / found[key] for key in ("high", "low"))
    return f"{with_interval(1 / found['ratio'], low, high)} times {view.titles[own.framework]}'s"


def _cost(view: View) -> str:
    known = list(_known_costs(view))
    every = [cost for _, costs in known for cost in costs.values()]
    if not every:
        return "What a feature costs over its control was not measured with an interval, so nothing can be said of it."
    shown = sum(cost["low"] > 0 for cost in every)
    told = f"a cost is shown in {shown} of {counted(len(every), 'cell')} that {'has' if len(every) == 1 else 'have'} a control"
    candidates = [(e, costs) for e, costs in known if 2 * sum(cost["low"] > 0 for cost in costs.values()) > len(costs)]
    if not candidates:
        return f"No feature is shown to cost CPU time over its control in most frameworks: {told}."
    # One request that stands for a thousand operations is no feature of a request; it is named only without others.
    single = [item for item in candidates if item[0]["work"] == 1] or candidates
    endpoint, costs = max(
        single, key=lambda item: median(cost["centre"] / item[0]["work"] for cost in item[1].values())
    )
    amounts = [
        f"{with_interval(*(cost[key] / endpoint['work'] for key in ('centre', 'low', 'high')))} in {view.titles[name]}"
        for name, cost in sorted(costs.items(), key=lambda item: item[1]["centre"])
    ]
    per = "request" if endpoint["work"] == 1 else f"operation, {number(endpoint['work'])} of them in a request"
    return (
        f"The feature that costs most is {endpoint['name']}: over its control {endpoint['control']} it adds "
        f"{listed(amounts)} (CPU µs per {per}; 95 %); {told}."
    )


def _known_costs(view: View) -> Iterator[tuple[dict[str, Any], dict[str, Mapping[str, float]]]]:
    """Each endpoint with the costs of the frameworks that have an interval of it."""
    for group in view.groups:
        for endpoint in group["endpoints"]:
            costs = {}
            for name in measured(view):
                cell = view.cell(group["name"], endpoint["name"], name)
                cost = cell["cost"]["cpu_us"] if is_compared(cell) and cell["cost"] else None
                if cost and cost["low"] is not None:
                    costs[name] = cost
            if costs:
                yield endpoint, costs


def _certainty(view: View) -> str:
    what, ranked = compared_by(view), set(view.ranked)
    found = [pair[what] for pair in view.summary["pairs"] if ranked.issuperset(pair["frameworks"])]
    known = [ratio for ratio in found if is_decidable(ratio)]
    if not found:
        return "No two frameworks were measured at the same endpoint: there is no comparison to be sure of."
    if not known:
        return "Each endpoint was measured in one round: there are no intervals, and no difference is claimed."
    told = sum(ratio["verdict"] != NO_DIFFERENCE for ratio in known)
    rounds = max(ratio["rounds"] for ratio in known)
    thing = "rates" if what == RATE else "CPU times"
    return (
        f"Of {counted(len(known), 'comparison')} of {thing} at an endpoint, {told} {'shows' if told == 1 else 'show'} a "
        f"difference and {len(known) - told} {'does' if len(known) - told == 1 else 'do'} not, over up to "
        f"{counted(rounds, 'round')}{'; '.join(['', *_cautions(view, what)])}."
    )


def _cautions(view: View, what: str) -> Iterator[str]:
    floor = (view.summary.get("noise_floor") or {}).get(what)
    yield f"nothing within ±{fixed(100 * floor, 1)} % counts as one" if floor else "no noise floor was measured"
    cells = [cell for cell in view.summary["cells"] if cell["framework"] in view.ranked and cell["compared"]]
    if doubtful := sum(map(is_doubtful, cells)):
        yield f"{doubtful} of {counted(len(cells), 'cell')} {'is' if doubtful == 1 else 'are'} flagged in half of their windows or more"
    if count := len(view.summary["findings"]):
        yield f"{counted(count, 'finding')} of implausible numbers {'deserves' if count == 1 else 'deserve'} a look"
    if view.summary["status"] != "complete":
        yield f"the run is {view.summary['status']}"
