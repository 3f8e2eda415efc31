"""What each framework can do at each endpoint, and with whose code: natively, by an extension, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.view import View, reason

NATIVE, EXTENSION, SUPPORTED = "native", "extension", "supported"
UNSUPPORTED, WRONG, UNKNOWN = "unsupported", "wrong answer", "not known"
NOT_THERE = (UNSUPPORTED, WRONG, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Support:
    """How an endpoint is supported. `library` names the extension, `reason` says why there is no right answer.

    SUPPORTED is a record that is older than the server's word on extensions: native or not is not known.
    """

    kind: str
    library: str | None = None
    reason: str | None = None


def support(view: View, group: str, endpoint: str, framework: str) -> Support:
    """One cell of the support matrix."""
    cell = view.cell(group, endpoint, framework)
    if cell is None:
        return Support(UNKNOWN, reason="there is no record of it")
    if cell["status"] == "unsupported":
        return Support(UNSUPPORTED, reason=reason(cell))
    if cell["status"] == "contract_failed":
        return Support(WRONG, reason=reason(cell))
    extensions = view.summary["frameworks"][framework].get("extensions")
    if extensions is None:
        return Support(SUPPORTED)
    library = _library(extensions, group, endpoint)
    return Support(EXTENSION, library=library) if library else Support(NATIVE)


def _library(extensions: Mapping[str, Any], group: str, endpoint: str) -> str | None:
    """The package of "group/endpoint", else of its "group"; None is the framework itself."""
    return extensions.get(f"{group}/{endpoint}", extensions.get(group))
