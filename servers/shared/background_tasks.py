"""What the tasks do, and how the server counts that they did it. Runs no task and imports no queue."""

from __future__ import annotations

import mmap
import os
import tempfile
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

THREADS = 4
"""Of each executor that runs tasks inside the server: what Catzilla takes on two cores, so the others get as many."""
TOGETHER = 10
"""Tasks of one request, where it leaves several."""
PAUSE_SECONDS = 0.001
"""What a task of a backlog waits, as for an answer from somewhere else."""
LOW_BEFORE_HIGH = 9
"""Tasks of low priority that are queued before the one of high priority."""
BATCH = LOW_BEFORE_HIGH + 1
BATCH_PAUSE_SECONDS = 0.005
"""What each task of such a batch waits, so that the last is queued before most have run."""
LIMIT_SECONDS = 5.0
STILL_SECONDS = 0.2


class FlakyError(Exception):
    """Why a failing task failed."""


def receipt(order: int) -> int:
    """The work of a task."""
    return zlib.crc32(b"order %d" % order)


def wait_until(condition: Callable[[], bool]) -> None:
    """For what is checked and never timed. Whether it came in time is for the caller to see."""
    limit = time.monotonic() + LIMIT_SECONDS
    while not condition() and time.monotonic() < limit:
        time.sleep(0.01)


def when_still(read: Callable[[], int], before: int) -> int:
    """A number that has moved from what it was before, when it moves no more."""
    last, limit = before, time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < limit:
        time.sleep(STILL_SECONDS)
        now = read()
        if now == last != before:
            break
        last = now
    return last


class Done:
    """Counts tasks done, over all processes of a server.

    Each process has a file of eight bytes, mapped into its memory: to count is to store, and any process can read the sum.
    """

    def __init__(self) -> None:
        self._folder = Path(os.environ.get("SERVER_SCRATCH") or tempfile.mkdtemp(prefix="tasks-"))
        with Path(self._folder, f"{os.getpid()}.done").open("w+b") as file:
            file.truncate(8)
            self._own = mmap.mmap(file.fileno(), 8)
        self._number = 0
        self._lock = threading.Lock()

    def add(self) -> None:
        with self._lock:
            self._number += 1
            self._own[:] = self._number.to_bytes(8, "little")

    def count(self) -> dict[str, int]:
        files = self._folder.glob("*.done")
        return {"done": sum(int.from_bytes(file.read_bytes(), "little") for file in files)}

    def count_since(self) -> dict[str, int]:
        """Tasks done since this was last asked, of any process, when no more come."""
        asked = Path(self._folder, "asked")
        before = int(asked.read_text()) if asked.exists() else 0
        now = when_still(lambda: self.count()["done"], before)
        asked.write_text(f"{now}")
        return {"since": now - before}


class Order:
    """In which order the tasks of the last batch were done."""

    def __init__(self) -> None:
        self._labels: list[str] = []

    def begin(self) -> None:
        self._labels = []

    def add(self, label: str) -> None:
        self._labels.append(label)

    def wait(self) -> list[str]:
        """Waits until all of the batch are."""
        wait_until(lambda: len(self._labels) >= BATCH)
        return list(self._labels)
