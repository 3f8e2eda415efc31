"""Report formats. Each module of this folder is one, found by listing it: `NAME` and `write(summary, folders)`.

`write` makes its files from the summary alone and returns their paths. A module whose name starts with `_` is a
part of others and no format.
"""

from __future__ import annotations

import pkgutil
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.files import InputError


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the files of the latest feature run go, below the results folder."""

    results: Path

    @property
    def features(self) -> Path:
        return self.results / "features"

    @property
    def graphs(self) -> Path:
        return self.results / "graphs"

    @property
    def reports(self) -> Path:
        return self.results / "reports"

    @property
    def exports(self) -> Path:
        """What other tools read."""
        return self.reports / "exports"


def formats() -> dict[str, ModuleType]:
    """The report formats by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.NAME: module for module in modules}


def write_reports(summary: dict[str, Any], folders: Folders, chosen: Sequence[ModuleType]) -> list[Path]:
    """Writes the chosen formats and returns the paths of all files.

    A format that cannot be written, or fails, does not take the others with it: raises InputError in the end, with their
    reasons.
    """
    paths: list[Path] = []
    reasons: list[str] = []
    for module in chosen:
        try:
            paths += module.write(summary, folders)
        except InputError as error:
            reasons += error.args
        except Exception as error:  # a mistake in one format must not cost a reader the others
            traceback.print_exc()
            reasons.append(f"the report {module.NAME} could not be made: {type(error).__name__}: {error}")
    if reasons:
        raise InputError(*reasons)
    return paths
