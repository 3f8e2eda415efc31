"""Middleware as pure ASGI classes, the form that costs least: each wraps the application and, where it answers, `send`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from fastapi.responses import JSONResponse
from shared import middleware
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class StepMiddleware:
    """Adds its number to the request's trace, and a header with that trace to the answer."""

    def __init__(self, app: ASGIApp, number: int) -> None:
        self.app = app
        self.number = number
        self.header = f"X-Step-{number}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["trace"] = f"{state['trace']},{self.number}" if "trace" in state else f"{self.number}"

        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append(self.header, state["trace"])
            await send(message)

        await self.app(scope, receive, send_with_header)


class AuthMiddleware:
    """Lets in who has a known token; the handler is told who that is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in middleware.NOT_GUARDED:
            await self.app(scope, receive, send)
            return
        user = middleware.user_of(Headers(scope=scope).get("authorization"))
        if user is None:
            refusal = JSONResponse({"error": "unauthorized"}, 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["user"] = user
        await self.app(scope, receive, send)


class AccessLogMiddleware:
    """Writes a line when the answer has been sent."""

    def __init__(self, app: ASGIApp, log: Callable[..., None]) -> None:
        self.app = app
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in middleware.NOT_LOGGED:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter_ns()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            microseconds = (time.perf_counter_ns() - started) // 1000
            self.log(middleware.LOG_FORMAT, scope["method"], scope["path"], status, microseconds)


class TenantMiddleware:
    """Tells the handler what is known of the tenant that the request names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            tenant = middleware.tenant_of(Headers(scope=scope).get("x-tenant"))
            scope.setdefault("state", {})["tenant"] = tenant
        await self.app(scope, receive, send)


class EnvelopeMiddleware:
    """Puts each JSON answer into an envelope. The head waits for the body, whose length it says."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head: Message = {}
        parts: list[bytes] = []

        async def send_in_envelope(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                head = message
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = wrap(b"".join(parts))
            MutableHeaders(scope=head)["Content-Length"] = str(len(body))
            await send(head)
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, send_in_envelope)


def wrap(body: bytes) -> bytes:
    data: Any = middleware.wrapped(json.loads(body))
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
