"""Memory of the server under load, for what a connection costs that does nothing."""

from __future__ import annotations

import os

import psutil


def server_kib(port: int) -> int | None:
    """PSS of the processes of the server that listens on this port, in KiB; None where the system does not tell.

    The runner starts each server as a process group of its own. This process is left out, for a server that is not.
    """
    try:
        listening = [item.pid for item in psutil.net_connections("tcp4") if _listens(item, port)]
        group = os.getpgid(next(pid for pid in listening if pid))
        processes = [process for process in psutil.process_iter() if _group(process.pid) == group]
        return sum(_pss_kib(process) for process in processes if process.pid != os.getpid())
    except (psutil.Error, OSError, AttributeError, StopIteration):
        return None


def _listens(item: psutil._common.sconn, port: int) -> bool:
    return item.status == psutil.CONN_LISTEN and item.laddr.port == port


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def _pss_kib(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss // 1024
    except psutil.NoSuchProcess:  # ended meanwhile, or waits to be reaped
        return 0
