"""Answers over HTTP/1.1, read as they arrive: when the first byte came, in how many chunks, and every piece at once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.clients.load import ADDRESS, Load
from bench.clients.tally import now_ns

HEAD_END = b"\r\n\r\n"
LONGEST_HEAD = 65536
Receive = Callable[[bytes], None]


class AnswerError(Exception):
    """What came is no answer of HTTP/1.1."""


@dataclass(slots=True)
class Answer:
    """An answer; its body is only a digest, so that a large one costs no memory."""

    status: int
    headers: dict[str, str]
    size: int = 0
    chunks: int = 0
    first_byte_ns: int = 0
    ended_ns: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        return self.digest.hexdigest()


def request(load: Load, accept: str = "*/*") -> bytes:
    head = f"GET {load.path} HTTP/1.1\r\nHost: {ADDRESS}:{load.port}\r\nAccept: {accept}\r\n\r\n"
    return head.encode("ascii")


async def connect(load: Load, seconds: float) -> Connection:
    """A new connection; raises OSError, TimeoutError for one."""
    async with asyncio.timeout(seconds):
        _, connection = await asyncio.get_running_loop().create_connection(Connection, ADDRESS, load.port)
    return connection


class Connection(asyncio.Protocol):
    """One connection, with one request at a time."""

    def __init__(self) -> None:
        self.is_open = False
        self.received = 0
        self._buffer = bytearray()
        self._answer: Answer | None = None
        self._left = 0  # of the body or the chunk; below 0: up to the end of the connection
        self._chunked = False
        self._done: asyncio.Future[Answer] | None = None
        self._on_data: Receive | None = None

    async def ask(self, text: bytes, seconds: float, on_data: Receive | None = None) -> Answer:
        """Sends the request and gives the whole answer; raises OSError (TimeoutError too) or AnswerError."""
        if not self.is_open:
            raise ConnectionResetError("the server has closed the connection")
        self._buffer.clear()
        self._answer, self._on_data = None, on_data
        self._done = asyncio.get_running_loop().create_future()
        self._transport.write(text)
        async with asyncio.timeout(seconds):
            return await self._done

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self.is_open = True

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        if self._done and not self._done.done():
            if self._answer and self._left < 0:
                self._end()
            else:
                self._done.set_exception(ConnectionResetError("the connection ended before the answer did"))

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if not self._done or self._done.done():
            return
        self._buffer += data
        try:
            while not self._done.done() and self._step():
                pass
        except (AnswerError, ValueError) as error:
            self._done.set_exception(AnswerError(f"what came is no answer of HTTP/1.1: {error}"))

    def _step(self) -> bool:
        """Reads one part of what is there; whether there may be another."""
        if self._answer is None:
            return self._read_head()
        if self._chunked and self._left == 0:
            return self._read_chunk_size()
        return self._read_body(self._answer)

    def _read_head(self) -> bool:
        end = self._buffer.find(HEAD_END)
        if end < 0:
            if len(self._buffer) > LONGEST_HEAD:
                raise AnswerError("its head has no end")
            return False
        first, *lines = bytes(self._buffer[:end]).decode("latin-1").split("\r\n")
        del self._buffer[: end + len(HEAD_END)]
        version, status, *_ = [*first.split(" "), ""]
        if not version.startswith("HTTP/1."):
            raise AnswerError(first[:60])
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        self._answer = Answer(int(status), headers)
        self._chunked = "chunked" in headers.get("transfer-encoding", "").lower()
        self._left = 0 if self._chunked else int(headers.get("content-length", -1))
        if self._left == 0 and not self._chunked:
            self._end()
        return True

    def _read_chunk_size(self) -> bool:
        end = self._buffer.find(b"\r\n", 1)  # the end of the chunk before stands at the front
        if end < 0:
            return False
        size = int(bytes(self._buffer[:end]).partition(b";")[0].strip() or b"none", 16)
        if size == 0:
            # The end of the trailer, which nobody uses here, is the end of the answer.
            if not self._buffer.endswith(HEAD_END):
                return False
            self._end()
            return True
        del self._buffer[: end + 2]
        self._answer.chunks += 1
        self._left = size
        return True

    def _read_body(self, answer: Answer) -> bool:
        if not self._buffer:
            return False
        piece = bytes(self._buffer if self._left < 0 else self._buffer[: self._left])
        del self._buffer[: len(piece)]
        answer.first_byte_ns = answer.first_byte_ns or now_ns()
        answer.size += len(piece)
        answer.digest.update(piece)
        if self._on_data:
            self._on_data(piece)
        if self._left > 0:
            self._left -= len(piece)
            if self._left == 0 and not self._chunked:
                self._end()
        return bool(self._buffer)

    def _end(self) -> None:
        self._answer.ended_ns = now_ns()
        if self._answer.headers.get("connection", "").lower() == "close":
            self.close()
        self._done.set_result(self._answer)
