"""Streams of the streaming group, as the interface itself has them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from shared import streaming

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer, send_bytes

ALONE = ("sse", "websocket", "websocket_broadcast", "websocket_idle")
UNSUPPORTED = {
    "sse_64": "a bare application has no means to write events",
    "ws_handshakes": "WSGI has no WebSocket",
    "ws_echo_1": "WSGI has no WebSocket",
    "ws_echo_64": "WSGI has no WebSocket",
    "ws_echo_512": "WSGI has no WebSocket",
    "ws_broadcast_64": "WSGI has no WebSocket",
    "ws_idle_512": "WSGI has no WebSocket",
}


def started(start_response: StartResponse, pieces: Iterator[bytes]) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", streaming.TEXT)])
    return pieces


def paced(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        time.sleep(streaming.PACED_SECONDS)


def stream_control(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return send_bytes(start_response, streaming.WHOLE_10KB, streaming.TEXT)


def stream_10kb(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
    return started(start_response, streaming.pieces_of_10kb())


def stream_1mb(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
    return started(start_response, streaming.pieces_of_1mb())


def stream_100_chunks(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
    return started(start_response, streaming.hundred_pieces())


def first_byte(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
    return started(start_response, paced(streaming.hundred_pieces()))


def upload_stream(environ: Environ, start_response: StartResponse) -> list[bytes]:
    upload = streaming.Upload()
    left = int(environ["CONTENT_LENGTH"])
    while piece := environ["wsgi.input"].read(min(streaming.READ_BYTES, left)):
        upload.add(piece)
        left -= len(piece)
    return answer(start_response, upload.told())


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
    """Adds nothing: WSGI has no WebSocket."""


def register_websocket_broadcast(paths: Paths) -> None:
    """Adds nothing: WSGI has no WebSocket."""


def register_websocket_idle(paths: Paths) -> None:
    """Adds nothing: WSGI has no WebSocket."""
