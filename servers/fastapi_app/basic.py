"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time
from typing import Any

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from shared import basic


def register(app: FastAPI) -> None:
    @app.get("/", response_class=PlainTextResponse)
    async def hello_world() -> str:
        return basic.GREETING

    @app.get("/json")
    async def json_response() -> dict[str, Any]:
        return {"message": basic.GREETING, "timestamp": time.time()}

    @app.get("/user/{user_id}")
    async def path_params(user_id: int) -> dict[str, Any]:
        return basic.user(user_id)

    @app.get("/users")
    async def query_params(limit: int = 10, offset: int = 0) -> dict[str, Any]:
        return basic.users_page(limit, offset)

    @app.get("/user/{user_id}/profile")
    async def complex_json(user_id: int) -> dict[str, Any]:
        return basic.profile(user_id, time.time())

    @app.post("/echo")
    async def echo(body: dict[str, Any]) -> dict[str, Any]:
        return {"echo": body, "received_at": time.time(), "size": len(json.dumps(body))}
