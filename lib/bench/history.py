"""All runs of a results folder over time.

python -m bench.history add RUN_DIR RESULTS_DIR      a line for the run in RESULTS_DIR/history.jsonl
python -m bench.history chart RESULTS_DIR CELL       graphs/history_<cell>.png; CELL is framework.group.endpoint
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.files import InputError, read_summary, run_command, write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MEASURES = ("rate", "cpu_us")


def line_of(summary: dict[str, Any]) -> dict[str, Any]:
    """What the history keeps of a run: when, what, and the median and interval of each compared cell."""
    cells = {
        f"{cell['framework']}.{cell['group']}.{cell['endpoint']}": {
            key: {part: cell[key][part] for part in ("median", "low", "high")} for key in MEASURES if cell[key]
        }
        for cell in summary["cells"]
        if cell["compared"]
    }
    facts = {key: summary[key] for key in ("run", "started", "commit", "dirty", "methodology")}
    versions = {name: said.get("version") for name, said in summary["frameworks"].items()}
    return {**facts, "host": summary["host"].get("cpu"), "versions": versions, "cells": cells}


def add(summary: dict[str, Any], path: Path) -> None:
    """Puts the run's line at the end; a run that is reported again replaces its line."""
    lines = [line for line in read(path) if line["run"] != summary["run"]] if path.exists() else []
    lines = sorted([*lines, line_of(summary)], key=lambda line: (line["started"], line["run"]))
    write_text(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a history, oldest first; raises InputError that names a broken line."""
    found = []
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; it is written by every feature run") from error
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise InputError(f"{path}: line {number} is not JSON: {error.msg}; remove that line") from error
    return found


def chart(lines: list[dict[str, Any]], cell: str) -> Figure:
    """Rate and CPU per request of one cell over the runs, with intervals; a change of host or version is marked."""
    from bench.drawing import MUTED, new_figure
    from bench.palette import colours

    own = [line for line in lines if cell in line["cells"]]
    framework = cell.split(".")[0]
    figure = new_figure(14.4, 7)
    figure.suptitle(f"{cell} over {len(own)} runs", x=0.02, ha="left", fontweight="bold", fontsize=16)
    axes = figure.subplots(2, 1, sharex=True)
    for axis, key, label in zip(axes, MEASURES, ("requests/s", "CPU µs per request"), strict=True):
        for place, line in enumerate(own):
            measure = line["cells"][cell].get(key)
            if measure is None:
                continue
            if measure["low"] is not None:
                axis.vlines(place, measure["low"], measure["high"], color=colours([framework])[framework], linewidth=2)
            axis.plot(place, measure["median"], "o", color=colours([framework])[framework])
        for place in _changes(own, framework):
            axis.axvline(place - 0.5, color=MUTED, linestyle=":")
        axis.set_ylim(bottom=0)
        axis.set_ylabel(label)
        axis.grid(axis="y")
    axes[1].set_xticks(range(len(own)), [line["run"][:13] for line in own], rotation=30, ha="right")
    note = "Mark: median of the rounds; line: 95 % interval. Dotted: another version, method or host from here on."
    figure.text(0.02, 0.01, note, color=MUTED, fontsize=9)
    figure.subplots_adjust(left=0.07, right=0.98, top=0.9, bottom=0.17, hspace=0.12)
    return figure


def _changes(lines: list[dict[str, Any]], framework: str) -> list[int]:
    kinds = [(line["host"], line["methodology"], line["versions"].get(framework)) for line in lines]
    return [place for place in range(1, len(kinds)) if kinds[place] != kinds[place - 1]]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.history", description="Keeps and draws the history of runs.")
    commands = parser.add_subparsers(dest="command", required=True)
    adding = commands.add_parser("add", help="add a run")
    adding.add_argument("run_dir", type=Path)
    adding.add_argument("results", type=Path)
    drawing = commands.add_parser("chart", help="draw a cell over the runs")
    drawing.add_argument("results", type=Path)
    drawing.add_argument("cell", help="framework.group.endpoint")
    arguments = parser.parse_args()
    history = arguments.results / "history.jsonl"
    if arguments.command == "add":
        add(read_summary(arguments.run_dir), history)
        return
    lines = read(history)
    known = sorted({cell for line in lines for cell in line["cells"]})
    if arguments.cell not in known:
        raise InputError(f"{history}: no run has the cell {arguments.cell}; there are: {', '.join(known) or 'none'}")
    from bench.drawing import save

    print(save(chart(lines, arguments.cell), arguments.results / "graphs" / f"history_{arguments.cell}.png"))


if __name__ == "__main__":
    run_command(main)
