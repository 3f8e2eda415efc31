"""The results of a basic run, as numbers: read from benchmark_summary.json alone, because the single result files beside
it may be left from an earlier run."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.files import InputError, read_json

SUMMARY = "benchmark_summary.json"
MEND = "make it with: ./run_all.sh"
_MS = {"us": 0.001, "µs": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0, "h": 3_600_000.0}
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(us|µs|ms|s|m|h)")


@dataclass(frozen=True, slots=True)
class Result:
    """One endpoint on one framework: requests/s and milliseconds; None for what has no number."""

    framework: str
    endpoint: str
    request: str
    rate: float | None
    mean_ms: float | None
    p99_ms: float | None


@dataclass(frozen=True, slots=True)
class BasicRun:
    """The results by (endpoint, framework), and the settings of the run as they were written."""

    settings: dict[str, Any]
    results: dict[tuple[str, str], Result]

    @property
    def endpoints(self) -> list[str]:
        """Every endpoint that some framework has, in the order of the file."""
        return list(dict.fromkeys(endpoint for endpoint, _ in self.results))

    @property
    def frameworks(self) -> list[str]:
        """Every framework, the fastest over all first, those without a number last: the same order everywhere."""
        shares = overall(self, lambda result: result.rate, max).ratios
        names = {framework for _, framework in self.results}
        return sorted(names, key=lambda name: (-shares.get(name, -1.0), not self._has_rate(name), name))

    def of_endpoint(self, endpoint: str) -> list[Result]:
        """The results of an endpoint, the fastest first, those without a number last."""
        found = [result for (name, _), result in self.results.items() if name == endpoint]
        return sorted(found, key=lambda r: (r.rate is None, -(r.rate or 0), r.framework))

    def request(self, endpoint: str) -> str:
        """Method and path of an endpoint."""
        return self.of_endpoint(endpoint)[0].request

    def gap(self, endpoint: str, framework: str) -> str:
        """The word for a place without a number."""
        result = self.results.get((endpoint, framework))
        return "failed" if result and result.rate is None else "no result"

    def conditions(self) -> str:
        """The settings as one line; only those that the run wrote down."""
        known = {key: value for key, value in self.settings.items() if value not in (None, "")}
        words = [f"{known[key]} {key}" for key in ("connections", "threads") if key in known]
        return ", ".join(words + [f"{known[key]} per window" for key in ("duration",) if key in known])

    def _has_rate(self, framework: str) -> bool:
        return any(result.rate is not None for (_, name), result in self.results.items() if name == framework)


@dataclass(frozen=True, slots=True)
class Overall:
    """Per framework the geometric mean of its ratios to the best, over the endpoints where all compared have a number."""

    endpoints: list[str]
    ratios: dict[str, float]


def overall(
    run: BasicRun, value: Callable[[Result], float | None], best: Callable[[Iterable[float]], float]
) -> Overall:
    """Compares what `value` gives, `best` (max or min) being 1. A framework without any number is left out; with fewer
    than two frameworks, or no endpoint in common, both parts are empty."""
    numbers: dict[str, dict[str, float]] = {}
    for (endpoint, framework), result in run.results.items():
        if (number := value(result)) is not None:
            numbers.setdefault(framework, {})[endpoint] = number
    common = [name for name in run.endpoints if numbers and all(name in found for found in numbers.values())]
    if len(numbers) < 2 or not common:
        return Overall([], {})
    bests = {name: best(found[name] for found in numbers.values()) for name in common}
    ratios = {
        framework: math.exp(sum(math.log(found[name] / bests[name]) for name in common) / len(common))
        for framework, found in numbers.items()
    }
    return Overall(common, ratios)


def load(results_dir: Path) -> BasicRun:
    """Reads the summary of a basic run; raises InputError, one line, when it is missing, broken or empty."""
    path = results_dir / SUMMARY
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; {MEND}, or name another folder with --results-dir")
    try:
        return _run(read_json(path))
    except ValueError as error:
        raise InputError(f"{path}: {error}; {MEND}") from error


def parse_duration_ms(text: Any) -> float | None:
    """Milliseconds from wrk's notation: `870.00us`, `4.98ms`, `1.20s`, `2.00m`; None for anything else, and for zero,
    which wrk prints when there was no request."""
    found = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    # Rounded, or 870.00us would be 0.8699999999999999.
    return round(float(found[1]) * _MS[found[2]], 9) or None if found else None


def parse_rate(value: Any) -> float | None:
    """Requests per second from a number or its text; None for anything else, and for zero: then nothing was measured."""
    try:
        rate = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0.0
    except ValueError:
        return None
    return rate if math.isfinite(rate) and rate > 0 else None


def _run(summary: Any) -> BasicRun:
    has_list = isinstance(summary, dict) and isinstance(summary.get("results"), list)
    _require(has_list, "is not the summary of a basic run: it has no list of results")
    _require(len(summary["results"]) > 0, "has no results, so there is nothing to draw")
    settings = summary.get("benchmark_info")
    results: dict[tuple[str, str], Result] = {}
    for position, record in enumerate(summary["results"], start=1):
        result = _result(record, position)
        place = (result.endpoint, result.framework)
        _require(place not in results, f"result {position} is the second of {result.endpoint} on {result.framework}")
        results[place] = result
    return BasicRun(settings if isinstance(settings, dict) else {}, results)


def _result(record: Any, position: int) -> Result:
    _require(isinstance(record, dict), f"result {position} is no object")
    for key in ("framework", "endpoint_name"):
        _require(isinstance(record.get(key), str) and record[key] != "", f"result {position} has no {key}")
    rate = parse_rate(record.get("requests_per_sec"))
    return Result(
        framework=record["framework"],
        endpoint=record["endpoint_name"],
        request=" ".join(str(record[key]) for key in ("method", "endpoint") if record.get(key)),
        rate=rate,
        # Times of requests that were not answered right are times of nothing.
        mean_ms=parse_duration_ms(record.get("avg_latency")) if rate else None,
        p99_ms=parse_duration_ms(record.get("p99_latency")) if rate else None,
    )


def _require(condition: bool, reason: str) -> None:
    if not condition:
        raise ValueError(reason)
