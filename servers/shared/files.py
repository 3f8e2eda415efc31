"""The files group: what is served, what is told of an upload, and whether its bytes are on the disk. Reads no upload."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[2] / "endpoints" / "fixtures" / "made" / "files"
STATIC = FIXTURES / "static"
"""The folder that is served. Made by endpoints/fixtures/files.py, with a secret beside it."""

CHUNK = 64 * 1024
"""Bytes that every handler reads of an upload at once."""
LIMIT = 32 * 1024
"""Bytes that /files/upload/size takes. Some refuse before they have read the body, and then close the connection: a body
that is still being sent would meet a broken pipe in place of the answer, so it is one that a socket takes at once."""
IMAGE = "image/png"
"""The one type that /files/upload/type takes."""


class Received:
    """What an answer tells of an upload, summed up chunk by chunk."""

    def __init__(self) -> None:
        self._bytes = 0
        self._hash = hashlib.sha256()

    def add(self, chunk: bytes) -> None:
        self._bytes += len(chunk)
        self._hash.update(chunk)

    def told(self, name: str | None) -> dict[str, Any]:
        """The answer."""
        return {"name": name, "bytes": self._bytes, "sha256": self._hash.hexdigest()}


def use_scratch() -> None:
    """Makes a folder of this start the place of temporary files, so that they can be counted.

    The runner gives one and removes it; a server that is started by hand makes its own.
    """
    tempfile.tempdir = os.environ.get("SERVER_SCRATCH") or _own_scratch()


@cache
def _own_scratch() -> str:
    return tempfile.mkdtemp(prefix="uploads.")


def is_on_disk(size: int) -> bool:
    """Whether a temporary file of this size is there. Asking an upload object for its file could make one."""
    return size in _temporary_sizes()


def count_temporary() -> int:
    """Temporary files that are there: none should be when no request is."""
    return sum(1 for _ in _temporary_sizes())


def _temporary_sizes() -> Iterator[int]:
    """Of files with a name, and of those without one that this process holds open (what `TemporaryFile` makes)."""
    folder = tempfile.gettempdir()
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_file():
                    yield entry.stat().st_size
            except FileNotFoundError:  # removed meanwhile, by another request
                continue
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
            if os.path.dirname(target) == folder and target.endswith(" (deleted)"):
                yield os.fstat(int(descriptor)).st_size
        except OSError:  # closed meanwhile, by another request
            continue
