"""Middleware: `@app.middleware`, a function before the handler and, where the answer is touched, one after it.

Each application has only the middleware that its endpoint names. A lower priority number runs first, before the handler
and after it. State of a request is kept in `request.context`, as the documentation does it.
"""

from __future__ import annotations

import json
import time
from typing import Any

from catzilla import Catzilla, JSONResponse, Request, Response
from shared import middleware

ALONE = (
    "chain_of_1", "chain_of_5", "chain_of_10",
    "auth", "access_log", "modify_request", "modify_response", "error_handler",
)  # fmt: skip
UNSUPPORTED = {
    "hooks_of_1": "a route's own middleware runs before its handler only and cannot add a header to the answer",
    "hooks_of_5": "a route's own middleware runs before its handler only and cannot add a header to the answer",
    "hooks_of_10": "a route's own middleware runs before its handler only and cannot add a header to the answer",
    "cors_simple": "Catzilla has no CORS middleware, and the recipe in its documentation adds no header to an answer",
    "cors_preflight": "OPTIONS is answered with 405 before any middleware runs, so the documented recipe never answers",
}


def register(app: Catzilla) -> None:
    """Adds nothing: middleware stands around a whole application, so each kind has one of its own."""


def add_steps(app: Catzilla, number: int) -> None:
    for step in range(1, number + 1):
        add_step(app, step)


def add_step(app: Catzilla, number: int) -> None:
    header = f"X-Step-{number}"

    @app.middleware(priority=number)
    def see_request(request: Request) -> None:
        if hasattr(request, "context"):
            request.context["trace"] += f",{number}"
        else:
            request.context = {"trace": f"{number}"}

    @app.middleware(priority=number, pre_route=False, post_route=True)
    def see_response(request: Request, response: Response) -> None:
        response.set_header(header, request.context["trace"])


def register_plain(app: Catzilla) -> None:
    """The controls: an application without middleware."""

    @app.get("/mw/chain/0")
    def chain_of_0(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.get("/mw/hooks/0")
    def hooks_of_0(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_1(app: Catzilla) -> None:
    add_steps(app, 1)

    @app.get("/mw/chain/1")
    def chain_of_1(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_5(app: Catzilla) -> None:
    add_steps(app, 5)

    @app.get("/mw/chain/5")
    def chain_of_5(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_10(app: Catzilla) -> None:
    add_steps(app, 10)

    @app.get("/mw/chain/10")
    def chain_of_10(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_auth(app: Catzilla) -> None:
    @app.middleware(priority=1)
    def check_token(request: Request) -> Response | None:
        if request.path in middleware.NOT_GUARDED:
            return None
        user = middleware.user_of(request.get_header("Authorization"))
        if user is None:
            return JSONResponse({"error": "unauthorized"}, 401, {"WWW-Authenticate": "Bearer"})
        request.context = {"user": user}
        return None

    @app.get("/mw/auth/accepted")
    def auth_accepted(request: Request) -> dict[str, str]:
        return {"user": request.context["user"]}

    @app.get("/mw/auth/refused")
    def auth_refused(request: Request) -> dict[str, str]:
        return {"user": request.context["user"]}


def register_access_log(app: Catzilla) -> None:
    """Middleware runs only where a route matched, so what is not found is not logged."""
    log = middleware.AccessLog()

    @app.middleware(priority=1)
    def note_start(request: Request) -> None:
        request.context = {"started": time.perf_counter_ns()}

    @app.middleware(priority=1, pre_route=False, post_route=True)
    def write_line(request: Request, response: Response) -> None:
        if request.path not in middleware.NOT_LOGGED:
            microseconds = (time.perf_counter_ns() - request.context["started"]) // 1000
            log.logger.info(middleware.LOG_FORMAT, request.method, request.path, response.status_code, microseconds)

    @app.get("/mw/log")
    def access_log(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.get(middleware.LOG_LINES)
    def log_lines(request: Request) -> dict[str, Any]:
        return log.count()


def register_modify_request(app: Catzilla) -> None:
    @app.middleware(priority=1)
    def find_tenant(request: Request) -> None:
        request.context = {"tenant": middleware.tenant_of(request.get_header("X-Tenant"))}

    @app.get("/mw/request")
    def modify_request(request: Request) -> dict[str, str]:
        return request.context["tenant"]


def register_modify_response(app: Catzilla) -> None:
    @app.middleware(priority=1, pre_route=False, post_route=True)
    def wrap(request: Request, response: Response) -> Response:
        return JSONResponse(middleware.wrapped(json.loads(response.body)))

    @app.get("/mw/response")
    def modify_response(request: Request) -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_error_handler(app: Catzilla) -> None:
    def sold_out(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": "sold out", "item": error.args[0]}, 409)

    app.set_exception_handler(middleware.SoldOutError, sold_out)

    # The one `async def` among these: what a plain function raises reaches no exception handler, it is wrapped in
    # another exception first.
    @app.get("/mw/error")
    async def error_handler(request: Request) -> dict[str, str]:
        raise middleware.SoldOutError("keyboard")
