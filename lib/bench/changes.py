"""What a version of a framework shows against those before it: `python -m bench.changes RUN_DIR FRAMEWORK`.

One row per endpoint: CPU µs per request, and for each earlier version that was loaded at the same time the change of it
with its 95 % interval and a verdict. Without an earlier version, the rate and the CPU time alone. On a terminal a table, in
a pipe a line per endpoint.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import geometric_mean

from bench import rounds, stats
from bench.files import run_command
from bench.records import Cell, Run, load
from bench.stats import FASTER, NO_DIFFERENCE, SLOWER, Interval, verdict
from bench.text import DASH, fixed, half_width, number

CPU_FLOOR = 0.03
"""Changes of CPU time within this are no verdict: the versions start once, and two starts of one version differ by some of it."""
SHARE_FLOOR = 0.5
"""How much more, or less, a version must answer than its CPU time explains: how servers share a core varies by tens of per cent."""
GAP = "  "
COLOURS = {SLOWER: "\033[31m", FASTER: "\033[32m"}
PLAIN = "\033[0m"


@dataclass(frozen=True, slots=True)
class Change:
    """Against one earlier version: the ratio of CPU time per request, and what it means in words."""

    ratio: Interval | None
    words: str

    def __str__(self) -> str:
        return f"{percent(self.ratio)}{GAP if self.ratio else ''}{self.words}"


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint; `note` stands in the place of numbers that there are not."""

    endpoint: str
    cpu_us: float | None
    rate: stats.Measure | None
    changes: dict[str, Change]
    note: str


def rows_of(run: Run, framework: str) -> list[Row]:
    """The framework's endpoints in the order of the run."""
    cells = {(cell.group, cell.endpoint): cell for cell in run.cells if cell.framework == framework}
    keys = [(group, name) for group, found in run.groups.items() for name in found.endpoints]
    return [_row(run, cells[key]) for key in keys if key in cells]


def change(cell: Cell, reference: str) -> Change:
    """The cell's duets with one earlier version."""
    ratio = stats.ratio(*rounds.duet_cpu_us(cell, reference))
    if ratio is None:
        return Change(None, "not compared")
    if ratio.low is None:
        return Change(ratio, "one round: nothing is shown")
    words = verdict(ratio, CPU_FLOOR, above=SLOWER, below=FASTER)
    # A version that waits uses little CPU time, and is slow all the same: it leaves the core to the other.
    answered = verdict(_answered(cell, reference), SHARE_FLOOR)
    if answered not in (NO_DIFFERENCE, words):
        words = f"{answered}: waits {'more' if answered == SLOWER else 'less'}"
    return Change(ratio, words)


def percent(ratio: Interval | None) -> str:
    """A ratio as a change: `+98.2 % (+95.1 to +101.0)`."""
    if ratio is None:
        return ""
    if ratio.low is None or ratio.high is None:
        return f"{_signed(ratio.centre)} %"
    return f"{_signed(ratio.centre)} % ({_signed(ratio.low)} to {_signed(ratio.high)})"


def _signed(ratio: float) -> str:
    text = fixed(100 * (ratio - 1), 1)
    return text if text.startswith("−") else f"+{text}"


def _answered(cell: Cell, reference: str) -> Interval | None:
    """How much of what the earlier version answered at the same time this one did, over the rounds."""
    values = []
    for item in cell.rounds:
        duets = [duet for duet in item.duets if duet.reference == reference and rounds.can_tell(cell, duet)]
        if duets:
            values.append(geometric_mean((duet.requests or 0) / (duet.reference_requests or 1) for duet in duets))
    return stats.log_interval(values)


def _row(run: Run, cell: Cell) -> Row:
    names = list(dict.fromkeys(duet.reference for item in cell.rounds for duet in item.duets))
    words = {name: run.frameworks[name].get("against") or name for name in names}
    changes = {words[name]: change(cell, name) for name in names}
    measured = rounds.duet_cpu_us(cell, names[0])[0] if names else rounds.cpu_us(cell)
    cpu = stats.measure(measured)
    return Row(cell.endpoint, cpu and cpu.median, stats.measure(rounds.rates(cell)), changes, _note(cell))


def _note(cell: Cell) -> str:
    if cell.status in ("ok", "interrupted"):
        return "" if cell.rounds else "right; not measured, for it cannot be loaded beside another version"
    reason = cell.problems[0].text if cell.problems else cell.status
    return f"unsupported: {reason}" if cell.status == "unsupported" else f"failed: {reason}"


def table(rows: Sequence[Row], width: int, colour: bool) -> Iterator[str]:
    """Aligned columns; the earlier versions in blocks of their own where they do not fit beside each other."""
    references = list(dict.fromkeys(name for row in rows for name in row.changes))
    first = [["", *(row.endpoint for row in rows)], ["CPU µs", *(number(row.cpu_us) for row in rows)]]
    if not references:
        first.append(["req/s", *map(_rate, rows)])
    columns = [[f"against {name}", *(str(row.changes.get(name, "")) for row in rows)] for name in references]
    for block in _blocks(first, columns, width):
        widths = [max(map(len, column)) for column in block]
        for position, cells in enumerate(zip(*block, strict=True)):
            texts = [cells[0].ljust(widths[0]), cells[1].rjust(widths[1])]
            texts += [text.ljust(size) for text, size in zip(cells[2:], widths[2:], strict=True)]
            note = rows[position - 1].note if position else ""
            line = f"{texts[0]}{GAP}{note}" if note else GAP.join(texts).rstrip()
            yield _painted(line) if colour else line


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """A line per endpoint."""
    for row in rows:
        parts = [f"{number(row.cpu_us)} CPU µs"]
        if not row.changes:
            parts.append(f"{_rate(row)} req/s")
        parts += [f"against {name} {item}" for name, item in row.changes.items()]
        yield f"{row.endpoint}: {row.note or '; '.join(parts)}"


def _rate(row: Row) -> str:
    if row.rate is None:
        return DASH
    half = half_width(asdict(row.rate))
    return number(row.rate.median) + ("" if half is None else f" ± {max(1, round(half * 100))} %")


def _blocks(first: list[list[str]], columns: list[list[str]], width: int) -> list[list[list[str]]]:
    everything = [*first, *columns]
    if len(columns) < 2 or sum(max(map(len, column)) + len(GAP) for column in everything) <= width:
        return [everything]
    return [[*first, column] for column in columns]


def _painted(line: str) -> str:
    for word, style in COLOURS.items():
        line = line.replace(word, f"{style}{word}{PLAIN}")
    return line


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.changes", description="Prints what a version changed.")
    parser.add_argument("run_dir", type=Path, help="directory of a run, with run.json and raw/")
    parser.add_argument("framework", help="the one whose duets with its earlier versions are shown")
    arguments = parser.parse_args()
    rows = rows_of(load(arguments.run_dir), arguments.framework)
    if sys.stdout.isatty():
        colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        print(*table(rows, shutil.get_terminal_size().columns, colour), sep="\n")
    else:
        print(*lines(rows), sep="\n")


if __name__ == "__main__":
    run_command(main)
