"""What tests of collectors share: a tree of processes, and a window over it."""

from __future__ import annotations

from typing import Any

from bench.collectors import Collectors
from driven import Process


class Tree:
    """As much of a bench.tracker.Tree as collectors use."""

    def __init__(self, *pids: int) -> None:
        self.processes = [type("Reading", (), {"pid": pid})() for pid in pids]


def window(found: Collectors, tree: Any = None) -> dict[str, Any]:
    return found.close(tree, found.open(tree))


def asked(process: Process, words: str) -> None:
    process.send(words)
    process.line()
