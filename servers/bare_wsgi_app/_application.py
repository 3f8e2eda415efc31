"""What a WSGI application is when nobody helps: it finds the handler in a dict and returns bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Handler = Callable[[Environ, StartResponse], list[bytes]]
Paths = dict[str, tuple[str, Handler]]
"""Exact path → its method and what answers it."""
Application = Handler

JSON = "application/json"
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def application(paths: Paths) -> Application:
    """The application that answers `paths`."""

    def dispatch(environ: Environ, start_response: StartResponse) -> list[bytes]:
        method, handler = paths.get(environ["PATH_INFO"], NOT_FOUND)
        if method and method != environ["REQUEST_METHOD"]:
            return answer(start_response, {"detail": "Method Not Allowed"}, "405 Method Not Allowed", ("Allow", method))
        try:
            return handler(environ, start_response)
        except (json.JSONDecodeError, UnicodeDecodeError):
            return answer(start_response, {"detail": "The body is not JSON"}, "400 Bad Request")

    return dispatch


def not_found(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"detail": "Not Found"}, "404 Not Found")


NOT_FOUND = ("", not_found)


def read_json(environ: Environ) -> Any:
    """The body as a JSON value."""
    return json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))


def answer(start_response: StartResponse, data: Any, status: str = "200 OK", *headers: tuple[str, str]) -> list[bytes]:
    """Answers with compact JSON."""
    return send_bytes(start_response, encode(data).encode(), JSON, status, *headers)


def send_bytes(
    start_response: StartResponse, body: bytes, content_type: str, status: str = "200 OK", *headers: tuple[str, str]
) -> list[bytes]:
    """Answers with bytes as they are."""
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers])
    return [body]
