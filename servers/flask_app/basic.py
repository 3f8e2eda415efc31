"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time
from typing import Any

from flask import Flask, request
from shared import basic
from webargs import fields
from webargs.flaskparser import use_kwargs

LIBRARY = {"query_params": "webargs"}


def register(app: Flask) -> None:
    @app.get("/")
    def hello_world() -> str:
        return basic.GREETING

    @app.get("/json")
    def json_response() -> dict[str, Any]:
        return {"message": basic.GREETING, "timestamp": time.time()}

    @app.get("/user/<int:user_id>")
    def path_params(user_id: int) -> dict[str, Any]:
        return basic.user(user_id)

    @app.get("/users")
    @use_kwargs({"limit": fields.Integer(load_default=10), "offset": fields.Integer(load_default=0)}, location="query")
    def query_params(limit: int, offset: int) -> dict[str, Any]:
        return basic.users_page(limit, offset)

    @app.get("/user/<int:user_id>/profile")
    def complex_json(user_id: int) -> dict[str, Any]:
        return basic.profile(user_id, time.time())

    @app.post("/echo")
    def echo() -> dict[str, Any]:
        body = request.get_json()
        return {"echo": body, "received_at": time.time(), "size": len(json.dumps(body))}
