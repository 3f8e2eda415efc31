"""Middleware as WSGI applications around `app.wsgi_app`, and the same steps as request hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g

TRACE = "middleware.trace"


class StepMiddleware:
    """Adds its number to the request's trace, and a header with that trace to the answer."""

    def __init__(self, app: Callable[..., Iterable[bytes]], number: int) -> None:
        self.app = app
        self.number = number
        self.header = f"X-Step-{number}"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[TRACE] = f"{environ[TRACE]},{self.number}" if TRACE in environ else f"{self.number}"

        def start_with_header(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            headers.append((self.header, environ[TRACE]))
            return start_response(status, headers, *error)

        return self.app(environ, start_with_header)


def add_steps(app: Flask, number: int) -> None:
    """What wrapped last stands outermost, so the first step wraps last."""
    for step in range(number, 0, -1):
        app.wsgi_app = StepMiddleware(app.wsgi_app, step)


def add_step_hooks(app: Flask, number: int) -> None:
    """Hooks before the handler run in the order of registration, those after it in the opposite one."""
    for step in range(1, number + 1):
        add_step_hook(app, step)


def add_step_hook(app: Flask, number: int) -> None:
    header = f"X-Step-{number}"

    @app.before_request
    def see_request() -> None:
        g.trace = f"{g.trace},{number}" if "trace" in g else f"{number}"

    @app.after_request
    def see_response(response: Response) -> Response:
        response.headers[header] = g.trace
        return response
