"""WebSockets: whole messages, opened and closed in numbers. No compression is offered, so none is measured."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.clients.load import Load
from bench.clients.tally import Tally, end_all

OPEN_SECONDS = 5
"""For one connection, with its handshake."""
OPENING_SECONDS = 15
"""For all of them."""
AT_ONCE = 64
"""Connections that are opened at the same time: more would overflow a listen queue, which is not what is measured."""
CLOSE_SECONDS = 1

Opened = TypeVar("Opened")


class Socket(WSListener):
    """One WebSocket. What a message does is up to the class that derives from it."""

    def __init__(self) -> None:
        self.is_open = False
        self.closed = asyncio.Event()
        self._parts = bytearray()

    def received(self, payload: bytes) -> None:
        """A whole message came."""

    def lost(self) -> None:
        """The connection ended."""

    def send(self, payload: bytes) -> None:
        self._transport.send(WSMsgType.TEXT, payload)

    def close(self) -> None:
        """Begins the closing handshake: the server closes the connection, so that the client keeps no port of it."""
        if self.is_open:
            self._transport.send_close(WSCloseCode.OK)

    def abort(self) -> None:
        if self.is_open:
            self._transport.disconnect(False)

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self.is_open = True

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
        elif kind in (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION):
            if frame.fin and not self._parts:
                self.received(frame.get_payload_as_bytes())
                return
            self._parts += frame.get_payload_as_bytes()
            if frame.fin:
                whole = bytes(self._parts)
                self._parts.clear()
                self.received(whole)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.is_open = False
        self.closed.set()
        self.lost()


def wire_size(payload: bytes) -> int:
    """Bytes of a server's frame with this payload."""
    size = len(payload)
    return size + (2 if size < 126 else 4 if size < 65536 else 10)


async def open_socket(load: Load, make: Callable[[], Socket]) -> Socket:
    """A WebSocket after its handshake; raises OSError (TimeoutError too) or what picows says of a wrong answer."""
    async with asyncio.timeout(OPEN_SECONDS):
        _, socket = await ws_connect(make, load.url, websocket_handshake_timeout=OPEN_SECONDS)
    return socket


async def open_all(tally: Tally, openers: Iterable[Callable[[], Awaitable[Opened]]]) -> list[Opened]:
    """Opens many; those that fail are counted as errors."""
    turns = asyncio.Semaphore(AT_ONCE)
    opened: list[Opened] = []

    async def open_one(opener: Callable[[], Awaitable[Opened]]) -> None:
        async with turns:
            try:
                opened.append(await opener())
            except asyncio.CancelledError:
                tally.error("timeout")
            except Exception as error:
                tally.failure(error)

    tasks = [asyncio.create_task(open_one(opener)) for opener in openers]
    _, late = await asyncio.wait(tasks, timeout=OPENING_SECONDS)
    await end_all(late)
    return opened


async def close_all(sockets: Sequence[Socket]) -> None:
    """Closes them as the protocol asks; aborts those that take too long."""
    for socket in sockets:
        socket.close()
    waits = [asyncio.create_task(socket.closed.wait()) for socket in sockets if socket.is_open]
    if waits:
        _, late = await asyncio.wait(waits, timeout=CLOSE_SECONDS)
        for task in late:
            task.cancel()
    for socket in sockets:
        socket.abort()
