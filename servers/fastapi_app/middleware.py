"""Middleware: pure ASGI classes, and functions of `@app.middleware("http")` as the second form.

Each application has only the middleware that its endpoint names. What was added last stands outermost, so chains are
added from the last to the first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from shared import middleware

from fastapi_app._middleware import (
    AccessLogMiddleware,
    AuthMiddleware,
    EnvelopeMiddleware,
    StepMiddleware,
    TenantMiddleware,
)

ALONE = (
    "chain_of_1", "chain_of_5", "chain_of_10", "hooks_of_1", "hooks_of_5", "hooks_of_10",
    "cors", "auth", "access_log", "modify_request", "modify_response", "error_handler",
)  # fmt: skip


def register(app: FastAPI) -> None:
    """Adds nothing: middleware stands around a whole application, so each kind has one of its own."""


def add_steps(app: FastAPI, number: int) -> None:
    for step in range(number, 0, -1):
        app.add_middleware(StepMiddleware, number=step)


def add_step_functions(app: FastAPI, number: int) -> None:
    for step in range(number, 0, -1):
        app.middleware("http")(step_function(step))


def step_function(number: int) -> Callable[..., Awaitable[Response]]:
    header = f"X-Step-{number}"

    async def step(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        state = request.state
        state.trace = f"{state.trace},{number}" if hasattr(state, "trace") else f"{number}"
        response = await call_next(request)
        response.headers[header] = state.trace
        return response

    return step


def register_plain(app: FastAPI) -> None:
    """The controls: an application without middleware."""

    @app.get("/mw/chain/0")
    async def chain_of_0() -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.get("/mw/hooks/0")
    async def hooks_of_0() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_1(app: FastAPI) -> None:
    add_steps(app, 1)

    @app.get("/mw/chain/1")
    async def chain_of_1() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_5(app: FastAPI) -> None:
    add_steps(app, 5)

    @app.get("/mw/chain/5")
    async def chain_of_5() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_10(app: FastAPI) -> None:
    add_steps(app, 10)

    @app.get("/mw/chain/10")
    async def chain_of_10() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_hooks_of_1(app: FastAPI) -> None:
    add_step_functions(app, 1)

    @app.get("/mw/hooks/1")
    async def hooks_of_1() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_hooks_of_5(app: FastAPI) -> None:
    add_step_functions(app, 5)

    @app.get("/mw/hooks/5")
    async def hooks_of_5() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_hooks_of_10(app: FastAPI) -> None:
    add_step_functions(app, 10)

    @app.get("/mw/hooks/10")
    async def hooks_of_10() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_cors(app: FastAPI) -> None:
    app.add_middleware(
        CORSMiddleware,
        allow_origins=middleware.ORIGINS,
        allow_methods=middleware.ALLOWED_METHODS,
        allow_headers=middleware.ALLOWED_HEADERS,
        expose_headers=middleware.EXPOSED_HEADERS,
        allow_credentials=True,
        max_age=middleware.MAX_AGE,
    )

    @app.get("/mw/cors/simple")
    async def cors_simple() -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.put("/mw/cors/preflight")
    async def cors_preflight() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_auth(app: FastAPI) -> None:
    app.add_middleware(AuthMiddleware)

    @app.get("/mw/auth/accepted")
    async def auth_accepted(request: Request) -> dict[str, str]:
        return {"user": request.state.user}

    @app.get("/mw/auth/refused")
    async def auth_refused(request: Request) -> dict[str, str]:
        return {"user": request.state.user}


def register_access_log(app: FastAPI) -> None:
    log = middleware.AccessLog()
    app.add_middleware(AccessLogMiddleware, log=log.logger.info)

    @app.get("/mw/log")
    async def access_log() -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.get(middleware.LOG_LINES)
    async def log_lines() -> dict[str, Any]:
        return log.count()


def register_modify_request(app: FastAPI) -> None:
    app.add_middleware(TenantMiddleware)

    @app.get("/mw/request")
    async def modify_request(request: Request) -> dict[str, str]:
        return request.state.tenant


def register_modify_response(app: FastAPI) -> None:
    app.add_middleware(EnvelopeMiddleware)

    @app.get("/mw/response")
    async def modify_response() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_error_handler(app: FastAPI) -> None:
    @app.exception_handler(middleware.SoldOutError)
    async def sold_out(request: Request, error: middleware.SoldOutError) -> JSONResponse:
        return JSONResponse({"error": "sold out", "item": error.args[0]}, 409)

    @app.get("/mw/error")
    async def error_handler() -> dict[str, str]:
        raise middleware.SoldOutError("keyboard")
