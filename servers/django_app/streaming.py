"""Streams by StreamingHttpResponse, WebSockets by channels.

Events and WebSockets live in ASGI applications, as Django's documentation of streaming and that of channels say;
all the rest is served by WSGI like the other groups. The group of the broadcast is a layer in the process's own memory:
there is one process, as with the others.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from shared import streaming

from django_app._answers import answer
from django_app._project import Project

ALONE = ("sse", "websocket", "websocket_broadcast", "websocket_idle")
LIBRARY = {
    "ws_handshakes": "channels", "ws_echo_1": "channels", "ws_echo_64": "channels",
    "ws_echo_512": "channels", "ws_broadcast_64": "channels", "ws_idle_512": "channels",
}  # fmt: skip


def paced(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        time.sleep(streaming.PACED_SECONDS)


async def events() -> AsyncIterator[str]:
    due = streaming.Events()
    for event in due:
        await asyncio.sleep(due.seconds_until(event))
        yield f"data: {json.dumps(event)}\n\n"


@require_GET
def stream_control(request: HttpRequest) -> HttpResponse:
    return HttpResponse(streaming.WHOLE_10KB, content_type=streaming.TEXT)


@require_GET
def stream_10kb(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(streaming.pieces_of_10kb(), content_type=streaming.TEXT)


@require_GET
def stream_1mb(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(streaming.pieces_of_1mb(), content_type=streaming.TEXT)


@require_GET
def stream_100_chunks(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(streaming.hundred_pieces(), content_type=streaming.TEXT)


@require_GET
def first_byte(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(paced(streaming.hundred_pieces()), content_type=streaming.TEXT)


@require_POST
def upload_stream(request: HttpRequest) -> HttpResponse:
    upload = streaming.Upload()
    while piece := request.read(streaming.READ_BYTES):
        upload.add(piece)
    return answer(upload.told())


@require_GET
async def sse_64(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(events(), content_type="text/event-stream", headers={"Cache-Control": "no-cache"})


def register(project: Project) -> None:
    project.urlpatterns += [
        path("stream/control", stream_control),
        path("stream/10kb", stream_10kb),
        path("stream/1mb", stream_1mb),
        path("stream/100", stream_100_chunks),
        path("stream/paced", first_byte),
        path("stream/upload", upload_stream),
    ]


def register_sse(project: Project) -> None:
    project.urlpatterns.append(path("stream/events", sse_64))


def register_websocket(project: Project) -> None:
    # The other applications do without channels.
    from django_app._consumers import EchoConsumer

    echo = EchoConsumer.as_asgi()

    def ws_handshakes(*connection: Any) -> Awaitable[None]:
        return echo(*connection)

    def ws_echo_1(*connection: Any) -> Awaitable[None]:
        return echo(*connection)

    def ws_echo_64(*connection: Any) -> Awaitable[None]:
        return echo(*connection)

    def ws_echo_512(*connection: Any) -> Awaitable[None]:
        return echo(*connection)

    project.websocket_urlpatterns += [
        path("ws/handshakes", ws_handshakes),
        path("ws/echo/1", ws_echo_1),
        path("ws/echo/64", ws_echo_64),
        path("ws/echo/512", ws_echo_512),
    ]


def register_websocket_broadcast(project: Project) -> None:
    from django_app._consumers import BroadcastConsumer

    broadcast = BroadcastConsumer.as_asgi()

    def ws_broadcast_64(*connection: Any) -> Awaitable[None]:
        return broadcast(*connection)

    project.websocket_urlpatterns.append(path("ws/broadcast", ws_broadcast_64))


def register_websocket_idle(project: Project) -> None:
    from django_app._consumers import EchoConsumer

    echo = EchoConsumer.as_asgi()

    def ws_idle_512(*connection: Any) -> Awaitable[None]:
        return echo(*connection)

    project.websocket_urlpatterns.append(path("ws/idle", ws_idle_512))
