"""Follows process trees and the measured windows over them: running totals, memory, and their differences.

The totals of a tree grow by what each process has used since it was last looked at, so that a process or thread that ends
keeps its share; what it used after the last look is found again in its parent's record of reaped children.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bench.proc import Reading

if TYPE_CHECKING:
    from bench.collectors import Collectors

SETTLE_SECONDS = 0.2
"""How long a server may take to close what its clients have left."""


class TrackError(Exception):
    """Why a tree cannot be followed, as one line."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a tree has used up to `at` (monotonic seconds).

    `seen_ns` is the CPU time observed so far, look by look. `kept_ns` is CPU time of the living plus that of their reaped
    children: it hardly changes when a process ends. `voluntary` and `involuntary` are None where not told.
    """

    at: float
    seen_ns: int
    kept_ns: int
    voluntary: int | None
    involuntary: int | None

    def cpu_us_since(self, before: Totals) -> int:
        """CPU time in µs. Either count may miss time and neither invents any, but for a tick or two: the larger is right."""
        return max(self.seen_ns - before.seen_ns, self.kept_ns - before.kept_ns) // 1000


class Tree:
    """A process and all its descendants, also those that appear later or outlive their parent.

    `source` is bench.proc or a module with the same functions. Raises TrackError when there is no such process.
    """

    def __init__(self, root: int, source: ModuleType) -> None:
        self._source = source
        self._known: dict[int, Reading] = {}
        self._seen_ns = self._voluntary = self._involuntary = 0
        self._tells_switches = False
        reading = source.read(root)
        if reading is None or reading.ended:
            raise TrackError(f"no process {root}")
        self._known[root] = reading
        self.refresh()
        self.memory_kind = self._choose_memory_kind(root)
        self.idle_kib = self.memory_kib()
        self._sockets = self._find_sockets()

    @property
    def processes(self) -> list[Reading]:
        """The processes that ran when last looked at, oldest first."""
        return sorted((r for r in self._known.values() if not r.ended), key=lambda r: (r.started, r.pid))

    def refresh(self) -> Totals:
        """Looks at every process of the tree now."""
        found = self._walk()
        for reading in found.values():
            self._add(reading, self._known.get(reading.pid))
        self._known = found
        self._tells_switches |= any(reading.switches for reading in found.values())
        return Totals(
            at=time.monotonic(),
            seen_ns=self._seen_ns,
            kept_ns=sum(reading.cpu_ns + reading.reaped_ns for reading in found.values()),
            voluntary=self._voluntary if self._tells_switches else None,
            involuntary=self._involuntary if self._tells_switches else None,
        )

    def memory_kib(self) -> int | None:
        """Memory of the processes last looked at, in KiB of `memory_kind`; None when none runs or one refuses."""
        read_one = self._source.pss_kib if self.memory_kind == "pss" else self._source.rss_kib
        try:
            amounts = [amount for r in self.processes if (amount := read_one(r.pid)) is not None]
        except OSError:
            return None
        return sum(amounts) if amounts else None

    def files(self) -> int | None:
        """Open files, sockets too, of the processes last looked at; None where the system does not tell."""
        try:
            return sum(self._source.open_files(reading.pid) for reading in self.processes)
        except OSError:
            return None

    def unaccepted(self) -> int | None:
        """Connections that wait until the server accepts them; None where it listened on nothing when the watch began."""
        return self._source.unaccepted(self._sockets)

    def _find_sockets(self) -> frozenset[str]:
        try:
            return frozenset().union(*(self._source.sockets(reading.pid) for reading in self.processes))
        except OSError:
            return frozenset()

    def _choose_memory_kind(self, root: int) -> str:
        """One kind for the whole watch: the two must not be mixed within one comparison."""
        try:
            self._source.pss_kib(root)
        except (PermissionError, FileNotFoundError):
            return "rss"
        return "pss"

    def _walk(self) -> dict[int, Reading]:
        """Every living process: those known that are still the same, and children of any member."""
        found: dict[int, Reading] = {}
        waiting: list[tuple[int, float | None]] = [(r.pid, r.started) for r in self._known.values()]
        while waiting:
            pid, started = waiting.pop()
            if pid in found:
                continue
            reading = self._source.read(pid)
            # The id of a process that ended may belong to a stranger by now.
            if reading is None or (started is not None and reading.started != started):
                continue
            found[pid] = reading
            waiting += [(child, None) for child in reading.children]
        return found

    def _add(self, now: Reading, before: Reading | None) -> None:
        if before is None or before.started != now.started:
            before = now._replace(cpu_ns=0, switches={})
        self._seen_ns += max(0, now.cpu_ns - before.cpu_ns)
        for thread, (voluntary, involuntary) in now.switches.items():
            was_voluntary, was_involuntary = before.switches.get(thread, (0, 0))
            self._voluntary += max(0, voluntary - was_voluntary)
            self._involuntary += max(0, involuntary - was_involuntary)


class Window:
    """One measured window over a tree, from its construction to `close`; both ends look at the tree at once."""

    def __init__(self, tree: Tree, source: ModuleType, collectors: Collectors | None = None) -> None:
        self.tree = tree
        self._source = source
        self._collectors = collectors
        self._pressure_us = source.pressure_us()
        self._host_cpu = source.host_cpu()
        self._peak_kib: int | None = None
        self._unaccepted: int | None = None
        self._processes = self._threads = self.samples = 0
        tree.refresh()
        # What is slow to read comes before the counters, which begin the window.
        self._before_kib, self._files_before = tree.memory_kib(), tree.files()
        self._start = tree.refresh()
        self._start_ns = {reading.pid: reading.cpu_ns for reading in tree.processes}
        self._count_processes()
        self._opened = collectors.open(tree) if collectors else {}

    @property
    def opened(self) -> float:
        """When it began, in monotonic seconds."""
        return self._start.at

    def sample(self) -> dict[str, Any]:
        """Looks at the tree now; gives the fields of one line of the samples file."""
        # Its last value counts: when the window is closed, the load has ended, and the server has time to accept the rest.
        self._unaccepted = self.tree.unaccepted()
        return self._sample(self.tree.refresh())

    def close(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Ends the window; gives its result and its last sample. Highest counts are of processes seen at one time."""
        # The counters first: reading the memory takes milliseconds.
        end = self.tree.refresh()
        seconds = end.at - self._start.at
        steal_share, pressure_share = self._steal_share(), self._pressure_share(seconds)
        collected = self._collectors.close(self.tree, self._opened) if self._collectors else {}
        last = self._sample(end)
        result = {
            "seconds": round(seconds, 6),
            "cpu_us": last["cpu_us"],
            "processes": self._processes,
            "threads": self._threads,
            "memory_kind": self.tree.memory_kind,
            "memory_kib": {
                "idle": self.tree.idle_kib,
                "before": self._before_kib,
                "peak": self._peak_kib,
                "after": last[f"{self.tree.memory_kind}_kib"],
            },
            "busiest_share": self._busiest_share(),
            "unaccepted": self._unaccepted,
            "files": {"before": self._files_before, "after": self._settled_files()},
            "context_switches": {
                "voluntary": _difference(end.voluntary, self._start.voluntary),
                "involuntary": _difference(end.involuntary, self._start.involuntary),
            },
            "steal_share": steal_share,
            "pressure_share": pressure_share,
            "samples": self.samples,
            **collected,
        }
        return result, last

    def _busiest_share(self) -> float | None:
        """The busiest process's share of the CPU time that the living ones used: 1 / workers where they share evenly."""
        used = [max(0, r.cpu_ns - self._start_ns.get(r.pid, 0)) for r in self.tree.processes]
        return round(max(used) / sum(used), 4) if sum(used) else None

    def _settled_files(self) -> int | None:
        """Open files after the load. A server may need a moment to see that its clients are gone."""
        ends = time.monotonic() + SETTLE_SECONDS
        while (
            (files := self.tree.files()) is not None and files > (self._files_before or 0) and time.monotonic() < ends
        ):
            time.sleep(0.01)
        return files

    def _sample(self, now: Totals) -> dict[str, Any]:
        taken, memory = time.time(), self.tree.memory_kib()
        self.samples += 1
        self._count_processes()
        if memory is not None:
            self._peak_kib = max(memory, self._peak_kib or 0)
        return {"t": round(taken, 3), f"{self.tree.memory_kind}_kib": memory, "cpu_us": now.cpu_us_since(self._start)}

    def _count_processes(self) -> None:
        processes = self.tree.processes
        self._processes = max(self._processes, len(processes))
        self._threads = max(self._threads, sum(r.threads for r in processes))

    def _steal_share(self) -> float | None:
        now = self._source.host_cpu()
        if now is None or self._host_cpu is None or now[0] <= self._host_cpu[0]:
            return None
        return round((now[1] - self._host_cpu[1]) / (now[0] - self._host_cpu[0]), 6)

    def _pressure_share(self, seconds: float) -> float | None:
        waited_us = _difference(self._source.pressure_us(), self._pressure_us)
        return None if waited_us is None or seconds <= 0 else round(waited_us / (seconds * 1e6), 6)


def _difference(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before
