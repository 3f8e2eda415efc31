"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time
from typing import Any

from litestar import MediaType, get, post
from litestar.config.app import AppConfig
from litestar.params import FromPath, FromQuery, JSONBody
from shared import basic


@get("/", media_type=MediaType.TEXT)
async def hello_world() -> str:
    return basic.GREETING


@get("/json")
async def json_response() -> dict[str, Any]:
    return {"message": basic.GREETING, "timestamp": time.time()}


@get("/user/{user_id:int}")
async def path_params(user_id: FromPath[int]) -> dict[str, Any]:
    return basic.user(user_id)


@get("/users")
async def query_params(limit: FromQuery[int] = 10, offset: FromQuery[int] = 0) -> dict[str, Any]:
    return basic.users_page(limit, offset)


@get("/user/{user_id:int}/profile")
async def complex_json(user_id: FromPath[int]) -> dict[str, Any]:
    return basic.profile(user_id, time.time())


@post("/echo", status_code=200)
async def echo(data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    return {"echo": data, "received_at": time.time(), "size": len(json.dumps(data))}


def register(config: AppConfig) -> None:
    config.route_handlers += [hello_world, json_response, path_params, query_params, complex_json, echo]
