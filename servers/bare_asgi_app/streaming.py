"""Streams of the streaming group, as the interface itself has them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from shared import streaming

from bare_asgi_app._application import Paths, Receive, Send, answer, send_bytes

ALONE = ("sse", "websocket", "websocket_broadcast", "websocket_idle")
UNSUPPORTED = {
    "sse_64": "a bare application has no means to write events",
    "ws_handshakes": "the bare application answers requests only",
    "ws_echo_1": "the bare application answers requests only",
    "ws_echo_64": "the bare application answers requests only",
    "ws_echo_512": "the bare application answers requests only",
    "ws_broadcast_64": "the bare application answers requests only",
    "ws_idle_512": "the bare application answers requests only",
}


async def send_pieces(send: Send, pieces: Iterator[bytes], pause: float | None = None) -> None:
    head = [(b"content-type", streaming.TEXT.encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        if pause:
            await asyncio.sleep(pause)
    await send({"type": "http.response.body", "body": b""})


async def stream_control(receive: Receive, send: Send) -> None:
    await send_bytes(send, streaming.WHOLE_10KB, streaming.TEXT.encode())


async def stream_10kb(receive: Receive, send: Send) -> None:
    await send_pieces(send, streaming.pieces_of_10kb())


async def stream_1mb(receive: Receive, send: Send) -> None:
    await send_pieces(send, streaming.pieces_of_1mb())


async def stream_100_chunks(receive: Receive, send: Send) -> None:
    await send_pieces(send, streaming.hundred_pieces())


async def first_byte(receive: Receive, send: Send) -> None:
    await send_pieces(send, streaming.hundred_pieces(), streaming.PACED_SECONDS)


async def upload_stream(receive: Receive, send: Send) -> None:
    upload = streaming.Upload()
    more = True
    while more:
        message = await receive()
        upload.add(message.get("body", b""))
        more = message.get("more_body", False)
    await answer(send, upload.told())


def register(paths: Paths) -> None:
    paths["/stream/control"] = ("GET", stream_control)
    paths["/stream/10kb"] = ("GET", stream_10kb)
    paths["/stream/1mb"] = ("GET", stream_1mb)
    paths["/stream/100"] = ("GET", stream_100_chunks)
    paths["/stream/paced"] = ("GET", first_byte)
    paths["/stream/upload"] = ("POST", upload_stream)


def register_sse(paths: Paths) -> None:
    """Adds nothing: the bare application writes no events."""


def register_websocket(paths: Paths) -> None:
    """Adds nothing: the bare application answers requests only."""


def register_websocket_broadcast(paths: Paths) -> None:
    """Adds nothing: the bare application answers requests only."""


def register_websocket_idle(paths: Paths) -> None:
    """Adds nothing: the bare application answers requests only."""
