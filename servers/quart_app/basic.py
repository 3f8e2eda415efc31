"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time
from typing import Any

from quart import Quart, Response, request
from shared import basic


def register(app: Quart) -> None:
    @app.get("/")
    async def hello_world() -> Response:
        return Response(basic.GREETING, mimetype="text/plain")

    @app.get("/json")
    async def json_response() -> dict[str, Any]:
        return {"message": basic.GREETING, "timestamp": time.time()}

    @app.get("/user/<int:user_id>")
    async def path_params(user_id: int) -> dict[str, Any]:
        return basic.user(user_id)

    @app.get("/users")
    async def query_params() -> dict[str, Any]:
        limit = request.args.get("limit", 10, type=int)
        offset = request.args.get("offset", 0, type=int)
        return basic.users_page(limit, offset)

    @app.get("/user/<int:user_id>/profile")
    async def complex_json(user_id: int) -> dict[str, Any]:
        return basic.profile(user_id, time.time())

    @app.post("/echo")
    async def echo() -> dict[str, Any]:
        body = await request.get_json()
        return {"echo": body, "received_at": time.time(), "size": len(json.dumps(body))}
