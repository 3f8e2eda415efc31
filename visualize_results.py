#!/usr/bin/env python3
"""Draws the charts of a basic run and writes its report, or with --enhanced all figures of a feature run: a thin command
line over lib/bench."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LATEST = "latest"


def main() -> int:
    """Exit 0 when all is written, 2 for input that cannot be used, 3 when matplotlib is missing."""
    parser = argparse.ArgumentParser(description="Draws the charts of a run from its results folder.")
    parser.add_argument("--results-dir", type=Path, default=ROOT / "results", help="folder to read (default: results)")
    parser.add_argument("--output-dir", type=Path, help="folder to write (default: the results folder)")
    parser.add_argument(
        "--enhanced",
        nargs="?",
        const=LATEST,
        metavar="RUN_DIR",
        help="draw every figure of a feature run instead, of the latest one if none is named, into graphs/",
    )
    options = parser.parse_args()
    if find_spec("matplotlib") is None:
        return use_venv()
    sys.path.insert(0, str(ROOT / "lib"))
    from bench.files import InputError

    try:
        paths = draw_enhanced(options) if options.enhanced else draw_basic(options)
    except InputError as error:
        print(*error.args, sep="\n", file=sys.stderr)
        return 2
    print(*paths, sep="\n")
    return 0


def draw_basic(options: argparse.Namespace) -> list[Path]:
    """The charts and the report of a basic run."""
    from bench.legacy_charts import write_all

    return write_all(options.results_dir, options.output_dir or options.results_dir)


def draw_enhanced(options: argparse.Namespace) -> list[Path]:
    """All figures of the run that was named, or of the latest feature run and the latest stress run."""
    from bench.charts import draw_all, latest_runs

    runs = latest_runs(options.results_dir) if options.enhanced == LATEST else [Path(options.enhanced)]
    return [path for run in runs for path in draw_all(run, options.output_dir or options.results_dir / "graphs")]


def use_venv() -> int:
    """Starts again with the project's own Python; comes back only where that has no matplotlib either."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix).resolve() != VENV.resolve() and python.exists():
        os.execv(python, [str(python), *sys.argv])
    print("visualize_results.py: matplotlib is missing; any ./run_all.sh installs it into .venv", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main())
