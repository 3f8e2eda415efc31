"""The basic endpoints that need no parameters."""

from __future__ import annotations

import time

from shared import basic

from bare_asgi_app._application import Paths, Receive, Send, answer, send_bytes

UNSUPPORTED = {
    "path_params": "a bare application has no path parameters",
    "query_params": "a bare application has no query parameters",
    "complex_json": "a bare application has no path parameters",
}


async def hello_world(receive: Receive, send: Send) -> None:
    await send_bytes(send, basic.GREETING.encode(), b"text/plain; charset=utf-8")


async def json_response(receive: Receive, send: Send) -> None:
    await answer(send, {"message": basic.GREETING, "timestamp": time.time()})


def register(paths: Paths) -> None:
    paths["/"] = ("GET", hello_world)
    paths["/json"] = ("GET", json_response)
