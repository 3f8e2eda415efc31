"""The streaming group: what is streamed, when the next piece of it is due, and what an upload amounts to. Sends nothing."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import Any

KB = 1024
TEXT = "text/plain; charset=utf-8"
READ_BYTES = 64 * KB
"""What every handler reads of an upload at once, where it may choose."""

PACED_SECONDS = 0.001
"""From one chunk of /stream/paced to the next."""
EVENTS = 30
EVENTS_PER_SECOND = 10
"""A stream of events is finite: a client that is gone is no reason for every server to stop."""


def _block(name: str, size: int) -> bytes:
    """Text that depends on the name only; hexadecimal, so that it is valid in every encoding."""
    return hashlib.shake_128(name.encode()).hexdigest(size // 2).encode("ascii")


BLOCK_1KB = _block("1 KB", KB)
BLOCK_64KB = _block("64 KB", 64 * KB)
WHOLE_10KB = BLOCK_1KB * 10


def pieces_of_10kb() -> Iterator[bytes]:
    for _ in range(10):
        yield BLOCK_1KB


def pieces_of_1mb() -> Iterator[bytes]:
    for _ in range(16):
        yield BLOCK_64KB


def hundred_pieces() -> Iterator[bytes]:
    for _ in range(100):
        yield BLOCK_1KB


class Events:
    """The events of one stream, on a schedule of its own: what is late is not made up for by what comes after."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return ({"number": number, "started": self._started} for number in range(EVENTS))

    def seconds_until(self, event: dict[str, Any]) -> float:
        """Until the event is due."""
        return max(0.0, self._started + event["number"] / EVENTS_PER_SECOND - time.monotonic())


class Upload:
    """The digest of an upload, piece by piece."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._bytes = 0

    def add(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._bytes += len(piece)

    def told(self) -> dict[str, Any]:
        """The answer."""
        return {"bytes": self._bytes, "sha256": self._hash.hexdigest()}
