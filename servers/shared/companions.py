"""Processes that an application needs beside its server, such as the worker of a task queue."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable

READY_VARIABLE = "COMPANION_READY_FD"
"""Names the descriptor to which a companion writes when it can take work."""
LIMIT_SECONDS = 20.0
PR_SET_PDEATHSIG = 1


class CompanionError(Exception):
    """Why a companion is not there, as one line."""


def start(arguments: list[str]) -> None:
    """Starts the interpreter with these arguments as a child, and waits until it says that it can take work.

    It is in the server's process group and tree: what it costs is measured, and the signal that ends the group ends it.
    """
    read_end, write_end = os.pipe()
    companion = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        pass_fds=[write_end],
        env=os.environ | {READY_VARIABLE: str(write_end)},
        preexec_fn=_ending_with_parent(),
    )
    os.close(write_end)
    readable, _, _ = select.select([read_end], [], [], LIMIT_SECONDS)
    said = os.read(read_end, 1) if readable else b""
    os.close(read_end)
    if not said:
        raise CompanionError(f"{' '.join(arguments)}: {_end(companion)}")


def _end(companion: subprocess.Popen[bytes]) -> str:
    """Ends one that is not ready; says what was wrong with it."""
    try:
        return f"ended with status {companion.wait(timeout=1)} before it was ready"
    except subprocess.TimeoutExpired:
        companion.kill()
        companion.wait()
        return f"was not ready within {LIMIT_SECONDS:g} s"


def tell_ready() -> None:
    """What a companion calls when it can take work. Started by hand, it has nobody to tell."""
    if READY_VARIABLE in os.environ:
        os.write(int(os.environ[READY_VARIABLE]), b"1")


def _ending_with_parent() -> Callable[[], None] | None:
    """Asks the kernel for a SIGTERM when the parent ends: a signal to the server alone would leave its companions behind."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
