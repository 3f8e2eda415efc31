"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time
from typing import Any

from blacksheep import Application, FromJSON
from shared import basic


def register(app: Application) -> None:
    @app.router.get("/")
    async def hello_world() -> str:
        return basic.GREETING

    @app.router.get("/json")
    async def json_response() -> dict[str, Any]:
        return {"message": basic.GREETING, "timestamp": time.time()}

    @app.router.get("/user/{int:user_id}")
    async def path_params(user_id: int) -> dict[str, Any]:
        return basic.user(user_id)

    @app.router.get("/users")
    async def query_params(limit: int = 10, offset: int = 0) -> dict[str, Any]:
        return basic.users_page(limit, offset)

    @app.router.get("/user/{int:user_id}/profile")
    async def complex_json(user_id: int) -> dict[str, Any]:
        return basic.profile(user_id, time.time())

    @app.router.post("/echo")
    async def echo(body: FromJSON[dict]) -> dict[str, Any]:
        return {"echo": body.value, "received_at": time.time(), "size": len(json.dumps(body.value))}
