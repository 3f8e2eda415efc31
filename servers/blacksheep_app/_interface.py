"""The application as servers of ASGI call it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from blacksheep_app._application import Application

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def serve(app: Application) -> Callable[[dict[str, Any], Receive, Send], Awaitable[None]]:
    async def dispatch(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # before it was accepted: the handshake is refused
            return
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])  # so says the specification; servers go on without a lifespan
        while (await receive()).get("more_body"):
            pass  # the body is read and left aside
        status, body = app.answer(scope["method"], scope["path"])
        head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body})

    return dispatch
