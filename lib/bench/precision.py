"""Which endpoints need another round: `python -m bench.precision RUN_DIR SHARE`.

Prints the ids (group.endpoint) whose widest interval of a rate reaches further than SHARE (0.03 for ±3 %) from its
median, widest first, one a line; nothing when every interval is narrow enough.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import rounds, stats
from bench.files import run_command
from bench.records import Cell, Run, load
from bench.summary import fraction


def wide_endpoints(run: Run, share: float) -> list[str]:
    """The ids whose half width is above `share` of the median in some framework, widest first."""
    widths: dict[str, float] = {}
    for cell in run.cells:
        name = f"{cell.group}.{cell.endpoint}"
        widths[name] = max(widths.get(name, 0.0), half_width(cell))
    wide = [name for name, width in widths.items() if width > share]
    return sorted(wide, key=lambda name: (-widths[name], name))


def half_width(cell: Cell) -> float:
    """Half the interval of the cell's rate as a share of its median; infinite without an interval, 0 if not compared."""
    if not cell.is_compared:
        return 0.0
    measured = stats.measure(rounds.rates(cell))
    if measured is None or measured.low is None or measured.high is None:
        return float("inf")
    return (measured.high - measured.low) / 2 / measured.median


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.precision", description="Prints the endpoints that need more rounds.")
    parser.add_argument("run_dir", type=Path, help="directory of a run, with run.json and raw/")
    parser.add_argument("share", type=fraction, help="widest half interval, as a share of the median: 0.03")
    arguments = parser.parse_args()
    for name in wide_endpoints(load(arguments.run_dir), arguments.share):
        print(name)


if __name__ == "__main__":
    run_command(main)
