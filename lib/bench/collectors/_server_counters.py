"""Reads the counters that servers write when asked: servers/shared/counters.py says what is in their files."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.collectors import NotMeasured

FOLDER_VARIABLE = "SERVER_COUNTERS"
HEADER = 512
WINDOW = struct.Struct("q")
_FILE_LIMIT = 4096

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """A window's number, and what the processes had counted when it began."""

    window: int
    counted: Mapping[int, Values]


class ServerCounters:
    """The counters `what` of the processes of a tree."""

    def __init__(self, what: str) -> None:
        folder = os.environ.get(FOLDER_VARIABLE)
        if not folder:
            raise NotMeasured("no folder was named in which servers could count")
        self._folder, self._what, self._windows = Path(folder), what, 0

    def open(self, tree: Any) -> Opened:
        """Reads all, and tells each process that a window begins."""
        self._windows += 1
        found = {}
        for reading in tree.processes:
            if (values := self._read(reading.pid)) is not None:
                found[reading.pid] = values
                self._begin(reading.pid)
        return Opened(self._windows, found)

    def close(self, tree: Any, opened: Opened) -> list[tuple[Values, Values]]:
        """What each process had counted at both ends. One that began later had nothing; one that ended keeps its file."""
        pids = dict.fromkeys([*opened.counted, *(reading.pid for reading in tree.processes)])
        found = {pid: values for pid in pids if (values := self._read(pid)) is not None}
        return [(opened.counted.get(pid, dict.fromkeys(values, 0)), values) for pid, values in found.items()]

    def _file(self, pid: int) -> Path:
        return self._folder / f"{pid}.{self._what}"

    def _begin(self, pid: int) -> None:
        descriptor = os.open(self._file(pid), os.O_WRONLY)
        try:
            os.pwrite(descriptor, WINDOW.pack(self._windows), HEADER)
        finally:
            os.close(descriptor)

    def _read(self, pid: int) -> dict[str, int] | None:
        try:
            content = self._file(pid).read_bytes()[:_FILE_LIMIT]
        except FileNotFoundError:
            return None
        names = content[:HEADER].rstrip(b"\0").decode().split()
        return dict(zip(names, struct.unpack_from(f"{len(names)}q", content, HEADER), strict=True))


def grown(ends: list[tuple[Values, Values]], name: str) -> int:
    """How far a counter went in the window, over all processes."""
    return sum(after[name] - before[name] for before, after in ends)
