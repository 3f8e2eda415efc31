"""`python -m bench.reports RUN_DIR RESULTS_DIR [--format a,b]` writes reports and prints the path of each file."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.files import read_summary, run_command
from bench.reports import Folders, formats, write_reports


def main() -> None:
    """The command line."""
    known = formats()
    parser = argparse.ArgumentParser(prog="bench.reports", description="Writes the reports of a run.")
    parser.add_argument("run_dir", type=Path, help="directory of a run, with summary.json")
    parser.add_argument("results_dir", type=Path, help="results folder; files go to features/ and reports/ in it")
    parser.add_argument("--format", help=f"formats, separated by commas: {', '.join(known)} (default: all)")
    arguments = parser.parse_args()
    names = list(known) if arguments.format is None else [name.strip() for name in arguments.format.split(",")]
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"--format {','.join(unknown)}: there is no such format; there are {', '.join(known)}")
    summary = read_summary(arguments.run_dir)
    for path in write_reports(summary, Folders(arguments.results_dir), [known[name] for name in names]):
        print(path)


if __name__ == "__main__":
    run_command(main)
