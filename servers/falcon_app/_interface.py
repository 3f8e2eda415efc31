"""The application as servers of WSGI call it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from falcon_app._application import Application

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def serve(app: Application) -> Callable[[dict[str, Any], StartResponse], list[bytes]]:
    def dispatch(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        left = int(environ.get("CONTENT_LENGTH") or 0)
        while left > 0 and (part := environ["wsgi.input"].read(min(left, 65536))):
            left -= len(part)  # the body is read and left aside
        status, body = app.answer(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        head = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", head)
        return [body]

    return dispatch
