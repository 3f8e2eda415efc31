"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time

from pydantic import BaseModel
from shared import basic
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

LIBRARY = {"query_params": "pydantic"}


class Page(BaseModel):
    limit: int = 10
    offset: int = 0


async def hello_world(request: Request) -> PlainTextResponse:
    return PlainTextResponse(basic.GREETING)


async def json_response(request: Request) -> JSONResponse:
    return JSONResponse({"message": basic.GREETING, "timestamp": time.time()})


async def path_params(request: Request) -> JSONResponse:
    return JSONResponse(basic.user(request.path_params["user_id"]))


async def query_params(request: Request) -> JSONResponse:
    page = Page.model_validate(dict(request.query_params))
    return JSONResponse(basic.users_page(page.limit, page.offset))


async def complex_json(request: Request) -> JSONResponse:
    return JSONResponse(basic.profile(request.path_params["user_id"], time.time()))


async def echo(request: Request) -> JSONResponse:
    body = await request.json()
    return JSONResponse({"echo": body, "received_at": time.time(), "size": len(json.dumps(body))})


def register(app: Starlette) -> None:
    app.routes.extend([
        Route("/", hello_world),
        Route("/json", json_response),
        Route("/user/{user_id:int}", path_params),
        Route("/users", query_params),
        Route("/user/{user_id:int}/profile", complex_json),
        Route("/echo", echo, methods=["POST"]),
    ])  # fmt: skip
