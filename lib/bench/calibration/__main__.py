"""`python -m bench.calibration RUN_DIR RESULTS_DIR` writes reports/calibration.* and graphs/calibration_*.png."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.calibration import aims, charts, facts
from bench.calibration.analysis import build
from bench.calibration.markdown import as_markdown
from bench.files import run_command, write_json, write_text
from bench.records import load
from bench.reports import Folders


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.calibration", description="Reports what a calibration run shows.")
    parser.add_argument("run_dir", type=Path, help="directory of a run of ./run_all.sh --calibrate")
    parser.add_argument("results_dir", type=Path, help="results folder; files go to reports/ and graphs/ in it")
    arguments = parser.parse_args()
    run, folders = load(arguments.run_dir), Folders(arguments.results_dir)
    found = build(run, facts.read(run, str(arguments.run_dir / "run.json")))
    found["aims"] = aims.judge(found)
    pictures = charts.write(found, folders.graphs)
    paths = {title: f"../graphs/{path.name}" for title, path in pictures.items()}
    print(write_json(folders.reports / "calibration.json", found))
    print(write_text(folders.reports / "calibration.md", as_markdown(found, paths)))
    print(*pictures.values(), sep="\n")


if __name__ == "__main__":
    run_command(main)
