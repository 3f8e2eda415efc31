"""Lets the tests import the package under test, here and in the processes that they start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

LIB = str(Path(__file__).resolve().parents[2] / "lib")

sys.path.insert(0, LIB)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (LIB, os.environ.get("PYTHONPATH"))))
