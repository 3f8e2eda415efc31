"""What the concurrency group works with: a wait, a piece of arithmetic, and what the processes of a server know of each other."""

from __future__ import annotations

import os
import tempfile
import time
from functools import cache, cached_property
from pathlib import Path

from shared import launch

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


@cache
def folder() -> Path:
    """Where the processes of this start of a server see each other."""
    start = os.environ.get(launch.START_VARIABLE, f"{os.getpid()}")
    path = Path(os.environ.get("SERVER_SCRATCH") or Path(tempfile.gettempdir(), f"server-{start}"))
    path.mkdir(exist_ok=True)
    return path


def meet(processes: int) -> None:
    """Waits until so many processes of this server have called it: one that serves before the others takes all connections."""
    (folder() / f"process-{os.getpid()}").touch()
    deadline = time.monotonic() + START_SECONDS
    while len(list(folder().glob("process-*"))) < processes and time.monotonic() < deadline:
        time.sleep(0.01)


def process_id() -> int:
    """Which process answers."""
    return os.getpid()


class Counter:
    """Counts what was done, over all processes of a server: each has a file and appends a byte to it.

    Appending is one call and needs no lock, neither between threads nor between processes.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _file(self) -> int:
        return os.open(folder() / f"{self._name}-{os.getpid()}.count", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def add(self) -> None:
        os.write(self._file, b".")

    def total(self) -> dict[str, int]:
        """What all processes have done together."""
        return {"done": sum(file.stat().st_size for file in folder().glob(f"{self._name}-*.count"))}
