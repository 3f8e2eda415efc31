"""The latest stress run, for the reports of a feature run that tell of it."""

from __future__ import annotations

from typing import Any

from bench.files import InputError, read_json
from bench.reports import Folders
from bench.stress_report import JSON_NAME


def read_stress(folders: Folders) -> dict[str, Any] | None:
    """features/stress.json as `bench.stress.describe` made it; None without one. Raises InputError."""
    path = folders.features / JSON_NAME
    if not path.is_file():
        return None
    try:
        return read_json(path)
    except ValueError as error:
        raise InputError(f"{path}: {error}; make it again with: ./run_all.sh --report <the stress run>") from error
