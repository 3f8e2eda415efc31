"""Which interpreter serves a framework: that of the tests, unless the framework has an environment of its own."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_of(framework: str) -> str:
    own = ROOT / ".venv-own" / framework / "bin" / "python"
    return str(own) if own.exists() else sys.executable
