"""What only the server's own process can count, such as collections of garbage: written to a file that others map and read.

Nothing here runs unless the runner asks for it: SERVER_COLLECT names what is to be counted, SERVER_COUNTERS the folder. Each
process has a file `<pid>.<what>` there: 512 bytes with the counters' names, then 64 bits for each. To count is to store a
number in mapped memory, without a system call. Asking for it costs CPU time: two calls per collection of garbage, about two µs
together, and one call per event of the database.
"""

from __future__ import annotations

import gc
import os
import struct
import threading
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine

FOLDER_VARIABLE = "SERVER_COUNTERS"
ASKED_VARIABLE = "SERVER_COLLECT"
HEADER = 512
WINDOW = "window"
"""The first counter of each file, and the only one that the reader writes: the number of its window. Who keeps a highest
value begins anew when it has changed, and stores the number that the value belongs to."""


def is_asked(what: str) -> bool:
    """Whether the runner wants this counted."""
    return what in os.environ.get(ASKED_VARIABLE, "").split(",") and FOLDER_VARIABLE in os.environ


class Counters:
    """This process's file of counters: `slots[i]` is the i-th of `names`, and 0 in the beginning."""

    def __init__(self, what: str, names: Sequence[str]) -> None:
        self._what, self._names = what, (WINDOW, *names)
        self.slots = self._open()
        # A fork would go on counting into the file of its parent.
        os.register_at_fork(after_in_child=self._begin_again)

    def _begin_again(self) -> None:
        self.slots = self._open()

    def _open(self) -> memoryview:
        import mmap  # here, because this module is loaded by servers that count nothing

        file = Path(os.environ[FOLDER_VARIABLE], f"{os.getpid()}.{self._what}")
        words = struct.pack(f"{HEADER}s", " ".join(self._names).encode())
        # Beside and then in its place: a reader never meets half a file, nor that of an earlier process with this id.
        beside = file.with_name(f".{file.name}")
        beside.write_bytes(words + bytes(8 * len(self._names)))
        with beside.open("r+b") as opened:
            mapped = mmap.mmap(opened.fileno(), 0)
        beside.replace(file)
        return memoryview(mapped)[HEADER:].cast("q")


@cache
def start() -> None:
    """Counts what is asked of every process that serves. Called once the process knows that it will."""
    if is_asked("gc"):
        count_collections()


def count_collections() -> None:
    """Collections of garbage and how long each took, during which no thread of the process runs Python."""
    window, collections, full, paused, longest, longest_of = range(6)
    counters = Counters("gc", ("collections", "full", "paused_ns", "longest_ns", "longest_of"))
    clock, began = time.perf_counter_ns, 0

    def on_collection(phase: str, info: dict[str, int]) -> None:
        nonlocal began
        if phase == "start":
            began = clock()
            return
        took, slots = clock() - began, counters.slots
        slots[collections] += 1
        slots[paused] += took
        if info["generation"] == 2:
            slots[full] += 1
        if slots[longest_of] != slots[window]:
            slots[longest], slots[longest_of] = took, slots[window]
        elif took > slots[longest]:
            slots[longest] = took

    gc.callbacks.append(on_collection)


def count_database(pooled: Engine, others: Sequence[Engine] = ()) -> None:
    """Statements of all these engines, and what becomes of the connections of the pooled one. Called once per process."""
    from sqlalchemy import event

    window, queries, checkouts, out, most, most_of = range(6)
    counters, lock = Counters("database", ("queries", "checkouts", "out", "most", "most_of")), threading.Lock()

    def on_query(*_: Any) -> None:
        with lock:
            counters.slots[queries] += 1

    def on_checkout(*_: Any) -> None:
        with lock:
            slots = counters.slots
            slots[checkouts] += 1
            slots[out] += 1
            if slots[most_of] != slots[window]:
                # Those that were out when the window began are out still, or were given back since.
                slots[most], slots[most_of] = slots[out], slots[window]
            elif slots[out] > slots[most]:
                slots[most] = slots[out]

    def on_checkin(*_: Any) -> None:
        with lock:
            counters.slots[out] -= 1

    for engine in (pooled, *others):
        event.listen(engine, "before_cursor_execute", on_query)
    event.listen(pooled, "checkout", on_checkout)
    event.listen(pooled, "checkin", on_checkin)
