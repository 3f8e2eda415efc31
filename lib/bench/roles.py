"""What an entry of a run is there for, read from what it said of itself (run.json or summary.json).

A framework is ranked. A reference is a bare server, and a version another release of a framework: they are shown beside
the frameworks and never ranked. A twin is a framework entered a second time: what differs between the two is noise,
so it appears where the noise is told and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FRAMEWORK, REFERENCE, VERSION, TWIN = "framework", "reference", "version", "twin"
SHOWN = (FRAMEWORK, REFERENCE, VERSION)

Said = Mapping[str, Any]


def role(said: Said) -> str:
    """Its role; a framework where the record is older than roles."""
    return said.get("role") or FRAMEWORK


def names(frameworks: Mapping[str, Said], *wanted: str) -> list[str]:
    """The available entries with one of the wanted roles, in the run's order."""
    return [name for name, said in frameworks.items() if not said.get("unavailable") and role(said) in wanted]


def is_on_bare_server(said: Said, reference: Said) -> bool:
    """True when the framework speaks the reference's interface on the same server software.

    Only then is the difference of the two the framework's own.
    """
    own, other = interface(said), interface(reference)
    return own is not None and own == other and said.get("server") == reference.get("server")


def interface(said: Said) -> str | None:
    """`asgi` or `wsgi`, or what else its settings name, in lower case; None when they name nothing."""
    found = (said.get("settings") or {}).get("interface")
    return str(found).lower() if found else None
