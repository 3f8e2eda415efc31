"""Streams and events by generators as Response, WebSockets by flask-sock.

An event stream and a WebSocket keep a thread each, as flask-sock's documentation says, so their applications are
served with more threads than the others: `flask_server.py` names how many.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, request
from flask_sock import Sock
from shared import streaming
from simple_websocket import ConnectionClosed, Server

ALONE = ("sse", "websocket", "websocket_broadcast", "websocket_idle")
LIBRARY = {
    "ws_handshakes": "flask-sock", "ws_echo_1": "flask-sock", "ws_echo_64": "flask-sock",
    "ws_echo_512": "flask-sock", "ws_broadcast_64": "flask-sock", "ws_idle_512": "flask-sock",
}  # fmt: skip


def paced(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        time.sleep(streaming.PACED_SECONDS)


def register(app: Flask) -> None:
    @app.get("/stream/control")
    def stream_control() -> Response:
        return Response(streaming.WHOLE_10KB, content_type=streaming.TEXT)

    @app.get("/stream/10kb")
    def stream_10kb() -> Response:
        return Response(streaming.pieces_of_10kb(), content_type=streaming.TEXT)

    @app.get("/stream/1mb")
    def stream_1mb() -> Response:
        return Response(streaming.pieces_of_1mb(), content_type=streaming.TEXT)

    @app.get("/stream/100")
    def stream_100_chunks() -> Response:
        return Response(streaming.hundred_pieces(), content_type=streaming.TEXT)

    @app.get("/stream/paced")
    def first_byte() -> Response:
        return Response(paced(streaming.hundred_pieces()), content_type=streaming.TEXT)

    @app.post("/stream/upload")
    def upload_stream() -> dict[str, Any]:
        upload = streaming.Upload()
        while piece := request.stream.read(streaming.READ_BYTES):
            upload.add(piece)
        return upload.told()


def register_sse(app: Flask) -> None:
    def stream() -> Iterator[str]:
        events = streaming.Events()
        for event in events:
            time.sleep(events.seconds_until(event))
            yield f"data: {app.json.dumps(event)}\n\n"

    @app.get("/stream/events")
    def sse_64() -> Response:
        return Response(stream(), content_type="text/event-stream", headers={"Cache-Control": "no-cache"})


def echo(socket: Server) -> None:
    while True:
        socket.send(socket.receive())


def register_websocket(app: Flask) -> None:
    sock = Sock(app)

    @sock.route("/ws/handshakes")
    def ws_handshakes(socket: Server) -> None:
        echo(socket)

    @sock.route("/ws/echo/1")
    def ws_echo_1(socket: Server) -> None:
        echo(socket)

    @sock.route("/ws/echo/64")
    def ws_echo_64(socket: Server) -> None:
        echo(socket)

    @sock.route("/ws/echo/512")
    def ws_echo_512(socket: Server) -> None:
        echo(socket)


def register_websocket_broadcast(app: Flask) -> None:
    group: set[Server] = set()

    @Sock(app).route("/ws/broadcast")
    def ws_broadcast_64(socket: Server) -> None:
        group.add(socket)
        try:
            while True:
                send_to_all(group, socket.receive())
        finally:
            group.discard(socket)


def send_to_all(group: set[Server], text: str) -> None:
    for socket in list(group):
        try:
            socket.send(text)
        except ConnectionClosed:  # its own handler takes it out of the group
            continue


def register_websocket_idle(app: Flask) -> None:
    @Sock(app).route("/ws/idle")
    def ws_idle_512(socket: Server) -> None:
        echo(socket)
