"""The CPU time of the server under load, over exactly the load: opening hundreds of connections is no part of what they do."""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType

import psutil

SOURCE: ModuleType = importlib.import_module("bench.proc" if sys.platform == "linux" else "bench.portable")


class Server:
    """The processes of the server that listens on a port.

    The runner starts each server as a process group of its own. This process is left out, for a server that is not.
    """

    def __init__(self, port: int) -> None:
        self._pids = [pid for pid in _group_of_listener(port) if pid != os.getpid()]

    def cpu_us(self) -> int | None:
        """CPU time that they have used so far; None where the system does not tell."""
        readings = [reading for pid in self._pids if (reading := SOURCE.read(pid))]
        return sum(reading.cpu_ns for reading in readings) // 1000 if readings else None


def _group_of_listener(port: int) -> list[int]:
    try:
        listening = (item.pid for item in psutil.net_connections("tcp4") if _listens(item, port))
        group = os.getpgid(next(pid for pid in listening if pid))
    except (psutil.Error, OSError, StopIteration):
        return []
    return [pid for pid in psutil.pids() if _group(pid) == group]


def _listens(item: psutil._common.sconn, port: int) -> bool:
    return item.status == psutil.CONN_LISTEN and item.laddr.port == port


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return None
