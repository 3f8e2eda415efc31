"""What an ASGI application is when nobody helps: it finds the handler in a dict and sends bytes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Handler = Callable[[Receive, Send], Awaitable[None]]
Paths = dict[str, tuple[str, Handler]]
"""Exact path → its method and what answers it."""
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

JSON = b"application/json"
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def application(paths: Paths) -> Application:
    """The application that answers `paths`."""

    async def dispatch(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])  # so says the specification; servers go on without a lifespan
        method, handler = paths.get(scope["path"], NOT_FOUND)
        if method and method != scope["method"]:
            await answer(send, {"detail": "Method Not Allowed"}, 405, (b"allow", method.encode()))
            return
        try:
            await handler(receive, send)
        except (json.JSONDecodeError, UnicodeDecodeError):
            await answer(send, {"detail": "The body is not JSON"}, 400)

    return dispatch


async def not_found(receive: Receive, send: Send) -> None:
    await answer(send, {"detail": "Not Found"}, 404)


NOT_FOUND = ("", not_found)


async def read_json(receive: Receive) -> Any:
    """The body as a JSON value."""
    message = await receive()
    body = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return json.loads(body)


async def answer(send: Send, data: Any, status: int = 200, *headers: tuple[bytes, bytes]) -> None:
    """Answers with compact JSON."""
    await send_bytes(send, encode(data).encode(), JSON, status, *headers)


async def send_bytes(
    send: Send, body: bytes, content_type: bytes, status: int = 200, *headers: tuple[bytes, bytes]
) -> None:
    """Answers with bytes as they are."""
    head = [(b"content-type", content_type), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
