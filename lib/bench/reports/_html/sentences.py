"""The findings first: three plain sentences that a reader can repeat, from the summary alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.reports._html.reader import CPU, RATE, Reader
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.text import count, number, words


def three(reader: Reader) -> list[str]:
    """By how much the rates differ, what a request costs, and how sure that is."""
    means = reader.summary["geometric_means"]["overall"]
    return [_rates(reader, means), _cpu(reader, means), _certainty(reader)]


def _rates(reader: Reader, means: Mapping[str, Any] | None) -> str:
    if means is None:
        return "Nothing can be compared: no endpoint was answered rightly by two frameworks."
    base, others = means["base"], {n: own[RATE] for n, own in means["frameworks"].items() if n != means["base"]}
    where = f"Over the {_endpoints(means)} that all {len(means['frameworks'])} frameworks answered"
    if not any(is_decidable(own) for own in others.values()):
        return f"{where}, the rates have no interval, because one round is too few: they show no order."
    shown = {name: own for name, own in others.items() if own["verdict"] != NO_DIFFERENCE}
    if not shown:
        return f"{where}, no difference in rate is shown between {_listed([reader.titles[name] for name in (base, *others)])}."
    alike = [reader.titles[name] for name in others if name not in shown]
    parts = _with_verb("reached", [(reader.titles[name], _share(own)) for name, own in shown.items()])
    lead = f"{where}, {reader.titles[base]} answered the most requests per second; {_listed(parts)}"
    return lead + (f"; for {_listed(alike)} no difference to it is shown." if alike else ".")


def _share(own: Mapping[str, Any]) -> str:
    ends = "" if own["low"] is None else f" ({number(own['low'] * 100, 2)}–{number(own['high'] * 100, 2)} %)"
    return f"{number(own['ratio'] * 100, 2)} % of that{ends}"


def _cpu(reader: Reader, means: Mapping[str, Any] | None) -> str:
    known = {name: own[CPU] for name, own in means["frameworks"].items() if own[CPU]["ratio"] is not None} if means else {}
    if means is None or len(known) < 2:
        return "CPU time per request was not measured for two frameworks on the same endpoints."
    base = reader.titles[means["base"]]
    others = {name: own for name, own in known.items() if name != means["base"]}
    if not any(is_decidable(own) for own in others.values()):
        return "The CPU time per request has no interval either: it shows no order."
    shown = {name: own for name, own in others.items() if own["verdict"] != NO_DIFFERENCE}
    if not shown:
        return f"No difference in CPU time per request to {base} is shown."
    parts = _with_verb("took", [(reader.titles[name], _times(own)) for name, own in shown.items()])
    alike = [reader.titles[name] for name in others if name not in shown]
    text = f"On the same endpoints, in CPU time per request, {_listed(parts)} what {base} took"
    return text + (f"; for {_listed(alike)} no difference to it is shown." if alike else ".")


def _times(own: Mapping[str, Any]) -> str:
    ends = "" if own["low"] is None else f" ({number(own['low'])}–{number(own['high'])})"
    return f"{number(own['ratio'])} times{ends}"


def _certainty(reader: Reader) -> str:
    parts = [_comparisons(reader), _gaps(reader), _flagged(reader)]
    return "; ".join(part for part in parts if part) + "."


def _comparisons(reader: Reader) -> str:
    ranked = [pair for pair in reader.summary["pairs"] if set(pair["frameworks"]) <= set(reader.ranked)]
    pairs = [pair for pair in ranked if is_decidable(pair["rate"])]
    if not pairs:
        return "No comparison of two frameworks on one endpoint has an interval"
    alike = [pair for pair in pairs if pair["rate"]["verdict"] == NO_DIFFERENCE]
    shown = f"Of {count(len(pairs))} comparisons of two frameworks on one endpoint {count(len(pairs) - len(alike))} show a difference in rate"
    if not alike:
        return shown
    (names, often), *_ = Counter(tuple(pair["frameworks"]) for pair in alike).most_common(1)
    most = f", {often} of them between {_listed([reader.titles[name] for name in names])}" if 1 < often < len(alike) else ""
    most = f", all between {_listed([reader.titles[name] for name in names])}" if 1 < often == len(alike) else most
    return f"{shown} and {count(len(alike))} do not{most}"


def _gaps(reader: Reader) -> str:
    cells = reader.shown_cells
    missing = Counter(words(cell["status"]) for cell in cells if not cell["compared"])
    if not missing:
        return f"all {count(len(cells))} cells have a number"
    kinds = ", ".join(f"{often} {status}" for status, often in missing.items())
    return f"{count(sum(missing.values()))} of {count(len(cells))} cells {'have' if sum(missing.values()) > 1 else 'has'} no number ({kinds})"


def _flagged(reader: Reader) -> str:
    compared = [cell for cell in reader.shown_cells if cell["compared"]]
    flagged = sum(bool(cell["flags"]) for cell in compared)
    if not flagged:
        return ""
    return f"{count(flagged)} of {count(len(compared))} numbers carry a flag that may put them in doubt"


def _endpoints(means: Mapping[str, Any]) -> str:
    return f"{means['count']} endpoint{'s' if means['count'] > 1 else ''}"


def _with_verb(verb: str, parts: list[tuple[str, str]]) -> list[str]:
    """`a took x`, `b y`: the verb is said once."""
    (title, text), *others = parts
    return [f"{title} {verb} {text}", *(f"{title} {text}" for title, text in others)]


def _listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
