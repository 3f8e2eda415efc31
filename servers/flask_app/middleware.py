"""Middleware: WSGI applications around the application, and `before_request` and `after_request` as the second form.

Each application has only the middleware that its endpoint names. Those that need the request or the answer as an object
(tokens, log, tenant, envelope) are hooks, as Flask's users write them.
"""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, Response, g, request
from flask_cors import CORS
from shared import middleware

from flask_app._middleware import add_step_hooks, add_steps

ALONE = (
    "chain_of_1", "chain_of_5", "chain_of_10", "hooks_of_1", "hooks_of_5", "hooks_of_10",
    "cors", "auth", "access_log", "modify_request", "modify_response", "error_handler",
)  # fmt: skip
LIBRARY = {"cors_simple": "flask-cors", "cors_preflight": "flask-cors"}


def register(app: Flask) -> None:
    """Adds nothing: middleware stands around a whole application, so each kind has one of its own."""


def register_plain(app: Flask) -> None:
    """The controls: an application without middleware."""

    @app.get("/mw/chain/0")
    def chain_of_0() -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.get("/mw/hooks/0")
    def hooks_of_0() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_1(app: Flask) -> None:
    add_steps(app, 1)

    @app.get("/mw/chain/1")
    def chain_of_1() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_5(app: Flask) -> None:
    add_steps(app, 5)

    @app.get("/mw/chain/5")
    def chain_of_5() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_chain_of_10(app: Flask) -> None:
    add_steps(app, 10)

    @app.get("/mw/chain/10")
    def chain_of_10() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_hooks_of_1(app: Flask) -> None:
    add_step_hooks(app, 1)

    @app.get("/mw/hooks/1")
    def hooks_of_1() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_hooks_of_5(app: Flask) -> None:
    add_step_hooks(app, 5)

    @app.get("/mw/hooks/5")
    def hooks_of_5() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_hooks_of_10(app: Flask) -> None:
    add_step_hooks(app, 10)

    @app.get("/mw/hooks/10")
    def hooks_of_10() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_cors(app: Flask) -> None:
    CORS(
        app,
        origins=middleware.ORIGINS,
        methods=middleware.ALLOWED_METHODS,
        allow_headers=middleware.ALLOWED_HEADERS,
        expose_headers=middleware.EXPOSED_HEADERS,
        supports_credentials=True,
        max_age=middleware.MAX_AGE,
        always_send=False,  # the others say nothing either when a request names no origin
    )

    @app.get("/mw/cors/simple")
    def cors_simple() -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.put("/mw/cors/preflight")
    def cors_preflight() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_auth(app: Flask) -> None:
    @app.before_request
    def check_token() -> Any:
        if request.path in middleware.NOT_GUARDED:
            return None
        g.user = middleware.user_of(request.headers.get("Authorization"))
        if g.user is None:
            return {"error": "unauthorized"}, 401, {"WWW-Authenticate": "Bearer"}
        return None

    @app.get("/mw/auth/accepted")
    def auth_accepted() -> dict[str, str]:
        return {"user": g.user}

    @app.get("/mw/auth/refused")
    def auth_refused() -> dict[str, str]:
        return {"user": g.user}


def register_access_log(app: Flask) -> None:
    log = middleware.AccessLog()

    @app.before_request
    def note_start() -> None:
        g.started = time.perf_counter_ns()

    @app.after_request
    def write_line(response: Response) -> Response:
        if request.path not in middleware.NOT_LOGGED:
            microseconds = (time.perf_counter_ns() - g.started) // 1000
            log.logger.info(middleware.LOG_FORMAT, request.method, request.path, response.status_code, microseconds)
        return response

    @app.get("/mw/log")
    def access_log() -> dict[str, str]:
        return {"message": middleware.GREETING}

    @app.get(middleware.LOG_LINES)
    def log_lines() -> dict[str, Any]:
        return log.count()


def register_modify_request(app: Flask) -> None:
    @app.before_request
    def find_tenant() -> None:
        g.tenant = middleware.tenant_of(request.headers.get("X-Tenant"))

    @app.get("/mw/request")
    def modify_request() -> dict[str, str]:
        return g.tenant


def register_modify_response(app: Flask) -> None:
    @app.after_request
    def wrap(response: Response) -> Response:
        response.set_data(app.json.dumps(middleware.wrapped(response.get_json()), separators=(",", ":")))
        return response

    @app.get("/mw/response")
    def modify_response() -> dict[str, str]:
        return {"message": middleware.GREETING}


def register_error_handler(app: Flask) -> None:
    @app.errorhandler(middleware.SoldOutError)
    def sold_out(error: middleware.SoldOutError) -> tuple[dict[str, str], int]:
        return {"error": "sold out", "item": error.args[0]}, 409

    @app.get("/mw/error")
    def error_handler() -> dict[str, str]:
        raise middleware.SoldOutError("keyboard")
