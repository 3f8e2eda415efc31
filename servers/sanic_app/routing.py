"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request, Sanic, json
from sanic_ext import validate
from shared import routes

LIBRARY = {"query_routing": "sanic-ext"}


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


class Query(BaseModel):
    page: Annotated[int, Field(ge=1)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    offset: Annotated[int, Field(ge=0)] = 0
    rating: Annotated[int, Field(ge=1, le=5)] = 3
    min_price: Annotated[float, Field(ge=0)]
    max_price: Annotated[float, Field(ge=0, le=1_000_000)]
    in_stock: bool
    featured: bool
    search: Annotated[str, Field(min_length=2, max_length=40)]
    category: Annotated[str, Field(max_length=20)]
    sort: Sort
    order: Order = Order.asc


def register(app: Sanic) -> None:
    @app.get("/routing/static")
    async def static_routing(request: Request) -> HTTPResponse:
        return json({"message": "Hello, static!"})

    @app.get("/simple/<name>")
    async def simple_routing(request: Request, name: str) -> HTTPResponse:
        return json({"message": f"Hello, {name}!"})

    @app.get("/complex/<user_id:int>/posts/<post_id:int>/comments/<comment_id:int>")
    async def complex_routing(request: Request, user_id: int, post_id: int, comment_id: int) -> HTTPResponse:
        return json({"user_id": user_id, "post_id": post_id, "comment_id": comment_id})

    @app.get("/api/v1/users/<user_id:int>/posts/<post_id:int>/comments/<comment_id:int>")
    async def api_routing(request: Request, user_id: int, post_id: int, comment_id: int) -> HTTPResponse:
        return json({"user_id": user_id, "post_id": post_id, "comment_id": comment_id})

    @app.get("/routing/query")
    @validate(query=Query)
    async def query_routing(request: Request, query: Query) -> HTTPResponse:
        return json(query.model_dump())

    @app.get("/routing/register")
    async def register_routes(request: Request) -> HTTPResponse:
        fresh = Sanic("fresh", configure_logging=False)
        for name in routes.REGISTERED:
            fresh.add_route(registered_handler, f"/{name}/<item_id:int>", name=name)
        fresh.finalize()  # writes and compiles the router, as the start of the server does
        Sanic.unregister_app(fresh)  # each application of a process has a name of its own
        return json({"routes": len(fresh.router.routes)})


def register_large(app: Sanic) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.get("/routing/table/first")
    async def table_first(request: Request) -> HTTPResponse:
        return json({"route": "first"})

    for segment in routes.TABLE[1:half]:
        app.add_route(_sibling(segment), f"/routing/table/{segment}", name=segment)

    @app.get("/api/v1/performance/routing/stress")
    async def stress_routing(request: Request) -> HTTPResponse:
        return json({"route": "stress"})

    for segment in routes.TABLE[half:-1]:
        app.add_route(_sibling(segment), f"/routing/table/{segment}", name=segment)

    @app.get("/routing/table/last")
    async def table_last(request: Request) -> HTTPResponse:
        return json({"route": "last"})


async def registered_handler(request: Request, item_id: int) -> HTTPResponse:
    return json({"item_id": item_id})


def _sibling(segment: str) -> Any:
    async def sibling(request: Request) -> HTTPResponse:
        return json({"route": segment})

    return sibling
