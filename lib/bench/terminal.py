"""The final table of a run: `python -m bench.terminal RUN_DIR [--width 100]`.

Per group one row per endpoint and three columns per framework: requests/s, half the 95 % interval in per cent of it,
CPU µs per request; then the verdict. Columns that do not fit beside each other go into further blocks. `*` has the highest rate, `=`
shows no difference to it, `?` has one round only, `!` is flagged in half of
its windows.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bench.files import read_summary, run_command
from bench.stats import NO_DIFFERENCE, is_decidable
from bench.text import DASH, cut, fixed, half_width, mark, noise_floor, number, ratio, with_interval, words
from bench.view import View, is_doubtful, reason

WIDTH, GAP, LONGEST_NAME = 100, "  ", 24
# Two words that fit a column; the footnote tells the rest.
SHORT = {"contract_failed": "wrong answer"}
TIES_SHOWN = 12
BOLD, RED, DIM, PLAIN = "\033[1m", "\033[31m", "\033[2m", "\033[0m"


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of one cell; `note` refers to a footnote."""

    rate: str
    marks: str
    spread: str
    cpu: str
    note: str = ""

    def joined(self, widths: Mapping[str, int]) -> str:
        rate = self.rate.rjust(widths["rate"]) + self.marks.ljust(widths["marks"])
        text = f"{rate} {self.spread.rjust(widths['spread'])} {self.cpu.rjust(widths['cpu'])}"
        return f"{text} {self.note.ljust(widths['note'])}" if widths["note"] else text


UNITS = Parts("req/s", "", "±", "CPU µs")


class Table:
    """Renders a summary; collects the footnotes on the way."""

    def __init__(self, summary: dict[str, Any], width: int, colour: bool) -> None:
        self.view, self.width, self.colour = View(summary), width, colour
        self.notes: dict[str, int] = {}

    def lines(self) -> list[str]:
        """All lines of the output."""
        body = [line for group in self.view.groups for line in self._group(group)]
        return [*body, *self._means(), *self._legend(), *self._footnotes()]

    def _group(self, group: dict[str, Any]) -> list[str]:
        names = [endpoint["name"] for endpoint in group["endpoints"]]
        first = min(LONGEST_NAME, max(map(len, names)))
        columns = [self._column(group["name"], names, framework) for framework in self.view.frameworks(group["name"])]
        columns.append(self._verdicts(group["name"], names, self.width - first - len(GAP)))
        labels = ["", "", *(cut(name, first).ljust(first) for name in names)]
        lines = [self._paint(group["title"], BOLD)]
        for block in _blocks(columns, self.width - first):
            rows = zip(labels, *block, strict=True)
            texts = (GAP.join((label.ljust(first), *cells)).rstrip() for label, *cells in rows)
            lines += [*filter(None, texts), ""]
        return lines[:-1] + self._ties(group) + [""]

    def _column(self, group: str, endpoints: Sequence[str], framework: str) -> list[str]:
        """One framework's column: title, units, then a text per endpoint, all of one visible width."""
        cells = [self._cell(group, endpoint, framework) for endpoint in endpoints]
        parts = [UNITS, *(cell for cell in cells if isinstance(cell, Parts))]
        widths = {item.name: max(len(getattr(part, item.name)) for part in parts) for item in fields(Parts)}
        title, units = self.view.titles[framework], UNITS.joined(widths)
        texts = [cell if isinstance(cell, str) else cell.joined(widths) for cell in cells]
        width = max(map(len, (title, units, *texts)))
        styled = [self._paint(text.rjust(width), _style(cell)) for text, cell in zip(texts, cells, strict=True)]
        return [title.rjust(width), units.rjust(width), *styled]

    def _verdicts(self, group: str, endpoints: Sequence[str], room: int) -> list[str]:
        """The last column: what may be said of the highest rate at each endpoint."""
        texts = ["Verdict on the rate (95 %)", "", *(self._verdict(group, endpoint) for endpoint in endpoints)]
        width = min(room, max(map(len, texts)))
        return [cut(text, width).ljust(width) for text in texts]

    def _verdict(self, group: str, endpoint: str) -> str:
        best, titles = self.view.highest(group, endpoint), self.view.titles
        if best is None:
            return "nothing measured"
        found = {
            name: factor
            for name in self.view.ranked
            if name != best
            and (factor := self.view.against(group, endpoint, best, name))
            and factor["ratio"] is not None
        }
        if not found:
            return f"only {titles[best]}: nothing to compare"
        if not all(map(is_decidable, found.values())):
            return "one round: nothing is shown"
        tied = [titles[name] for name, factor in found.items() if factor["verdict"] == NO_DIFFERENCE]
        if tied:
            return f"no difference shown: {', '.join([titles[best], *tied])}"
        nearest = min(found, key=lambda name: found[name]["ratio"])
        times = with_interval(*(found[nearest][key] for key in ("ratio", "low", "high")))
        return f"{titles[best]} {times} × {titles[nearest]}"

    def _cell(self, group: str, endpoint: str, framework: str) -> str | Parts:
        """Rate with its marks, ± and CPU; or the status of a cell that has no numbers."""
        cell = self.view.cell(group, endpoint, framework)
        if cell is None:
            return "no record"
        if not cell["compared"]:
            why = reason(cell)
            return SHORT.get(cell["status"], words(cell["status"])) + (f" [{self._note(why)}]" if why else "")
        half = half_width(cell["rate"])
        return Parts(
            rate=_compact(cell["rate"]["median"]),
            marks=self._marks(group, endpoint, cell),
            spread=DASH if half is None else f"{max(1, round(half * 100))}%",
            cpu=_compact(cell["cpu_us"]["median"] if cell["cpu_us"] else None),
            note="" if cell["status"] == "ok" else f"[{self._note(reason(cell) or words(cell['status']))}]",
        )

    def _marks(self, group: str, endpoint: str, cell: dict[str, Any]) -> str:
        best, flagged = self.view.highest(group, endpoint), "!" if is_doubtful(cell) else ""
        if cell["framework"] not in self.view.ranked:
            return " " + flagged
        if best is None or cell["framework"] == best:
            return "*" + flagged
        return (mark(self.view.against(group, endpoint, cell["framework"], best)) or " ") + flagged

    def _ties(self, group: dict[str, Any]) -> list[str]:
        found = [
            f"{endpoint['name']}: {', '.join(self.view.titles[name] for name in names)}"
            for endpoint in group["endpoints"]
            for names in self.view.ties(group["name"], endpoint["name"])
        ]
        # Many frameworks have many ties, and a wall of names is not read.
        more = [f"and {len(found) - TIES_SHOWN} more ties, see the report"] if len(found) > TIES_SHOWN else []
        return (
            self._wrapped(f"No difference shown in {'; '.join([*found[:TIES_SHOWN], *more])}.", "  ") if found else []
        )

    def _means(self) -> list[str]:
        means = self.view.summary["geometric_means"]["overall"]
        if means is None:
            return []
        others = [
            f"{self.view.titles[name]} {ratio(found['rate'])}"
            for name, found in means["frameworks"].items()
            if name != means["base"]
        ]
        text = f"Rate against {self.view.titles[means['base']]}, geometric mean over what all answered "
        return [*self._wrapped(f"{text}({means['count']} of {means['of']} endpoints): {', '.join(others)}.", "  "), ""]

    def _legend(self) -> list[str]:
        summary, settings = self.view.summary, self.view.summary["settings"]
        lines = self._wrapped(
            "req/s and CPU µs per request: medians of the rounds; ±: half the 95 % interval of req/s. * highest rate, "
            "= no difference to it shown, ? one round only: nothing is shown, ! flagged in half of its windows: see "
            "the report.",
            "  ",
        )
        if settings.get("rounds") is not None and settings.get("connections") is not None:
            lines.append(f"Rounds: {settings['rounds']}, connections: {settings['connections']}, run {summary['run']}.")
        lines += self._wrapped(f"{noise_floor(summary['noise_floor'], self.view.titles)}.", "  ")
        if summary["status"] != "complete":
            lines.append(
                self._paint(f"The run is {summary['status']}: cells may be missing or hold fewer rounds.", RED)
            )
        if summary["findings"]:
            lines.append(f"{len(summary['findings'])} finding(s) of implausible numbers: see the report.")
        return lines

    def _footnotes(self) -> list[str]:
        notes = [line for text, i in self.notes.items() for line in self._wrapped(f"[{i}] {text}", "    ")]
        missing = self.view.unavailable.items()
        return notes + [line for title, why in missing for line in self._wrapped(f"{title} did not run: {why}", "    ")]

    def _note(self, text: str) -> int:
        return self.notes.setdefault(text, len(self.notes) + 1)

    def _wrapped(self, text: str, indent: str) -> list[str]:
        return textwrap.wrap(text, self.width, subsequent_indent=indent, break_on_hyphens=False)

    def _paint(self, text: str, style: str) -> str:
        return f"{style}{text}{PLAIN}" if self.colour and style else text


def _blocks(columns: Sequence[list[str]], room: int) -> list[list[list[str]]]:
    """The columns in as few blocks as the room allows, at least one column in each."""
    blocks: list[list[list[str]]] = []
    left = 0
    for column in columns:
        width = len(GAP) + len(column[0])
        if not blocks or width > left:
            blocks.append([])
            left = room
        blocks[-1].append(column)
        left -= width
    return blocks


def _style(cell: str | Parts) -> str:
    if isinstance(cell, Parts):
        return BOLD if "*" in cell.marks else ""
    return DIM if cell.startswith("unsupported") else RED


def _compact(value: float | None) -> str:
    """Three digits or more in at most six places: `44.7`, `22,147`, `123.4k`."""
    if value is None or value < 100_000:
        return number(value)
    return fixed(value / 1000, 1) + "k" if value < 999_950 else fixed(value / 1_000_000, 2) + "M"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.terminal", description="Prints the final table of a run.")
    parser.add_argument("run_dir", type=Path, help="directory of a run, with summary.json")
    parser.add_argument("--width", type=int, default=WIDTH, help="columns to use (default %(default)s)")
    arguments = parser.parse_args()
    if arguments.width < 40:
        parser.error(f"--width {arguments.width}: at least 40 columns are needed")
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    print(*Table(read_summary(arguments.run_dir), arguments.width, colour).lines(), sep="\n")


if __name__ == "__main__":
    run_command(main)
