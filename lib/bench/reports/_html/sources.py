"""Where the handlers are: file and line of `def <endpoint>`, or of the class of that name, in servers/<framework>_app/<group>.py,
as the files are now.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.handlers import endpoint_of

# Not resolved: where lib/ is linked into another project, that project's servers are meant.
ROOT = Path(__file__).absolute().parents[4]
_DEFINITION = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def[ \t]+(\w+)|class[ \t]+(\w+))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; `label` is the path from servers/ on, `path` that from the project's root."""

    label: str
    path: str
    line: int


def find(frameworks: Mapping[str, Mapping[str, Any]], framework: str, group: str, endpoint: str) -> Place | None:
    """The handler of an endpoint; a twin runs its original's code. None when there is no such definition."""
    name = frameworks.get(framework, {}).get("twin_of") or framework
    label = f"{name}_app/{group}.py"
    line = _lines(ROOT / "servers" / label).get(endpoint)
    return None if line is None else Place(f"{label}:{line}", f"servers/{label}", line)


def href(place: Place, folder: Path) -> str:
    """A link to the line, relative to the folder that the page lies in."""
    path = os.path.relpath(ROOT / place.path, folder.absolute())
    return f"{quote(Path(path).as_posix())}#L{place.line}"


@cache
def _lines(path: Path) -> dict[str, int]:
    """The line of each definition, the first of a name."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return {}
    found: dict[str, int] = {}
    for match in _DEFINITION.finditer(text):
        name = match.group(1) or endpoint_of(match.group(2))
        found.setdefault(name, text.count("\n", 0, match.start()) + 1)
    return found
