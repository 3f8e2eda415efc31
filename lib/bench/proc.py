"""What Linux tells about a process and the host, read from /proc directly: a few files, no search through all processes.

A process that vanishes while it is read is normal: it then reads as None, never as an error. bench/portable.py has the
same functions for other systems.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Set
from typing import NamedTuple

TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
CPU_FIELDS = (
    8  # user nice system idle iowait irq softirq steal; the guest fields behind them are counted in user already
)
STEAL = 7
LISTENS = b"0A"
TCP_NUMBER, TCP_STATE, TCP_QUEUES, TCP_INODE = 0, 3, 4, 9  # fields of /proc/net/tcp
STATE, UTIME, STIME, CHILD_UTIME, CHILD_STIME, STARTED = 0, 11, 12, 13, 14, 19  # fields of stat, from the state on


class Reading(NamedTuple):
    """One process at one moment.

    `started` tells it from a later process with the same id. `ended` is a process that only waits to be reaped. `cpu_ns` is
    what all its threads have used, ended ones included; `reaped_ns` what its reaped children had used, in steps of a tick.
    `switches` is (voluntary, involuntary) context switches per living thread, empty where the kernel does not tell.
    """

    pid: int
    started: float
    ended: bool
    cpu_ns: int
    reaped_ns: int
    threads: int
    switches: dict[int, tuple[int, int]]
    children: list[int]


def read(pid: int) -> Reading | None:
    """Reads a process with its threads and the ids of its children; None when there is no such process."""
    stat = _read(f"/proc/{pid}/stat")
    if not stat:
        return None
    # The name stands in brackets and may hold spaces and brackets itself.
    fields = stat.rpartition(b")")[2].split()
    cpu_ns = _cpu_clock(pid)
    if cpu_ns is None:
        cpu_ns = (int(fields[UTIME]) + int(fields[STIME])) * TICK_NS
    switches: dict[int, tuple[int, int]] = {}
    children: list[int] = []
    threads = _threads(pid)
    for thread in threads:
        status = _read(f"/proc/{pid}/task/{thread}/status") or b""
        if b"\nvoluntary_ctxt" in status:
            switches[thread] = (_count(status, b"\nvoluntary_ctxt"), _count(status, b"\nnonvoluntary_ctxt"))
        children += map(int, (_read(f"/proc/{pid}/task/{thread}/children") or b"").split())
    return Reading(
        pid=pid,
        started=int(fields[STARTED]),
        ended=fields[STATE] in (b"Z", b"X"),
        cpu_ns=cpu_ns,
        reaped_ns=(int(fields[CHILD_UTIME]) + int(fields[CHILD_STIME])) * TICK_NS,
        threads=len(threads),
        switches=switches,
        children=children,
    )


def open_files(pid: int) -> int:
    """Descriptors that the process has open, sockets too; 0 when it is gone. Raises OSError where it may not be asked."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except (FileNotFoundError, ProcessLookupError):
        return 0


def sockets(pid: int) -> set[str]:
    """Inodes of the sockets that the process has open; none when it is gone. Raises OSError where it may not be asked."""
    try:
        names = os.listdir(f"/proc/{pid}/fd")
    except (FileNotFoundError, ProcessLookupError):
        return set()
    targets = (_target(f"/proc/{pid}/fd/{name}") for name in names)
    return {target[len("socket:[") : -1] for target in targets if target.startswith("socket:[")}


def unaccepted(inodes: Set[str]) -> int | None:
    """Connections that wait to be accepted at those of the sockets that listen; None where none of them does."""
    found = [
        int(line[TCP_QUEUES].partition(b":")[2], 16) for line in _listening() if line[TCP_INODE].decode() in inodes
    ]
    return sum(found) if found else None


def pss_kib(pid: int) -> int | None:
    """Memory in KiB, shared pages divided among their users; None when the process is gone. Raises PermissionError,
    and FileNotFoundError on a kernel without smaps_rollup."""
    rollup = _read(f"/proc/{pid}/smaps_rollup")
    if rollup is None and not os.path.exists("/proc/self/smaps_rollup"):
        raise FileNotFoundError("/proc/self/smaps_rollup")
    return _count(rollup, b"\nPss:") if rollup else None


def rss_kib(pid: int) -> int | None:
    """Resident memory in KiB, shared pages counted in full; None when the process is gone."""
    status = _read(f"/proc/{pid}/status")
    return _count(status, b"\nVmRSS:") if status and b"\nVmRSS:" in status else None


def command(pid: int) -> list[str] | None:
    """The words a process was started with, none while it is being replaced (exec); None when it is gone."""
    words = _read(f"/proc/{pid}/cmdline")
    if words is None:
        return None
    # A process that renames itself leaves its old room filled with zeros.
    words = words.rstrip(b"\0")
    return [word.decode(errors="replace") for word in words.split(b"\0")] if words else []


def host_cpu() -> tuple[int, int] | None:
    """(all time, stolen time) of all CPUs since boot, in ticks; None where the kernel does not tell."""
    line = (_read("/proc/stat") or b"").partition(b"\n")[0].split()
    if len(line) <= CPU_FIELDS or line[0] != b"cpu":
        return None
    ticks = [int(field) for field in line[1 : CPU_FIELDS + 1]]
    return sum(ticks), ticks[STEAL]


def pressure_us() -> int | None:
    """Microseconds since boot in which some task waited for a CPU; None where the kernel does not tell."""
    try:
        text = _read("/proc/pressure/cpu")
    except OSError:  # present, but switched off at boot
        return None
    some, found, total = (text or b"").partition(b"\n")[0].partition(b"total=")
    return int(total) if found and some.startswith(b"some") else None


def _cpu_clock(pid: int) -> int | None:
    """The process's CPU clock in ns: the counter behind task/*/schedstat, summed by the kernel, and unlike those files
    it does not lose a thread's time when the thread ends. None where the kernel refuses."""
    try:
        return time.clock_gettime_ns((~pid << 3) | 2)  # clock_getcpuclockid(3), which Python has for threads only
    except OSError:
        return None


def _target(link: str) -> str:
    try:
        return os.readlink(link)
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _listening() -> Iterator[list[bytes]]:
    """The fields of each listening socket. The kernel tells them first: thousands of connections behind them are not read."""
    try:
        descriptor = os.open("/proc/net/tcp", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rest = b""
        while part := os.read(descriptor, 4096):
            *lines, rest = (rest + part).split(b"\n")
            for fields in map(bytes.split, lines):
                if fields[TCP_STATE] == LISTENS:
                    yield fields
                elif fields[TCP_NUMBER] != b"sl":
                    return
    finally:
        os.close(descriptor)


def _threads(pid: int) -> list[int]:
    try:
        return [int(name) for name in os.listdir(f"/proc/{pid}/task")]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _count(text: bytes, label: bytes) -> int:
    """The number behind `label`, which begins a line of `text`."""
    return int(text[text.index(label) :].split(None, 2)[1])


def _read(path: str) -> bytes | None:
    """A file of /proc in one piece; None when it, or the process it tells of, is not there."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            parts = [os.read(descriptor, 65536)]
            while len(parts[-1]) == 65536:
                parts.append(os.read(descriptor, 65536))
        finally:
            os.close(descriptor)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return b"".join(parts)
