"""The basic endpoints that need no parameters."""

from __future__ import annotations

import time

from shared import basic

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer, send_bytes

UNSUPPORTED = {
    "path_params": "a bare application has no path parameters",
    "query_params": "a bare application has no query parameters",
    "complex_json": "a bare application has no path parameters",
}


def hello_world(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return send_bytes(start_response, basic.GREETING.encode(), "text/plain; charset=utf-8")


def json_response(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": basic.GREETING, "timestamp": time.time()})


def register(paths: Paths) -> None:
    paths["/"] = ("GET", hello_world)
    paths["/json"] = ("GET", json_response)
