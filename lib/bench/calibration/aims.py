"""What the instrument is asked to reach, and whether this calibration shows it: no more than so few comparisons can."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bench.calibration.comparisons import INSTRUMENTS
from bench.text import percent

NAMES = {"rate": "rate", "cpu_us": "CPU, alternating windows", "duet": "duet"}
MOST_FALSE_CLAIMS = 0.05
LEAST_COMPARISONS = 40
# Slow-down → the share of comparisons in which the duet has to find it.
FOUND_BY_DUET = {0.03: 0.80, 0.05: 0.95}
PASSES, FAILS, UNKNOWN = "passes", "fails", "not measured"


def judge(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each aim with its result, its verdict, and what the number of comparisons allows to be said."""
    return [*_false_claims(found["equal_servers"]), *_by_duet(found["slowed_servers"])]


def _false_claims(equal: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for instrument in INSTRUMENTS:
        result = equal[instrument]["claims"]
        aim = f"equal servers, {NAMES[instrument]}: a difference claimed in at most {percent(MOST_FALSE_CLAIMS, 0)}"
        verdict = _verdict(result, lambda share: share <= MOST_FALSE_CLAIMS)
        yield {"aim": aim, "verdict": verdict, "result": result, "note": _note_of_claims(result)}


def _note_of_claims(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return ""
    from scipy.stats import binom

    allowed = math.floor(MOST_FALSE_CLAIMS * result["of"] + 1e-9)
    chance = 1 - float(binom.cdf(allowed, result["of"], MOST_FALSE_CLAIMS))
    few = "" if result["of"] >= LEAST_COMPARISONS else f"fewer than the {LEAST_COMPARISONS} comparisons asked for; "
    return f"{few}an instrument that errs in exactly {percent(MOST_FALSE_CLAIMS, 0)} would fail here with a chance of {percent(chance, 0)}"


def _by_duet(slowed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for slowdown, wanted in FOUND_BY_DUET.items():
        entry = next((item for item in slowed if math.isclose(item["slowdown"], slowdown)), None)
        duet = entry and entry["instruments"]["duet"]
        result = duet["found"] if duet else None
        aim = f"a server slowed by {percent(slowdown, 0)}, duet: found in at least {percent(wanted, 0)}"
        verdict = _verdict(result, lambda share, wanted=wanted: share >= wanted)
        yield {"aim": aim, "verdict": verdict, "result": result, "note": _note_of_found(result, wanted, verdict)}


def _note_of_found(result: Mapping[str, Any] | None, wanted: float, verdict: str) -> str:
    if result is None:
        return ""
    if verdict == PASSES and result["low"] < wanted:
        return "so few comparisons do not prove it"
    if verdict == FAILS and result["high"] >= wanted:
        return "so few comparisons do not rule it out"
    return ""


def _verdict(result: Mapping[str, Any] | None, is_met: Any) -> str:
    if result is None:
        return UNKNOWN
    return PASSES if is_met(result["share"]) else FAILS
