"""What became slower: `python -m bench.regressions RUN_DIR RESULTS_DIR [--baseline SUMMARY] [--threshold 0.05] [--force]`.

Two kinds of comparison go into reports/regressions.md and .json. Cells of this run against those of an earlier one
(`--baseline`): other minutes, other processes, so the two sets of rounds are independent samples and the interval is
Welch's on the logs; a change counts only when the whole interval lies beyond the noise floor, or beyond the threshold
where no floor was measured. And two versions within this run (role `version`): by duet, CPU time per request on the
same core at the same time; a regression counts when the interval is worse than 1 and reaches the threshold.

Exit 0 without a regression, 1 with one, 3 when the two runs cannot be compared.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, variance
from typing import Any

from bench.files import InputError, read_json, read_summary, run_command, write_json, write_text
from bench.stats import Interval, student_t
from bench.summary import fraction
from bench.text import markdown_table, ratio

DEFAULT_THRESHOLD = 0.05
BETTER, WORSE, UNCHANGED = "better", "worse", "no change shown"
HEADINGS = {WORSE: "Worse", BETTER: "Better", UNCHANGED: "No change shown"}
INSTRUMENTS = {"rate": "requests/s", "cpu_us": "CPU per request"}
HIGHER_IS_WORSE = {"rate": False, "cpu_us": True, "duet": True}
SAME_HOST = ("cpu", "cores", "memory_kib", "kernel")
SAME_SETTINGS = (
    "connections",
    "threads",
    "workers",
    "profile",
    "server_cpus",
    "client_cpus",
    "window_seconds",
    "collected_in_servers",
)


def compare(now: dict[str, Any], base: dict[str, Any] | None, threshold: float, force: bool) -> dict[str, Any]:
    """All changes as rows; `threshold` is a fraction. Raises InputError when the runs are not of one kind."""
    unlike = differences(now, base) if base else []
    if unlike and not force:
        raise InputError(
            f"run {now['run']} and the baseline {base['run']} cannot be compared: {'; '.join(unlike)}",
            "compare runs of one host, method and set of versions, or add --force, which marks the result",
        )
    rows = [*_against_baseline(now, base, threshold), *_against_versions(now, threshold)]
    return {
        "run": now["run"],
        "baseline": base["run"] if base else None,
        "threshold": threshold,
        "unlike": unlike,
        "rows": rows,
        "regressions": sum(row["verdict"] == WORSE for row in rows),
    }


def differences(now: Mapping[str, Any], base: Mapping[str, Any]) -> list[str]:
    """Why numbers of the two runs should not be compared; empty when they may be."""
    pairs = [("methodology", now["methodology"], base["methodology"])]
    pairs += [(f"host {key}", now["host"].get(key), base["host"].get(key)) for key in SAME_HOST]
    pairs += [(key, now["settings"].get(key), base["settings"].get(key)) for key in SAME_SETTINGS]
    pairs += [(key, now["versions"].get(key), base["versions"].get(key)) for key in ("python", "wrk")]
    for name in sorted(now["frameworks"].keys() & base["frameworks"].keys()):
        mine, its = now["frameworks"][name], base["frameworks"][name]
        pairs += [(f"{name} {key}", mine.get(key), its.get(key)) for key in ("version", "server_version")]
    return [f"{what} {its} then, {mine} now" for what, mine, its in pairs if mine != its]


def _against_baseline(now: dict[str, Any], base: dict[str, Any] | None, threshold: float) -> Iterator[dict[str, Any]]:
    if base is None:
        return
    earlier = {(cell["framework"], cell["group"], cell["endpoint"]): cell for cell in base["cells"] if cell["compared"]}
    for cell in now["cells"]:
        then = earlier.get((cell["framework"], cell["group"], cell["endpoint"]))
        if not cell["compared"] or then is None:
            continue
        for what in INSTRUMENTS:
            if cell[what] and then[what]:
                interval = welch_ratio(cell[what]["values"], then[what]["values"])
                floor = _floor(now, what)
                edge = threshold if floor is None else floor
                yield _row(cell, what, "baseline", interval, judge(interval, HIGHER_IS_WORSE[what], edge))


def _against_versions(now: dict[str, Any], threshold: float) -> Iterator[dict[str, Any]]:
    for cell in now["cells"]:
        for duet in cell.get("duets") or []:
            other = now["frameworks"].get(duet["reference"], {})
            if other.get("version_of") != cell["framework"] or duet.get("ratio") is None:
                continue
            interval = Interval(duet["ratio"], duet["low"], duet["high"], duet["rounds"])
            said = judge(interval, True, _floor(now, "duet") or 0.0)
            reaches = interval.high is not None and interval.high >= 1 + threshold
            verdict = UNCHANGED if said == WORSE and not reaches else said
            yield _row(cell, "duet", other.get("against") or duet["reference"], interval, verdict)


def _floor(summary: Mapping[str, Any], what: str) -> float | None:
    floor = summary.get("noise_floor")
    return floor.get(what) if isinstance(floor, Mapping) else floor


def welch_ratio(now: Sequence[float], then: Sequence[float]) -> Interval | None:
    """Ratio now / then of two independent samples of positive values, with Welch's 95 % interval on the logs."""
    if not now or not then or min(*now, *then) <= 0:
        return None
    mine, its = [math.log(value) for value in now], [math.log(value) for value in then]
    centre = fmean(mine) - fmean(its)
    if min(len(mine), len(its)) < 2:
        return Interval(math.exp(centre), None, None, 1)
    parts = [(variance(logs) / len(logs), len(logs) - 1) for logs in (mine, its)]
    total = sum(part for part, _ in parts)
    freedom = total**2 / sum(part**2 / count for part, count in parts) if total else sum(count for _, count in parts)
    half = student_t(freedom) * math.sqrt(total)
    return Interval(math.exp(centre), math.exp(centre - half), math.exp(centre + half), min(len(mine), len(its)))


def judge(interval: Interval | None, higher_is_worse: bool, floor: float) -> str:
    """Better, worse, or no change shown: the whole interval must lie beyond 1 and the floor (a fraction)."""
    if interval is None or interval.low is None or interval.high is None:
        return UNCHANGED
    if interval.low > 1 + floor:
        return WORSE if higher_is_worse else BETTER
    if interval.high < 1 / (1 + floor):
        return BETTER if higher_is_worse else WORSE
    return UNCHANGED


def _row(cell: Mapping[str, Any], what: str, other: str, interval: Interval | None, verdict: str) -> dict[str, Any]:
    place = {key: cell[key] for key in ("framework", "group", "endpoint")}
    known = interval or Interval(math.nan, None, None, 0)
    numbers = {"ratio": None if interval is None else known.centre, "low": known.low, "high": known.high}
    return {**place, "instrument": what, "against": other, **numbers, "rounds": known.rounds, "verdict": verdict}


def as_markdown(found: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The comparison for people: how it came out, then what became worse, what better, and what shows no change."""
    rows = {verdict: [row for row in found["rows"] if row["verdict"] == verdict] for verdict in HEADINGS}
    lines = ["# Regressions", "", *_opening(found), ""]
    counts = ", ".join(f"{len(rows[verdict])} {verdict}" for verdict in HEADINGS)
    lines += [f"Of {len(found['rows'])} comparisons: {counts}.", ""]
    for verdict, title in HEADINGS.items():
        lines += [f"## {title}", "", *_table(rows[verdict], titles), ""] if rows[verdict] else []
    return "\n".join(lines)


def _opening(found: Mapping[str, Any]) -> list[str]:
    lines = [f"Run {found['run']}" + (f" against the baseline {found['baseline']}." if found["baseline"] else ".")]
    lines += [f"**Compared by force, although: {'; '.join(found['unlike'])}.**"] if found["unlike"] else []
    percent = f"{found['threshold'] * 100:g} %"
    lines += ["", f"A ratio is now ÷ then with its 95 % interval. Smallest regression that counts: {percent}."]
    if found["baseline"]:
        lines += [
            "Two runs meet different minutes of the machine. For small changes run both versions beside each other:"
        ]
        lines += ["`--against`."]
    return lines


def _table(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> list[str]:
    def shown(row: Mapping[str, Any]) -> list[str]:
        what = INSTRUMENTS.get(row["instrument"], "CPU per request, duet")
        number = ratio({**row, "verdict": row["verdict"]})
        name = titles.get(row["framework"], row["framework"])
        return [name, f"{row['group']}.{row['endpoint']}", what, row["against"], number]

    return markdown_table(
        ["Framework", "Endpoint", "Measured by", "Against", "Ratio (95 %)"], list(map(shown, rows)), "llll"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.regressions", description="Compares a run with an earlier one.")
    parser.add_argument("run_dir", type=Path, help="directory of a run with its summary.json")
    parser.add_argument("results", type=Path, help="results folder; reports/regressions.* are written there")
    parser.add_argument("--baseline", type=Path, help="summary.json of the earlier run")
    parser.add_argument("--threshold", type=fraction, default=DEFAULT_THRESHOLD, help="smallest regression: 0.05")
    parser.add_argument("--force", action="store_true", help="compare runs of different hosts or versions, and say so")
    arguments = parser.parse_args()
    now = read_summary(arguments.run_dir)
    base = _read_baseline(arguments.baseline) if arguments.baseline else None
    found = compare(now, base, arguments.threshold, arguments.force)
    titles = {name: said.get("title", name) for name, said in now["frameworks"].items()}
    write_json(arguments.results / "reports" / "regressions.json", found)
    print(write_text(arguments.results / "reports" / "regressions.md", as_markdown(found, titles)))
    if found["regressions"]:
        sys.exit(1)


def _read_baseline(path: Path) -> dict[str, Any]:
    try:
        return read_json(path)
    except ValueError as error:
        raise InputError(f"{path}: {error}; name another baseline") from error


if __name__ == "__main__":
    run_command(main)
