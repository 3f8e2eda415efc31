"""The functions of bench/proc.py for systems without Linux's /proc, through psutil: slower, and with fewer counters."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager

import psutil

from bench.proc import Reading, host_cpu, pressure_us

__all__ = ["Reading", "command", "host_cpu", "pressure_us", "pss_kib", "read", "rss_kib"]


@contextmanager
def _refusal_as_os_error() -> Iterator[None]:
    try:
        yield
    except psutil.AccessDenied as error:
        raise PermissionError(str(error)) from error


@_refusal_as_os_error()
def read(pid: int) -> Reading | None:
    """Reads a process; None when there is no such process. `switches` has one entry: the whole process."""
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            times, switches = process.cpu_times(), process.num_ctx_switches()
            return Reading(
                pid=pid,
                started=process.create_time(),
                ended=process.status() == psutil.STATUS_ZOMBIE,
                cpu_ns=round((times.user + times.system) * 1e9),
                reaped_ns=round((getattr(times, "children_user", 0) + getattr(times, "children_system", 0)) * 1e9),
                threads=process.num_threads(),
                switches={pid: (switches.voluntary, switches.involuntary)},
                children=[child.pid for child in process.children()],
            )
    except psutil.NoSuchProcess:
        return None


@_refusal_as_os_error()
def open_files(pid: int) -> int:
    """Descriptors that the process has open, sockets too; 0 when it is gone."""
    try:
        return psutil.Process(pid).num_fds()
    except psutil.NoSuchProcess:
        return 0
    except AttributeError as error:
        raise OSError("this system does not tell the open files") from error


def sockets(_pid: int) -> set[str]:
    """None: what waits at a socket is Linux's to tell."""
    return set()


def unaccepted(_inodes: Set[str]) -> int | None:
    """None: it is not told."""
    return None


@_refusal_as_os_error()
def pss_kib(pid: int) -> int | None:
    """Memory in KiB, shared pages divided; None when the process is gone. Raises PermissionError and FileNotFoundError."""
    try:
        return psutil.Process(pid).memory_full_info().pss // 1024
    except psutil.NoSuchProcess:
        return None
    except AttributeError as error:
        raise FileNotFoundError("this system does not tell the proportional set size") from error


@_refusal_as_os_error()
def rss_kib(pid: int) -> int | None:
    """Resident memory in KiB, shared pages counted in full; None when the process is gone."""
    try:
        return psutil.Process(pid).memory_info().rss // 1024
    except psutil.NoSuchProcess:
        return None


@_refusal_as_os_error()
def command(pid: int) -> list[str] | None:
    """The words a process was started with; None when it is gone."""
    try:
        return psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        return None
