"""What the concurrency group works with: a wait, a piece of arithmetic, and counts that all processes of a server share."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

GREETING = "Hello, concurrency!"
WAIT_SECONDS = 0.05
ITERATIONS = 62_000
"""About 5 ms of one core. A number of steps and not a time: a slower machine does the same work."""

START_SECONDS = 10
"""How long a process waits for the others."""


def burn() -> int:
    """A linear congruential generator, step by step."""
    value = 1
    for _ in range(ITERATIONS):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
    return value


class Counter:
    """Counts what was done, over all processes of a server: each has a file and appends a byte to it.

    Appending is one call and needs no lock, neither between threads nor between processes. Where there are to be several
    processes, each waits for the others before it serves: the first would take all connections.
    """

    def __init__(self, name: str, processes: int = 1) -> None:
        self._folder = Path(os.environ.get("SERVER_SCRATCH") or tempfile.mkdtemp(prefix="counts-"))
        self._name = name
        self.process = os.getpid()
        self._file = os.open(self._folder / f"{name}-{self.process}.count", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        deadline = time.monotonic() + START_SECONDS
        while len(self._counts()) < processes and time.monotonic() < deadline:
            time.sleep(0.01)

    def add(self) -> None:
        os.write(self._file, b".")

    def total(self) -> dict[str, int]:
        """What all processes have done together."""
        return {"done": sum(self._counts())}

    def shares(self) -> dict[str, float]:
        """How evenly the processes share: the part of the most and of the least loaded one; fair is 1 / processes."""
        counts = self._counts()
        done = sum(counts)
        part = 1 / done if done else 0.0
        return {"done": done, "processes": len(counts), "largest": max(counts) * part, "smallest": min(counts) * part}

    def _counts(self) -> list[int]:
        return [file.stat().st_size for file in self._folder.glob(f"{self._name}-*.count")]
