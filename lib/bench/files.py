"""Files in and out: whole or not at all, the same bytes for the same content, and one clear line when it cannot be."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

SUMMARY_SCHEMA = 1
SIGNIFICANT_DIGITS = 6
LINE_LENGTH = 120


class InputError(Exception):
    """Why a command cannot go on. Each argument is one line that names the file, the reason and the mend."""


def run_command(command: Callable[[], None]) -> NoReturn:
    """Runs a command line to its end: exit 0, or 3 with the lines of an InputError on stderr."""
    try:
        command()
        sys.stdout.flush()
    except InputError as error:
        print(*error.args, sep="\n", file=sys.stderr)
        sys.exit(3)
    except BrokenPipeError:
        # The reader, `head` for one, has seen enough; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def read_json(path: Path) -> Any:
    """Reads one JSON file; raises ValueError with a reason that fits behind the file's name."""
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"is not JSON: {type(error).__name__}") from error


def read_summary(run_dir: Path) -> dict[str, Any]:
    """The summary of a run, as `python -m bench.summary` wrote it; raises InputError."""
    path, mend = run_dir / "summary.json", f"make it with: python -m bench.summary {run_dir}"
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; {mend}")
    try:
        summary = read_json(path)
    except ValueError as error:
        raise InputError(f"{path}: {error}; {mend}") from error
    if not isinstance(summary, dict) or summary.get("schema") != SUMMARY_SCHEMA:
        raise InputError(f"{path}: is not a summary of schema {SUMMARY_SCHEMA}; {mend}")
    return summary


def write_text(path: Path, text: str) -> Path:
    """Writes UTF-8 text beside `path` and renames it; makes the folder; raises InputError."""
    return write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> Path:
    """Writes JSON that people can read and diff: short containers on one line, numbers of six significant digits."""
    return write_text(path, _layout(_rounded(value), 0) + "\n")


def write_bytes(path: Path, content: bytes) -> Path:
    """Writes beside `path` and renames, so that a reader sees the old file or the whole new one; raises InputError."""
    beside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        if beside:
            beside.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written: {error.strerror}; name another folder") from error
    return path


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"is not JSON: {name} is no number")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    if isinstance(value, float) and value and math.isfinite(value):
        short = round(value, SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(abs(value))))
        return int(short) if short == int(short) and abs(short) < 2**53 else short
    return value


def _layout(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or not value or len(flat) + 2 * depth <= LINE_LENGTH:
        return flat
    inner = "  " * (depth + 1)
    if isinstance(value, dict):
        keys = [f"{inner}{json.dumps(key, ensure_ascii=False)}: " for key in value]
        items = [key + _layout(item, depth + 1) for key, item in zip(keys, value.values(), strict=True)]
        return "{\n" + ",\n".join(items) + "\n" + "  " * depth + "}"
    return "[\n" + ",\n".join(inner + _layout(item, depth + 1) for item in value) + "\n" + "  " * depth + "]"
