"""The figures of a run: `python -m bench.charts RUN_DIR OUT_DIR` draws them as PNG and prints the path of each.

A figure is a module `bench/<name>_chart.py`, found by listing the folder, with a FILE_NAME and `draw(summary) -> Figure`.
`OF` says of which kind of run it is: FEATURES, where nothing is said, or STRESS.
"""

from __future__ import annotations

import argparse
import pkgutil
from importlib import import_module
from pathlib import Path
from types import ModuleType

import bench
from bench import stress
from bench.drawing import save
from bench.files import InputError, read_summary, run_command

FEATURES, STRESS = "features", "stress"


def figures(kind: str = FEATURES) -> list[ModuleType]:
    """The modules that draw a kind of run, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name.endswith("_chart"))
    modules = [import_module(f"bench.{name}") for name in names]
    return [module for module in modules if getattr(module, "OF", FEATURES) == kind]


def draw_all(run_dir: Path, out_dir: Path) -> list[Path]:
    """Draws every figure of the run, whichever kind it is, and returns their paths; raises InputError."""
    kind = STRESS if stress.has_stress_records(run_dir) else FEATURES
    summary = stress.describe(stress.load(run_dir)) if kind == STRESS else read_summary(run_dir)
    return [save(module.draw(summary), out_dir / module.FILE_NAME) for module in figures(kind)]


def latest_runs(results_dir: Path) -> list[Path]:
    """The latest feature run and, where there is one, the latest stress run; raises InputError without a feature run."""
    runs = sorted(path for path in (results_dir / "runs").glob("*") if path.is_dir())
    feature_runs = [run for run in runs if (run / "summary.json").is_file()]
    if not feature_runs:
        raise InputError(
            f"{results_dir / 'runs'}: no feature run with a summary.json; make one with: ./run_all.sh --features all"
        )
    return [feature_runs[-1], *[run for run in runs if stress.has_stress_records(run)][-1:]]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.charts", description="Draws the figures of a run.")
    parser.add_argument("run_dir", type=Path, help="directory of a run; of a feature run with its summary.json")
    parser.add_argument("out_dir", type=Path, help="folder for the PNG files")
    arguments = parser.parse_args()
    for path in draw_all(arguments.run_dir, arguments.out_dir):
        print(path)


if __name__ == "__main__":
    run_command(main)
