"""Small servers for the tests of the clients: right ones, and ones with a fault each; and one load against them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, ClassVar

from bench.clients import answers, events, held
from bench.clients.load import Load
from bench.clients.tally import Tally
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]
BODY = b"0123456789" * 100
SHA256 = hashlib.sha256(BODY).hexdigest()


class Member(WSListener):
    """A connection of the server, which does what `fault` says."""

    all: ClassVar[list[Member]] = []

    def __init__(self, number: int, fault: str) -> None:
        self.number, self.fault = number, fault

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        Member.all.append(self)
        if self.fault == "closes at once":
            transport.disconnect()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(1000)
            transport.disconnect()
            return
        payload = frame.get_payload_as_bytes()
        silent = self.fault == "silent" or (self.fault == "half silent" and self.number % 2)
        if self.fault == "to all":
            for member in Member.all:
                member.transport.send(WSMsgType.TEXT, payload)
        elif self.fault == "to half":
            for member in Member.all[::2]:
                member.transport.send(WSMsgType.TEXT, payload)
        elif self.fault == "fragments":
            transport.send(WSMsgType.TEXT, payload[:9], fin=False)
            transport.send(WSMsgType.CONTINUATION, payload[9:])
        elif self.fault == "slow":
            asyncio.get_running_loop().call_later(0.05, transport.send, WSMsgType.TEXT, payload)
        elif not silent:
            transport.send(WSMsgType.TEXT, payload[:-1] + b"?" if self.fault == "wrong" else payload)


@asynccontextmanager
async def websockets(fault: str = "") -> AsyncIterator[int]:
    Member.all = []
    numbers = iter(range(10_000))

    def make(request: WSUpgradeRequest) -> Member:
        return Member(next(numbers), fault)

    server = await ws_create_server(make, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        # Not waited for: a client that was stopped within its handshake leaves a connection that nobody ends.
        server.close()


@asynccontextmanager
async def http(serve: Serve) -> AsyncIterator[int]:
    numbers = iter(range(10_000))

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer, next(numbers))
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def measure(client: Any, server: Any, spec: dict[str, Any], connections: int = 4, **more: Any) -> dict[str, Any]:
    async def run() -> Tally:
        async with server as port:
            return await client.run(load_of(client, spec, port, connections, **more))

    return json.loads(asyncio.run(run()).text())


def check(client: Any, server: Any, spec: dict[str, Any]) -> list[str]:
    async def run() -> list[str]:
        async with server as port:
            return await client.check(load_of(client, spec, port, 2))

    return asyncio.run(run())


def load_of(client: Any, spec: dict[str, Any], port: int, connections: int, **more: Any) -> Load:
    kind = "websocket" if "mode" in spec else {events: "sse", answers: "stream", held: "idle"}[client]
    load = Load(kind=kind, spec=spec, port=port, path="/x", connections=connections, **{"seconds": 0.4, **more})
    assert load.problem() is None
    return load


ECHO = {"mode": "echo", "bytes": 64}
TO_ALL = {"mode": "broadcast", "bytes": 64}
NO_ERRORS = {"connect": 0, "read": 0, "write": 0, "timeout": 0, "status": 0}


def errors(**counts: int) -> dict[str, int]:
    return NO_ERRORS | counts


EVENTS = {"events_per_second": 20}


def stream_of(late: float = 0.0, served: int = 100, first: int = 0, data: str | None = None) -> Serve:
    """A stream of 20 events a second, for so many of the clients."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if number >= served:
            await asyncio.sleep(3)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        started = time.monotonic()
        for event in range(first, 60):
            await asyncio.sleep(max(0, started + event / 20 + late - time.monotonic()))
            text = data or json.dumps({"number": event, "started": started})
            block = f": a comment\n\nid: {event}\ndata: {text}\n\n".encode()
            writer.write(b"%x\r\n%b\r\n" % (len(block), block))
            await writer.drain()

    return serve


CHUNKED = {"bytes": len(BODY), "sha256": SHA256, "chunks": 10}
HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunked(body: bytes = BODY, size: int = 100) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return HEAD + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answering(text: bytes, keep: bool = True, pause: float = 0.0) -> Serve:
    """Answers each request with these bytes; after `pause` seconds with their second half."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            half = len(text) // 2 if pause else len(text)
            writer.write(text[:half])
            await asyncio.sleep(pause)
            writer.write(text[half:])
            await writer.drain()
            if not keep:
                return

    async def until_it_ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        with suppress(asyncio.IncompleteReadError):
            await serve(reader, writer, number)

    return until_it_ends


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
    await asyncio.sleep(3)
