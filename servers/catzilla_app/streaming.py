"""Streams and events by StreamingResponse. Its generator runs on the event loop: while one streams, nobody else is answered."""

import json
import time
from collections.abc import Iterator

from catzilla import Catzilla, Request, Response, StreamingResponse
from shared import streaming

ALONE = ("sse", "websocket", "websocket_broadcast", "websocket_idle")
UNSUPPORTED = {
    "upload_stream": "the whole body is in memory before a handler is called",
    "ws_handshakes": "it has no WebSocket; a handshake ends its process",
    "ws_echo_1": "it has no WebSocket; a handshake ends its process",
    "ws_echo_64": "it has no WebSocket; a handshake ends its process",
    "ws_echo_512": "it has no WebSocket; a handshake ends its process",
    "ws_broadcast_64": "it has no WebSocket; a handshake ends its process",
    "ws_idle_512": "it has no WebSocket; a handshake ends its process",
}


def paced(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        time.sleep(streaming.PACED_SECONDS)


def events() -> Iterator[str]:
    due = streaming.Events()
    for event in due:
        time.sleep(due.seconds_until(event))
        yield f"data: {json.dumps(event)}\n\n"


def register(app: Catzilla) -> None:
    @app.get("/stream/control")
    def stream_control(request: Request) -> Response:
        return Response(body=streaming.WHOLE_10KB.decode(), content_type=streaming.TEXT)

    @app.get("/stream/10kb")
    def stream_10kb(request: Request) -> Response:
        return StreamingResponse(streaming.pieces_of_10kb(), content_type=streaming.TEXT)

    @app.get("/stream/1mb")
    def stream_1mb(request: Request) -> Response:
        return StreamingResponse(streaming.pieces_of_1mb(), content_type=streaming.TEXT)

    @app.get("/stream/100")
    def stream_100_chunks(request: Request) -> Response:
        return StreamingResponse(streaming.hundred_pieces(), content_type=streaming.TEXT)

    @app.get("/stream/paced")
    def first_byte(request: Request) -> Response:
        return StreamingResponse(paced(streaming.hundred_pieces()), content_type=streaming.TEXT)


def register_sse(app: Catzilla) -> None:
    @app.get("/stream/events")
    def sse_64(request: Request) -> Response:
        return StreamingResponse(events(), content_type="text/event-stream", headers={"Cache-Control": "no-cache"})


def register_websocket(app: Catzilla) -> None:
    """Adds nothing: there is no WebSocket."""


def register_websocket_broadcast(app: Catzilla) -> None:
    """Adds nothing: there is no WebSocket."""


def register_websocket_idle(app: Catzilla) -> None:
    """Adds nothing: there is no WebSocket."""
