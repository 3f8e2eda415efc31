"""Streams by StreamingResponse, events by EventSourceResponse, WebSockets: all of them FastAPI's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from shared import streaming

ALONE = ("sse", "websocket", "websocket_broadcast", "websocket_idle")


# A plain generator would be run in a thread pool, piece by piece.
async def each(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def paced(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(streaming.PACED_SECONDS)


def register(app: FastAPI) -> None:
    @app.get("/stream/control")
    async def stream_control() -> Response:
        return Response(streaming.WHOLE_10KB, media_type=streaming.TEXT)

    @app.get("/stream/10kb")
    async def stream_10kb() -> Response:
        return StreamingResponse(each(streaming.pieces_of_10kb()), media_type=streaming.TEXT)

    @app.get("/stream/1mb")
    async def stream_1mb() -> Response:
        return StreamingResponse(each(streaming.pieces_of_1mb()), media_type=streaming.TEXT)

    @app.get("/stream/100")
    async def stream_100_chunks() -> Response:
        return StreamingResponse(each(streaming.hundred_pieces()), media_type=streaming.TEXT)

    @app.get("/stream/paced")
    async def first_byte() -> Response:
        return StreamingResponse(paced(streaming.hundred_pieces()), media_type=streaming.TEXT)

    @app.post("/stream/upload")
    async def upload_stream(request: Request) -> dict[str, Any]:
        upload = streaming.Upload()
        async for piece in request.stream():
            upload.add(piece)
        return upload.told()


def register_sse(app: FastAPI) -> None:
    @app.get("/stream/events", response_class=EventSourceResponse)
    async def sse_64() -> AsyncIterator[ServerSentEvent]:
        events = streaming.Events()
        for event in events:
            await asyncio.sleep(events.seconds_until(event))
            yield ServerSentEvent(data=event)


class Group:
    """Who gets what one of them sends."""

    def __init__(self) -> None:
        self._sockets: set[WebSocket] = set()

    async def join(self, socket: WebSocket) -> None:
        await socket.accept()
        self._sockets.add(socket)

    def leave(self, socket: WebSocket) -> None:
        self._sockets.discard(socket)

    async def send(self, text: str) -> None:
        for socket in list(self._sockets):
            try:
                await socket.send_text(text)
            except WebSocketDisconnect:
                self.leave(socket)


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        pass


def register_websocket(app: FastAPI) -> None:
    @app.websocket("/ws/handshakes")
    async def ws_handshakes(socket: WebSocket) -> None:
        await echo(socket)

    @app.websocket("/ws/echo/1")
    async def ws_echo_1(socket: WebSocket) -> None:
        await echo(socket)

    @app.websocket("/ws/echo/64")
    async def ws_echo_64(socket: WebSocket) -> None:
        await echo(socket)

    @app.websocket("/ws/echo/512")
    async def ws_echo_512(socket: WebSocket) -> None:
        await echo(socket)


def register_websocket_broadcast(app: FastAPI) -> None:
    group = Group()

    @app.websocket("/ws/broadcast")
    async def ws_broadcast_64(socket: WebSocket) -> None:
        await group.join(socket)
        try:
            while True:
                await group.send(await socket.receive_text())
        except WebSocketDisconnect:
            group.leave(socket)


def register_websocket_idle(app: FastAPI) -> None:
    @app.websocket("/ws/idle")
    async def ws_idle_512(socket: WebSocket) -> None:
        await echo(socket)
