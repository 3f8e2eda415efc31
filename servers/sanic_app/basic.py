"""The five basic endpoints and the echo."""

from __future__ import annotations

from json import dumps
from time import time

from pydantic import BaseModel
from sanic import HTTPResponse, Request, Sanic, json, text
from sanic_ext import validate
from shared import basic

LIBRARY = {"query_params": "sanic-ext"}


class Page(BaseModel):
    limit: int = 10
    offset: int = 0


def register(app: Sanic) -> None:
    @app.get("/")
    async def hello_world(request: Request) -> HTTPResponse:
        return text(basic.GREETING)

    @app.get("/json")
    async def json_response(request: Request) -> HTTPResponse:
        return json({"message": basic.GREETING, "timestamp": time()})

    @app.get("/user/<user_id:int>")
    async def path_params(request: Request, user_id: int) -> HTTPResponse:
        return json(basic.user(user_id))

    @app.get("/users")
    @validate(query=Page)
    async def query_params(request: Request, query: Page) -> HTTPResponse:
        return json(basic.users_page(query.limit, query.offset))

    @app.get("/user/<user_id:int>/profile")
    async def complex_json(request: Request, user_id: int) -> HTTPResponse:
        return json(basic.profile(user_id, time()))

    @app.post("/echo")
    async def echo(request: Request) -> HTTPResponse:
        return json({"echo": request.json, "received_at": time(), "size": len(dumps(request.json))})
