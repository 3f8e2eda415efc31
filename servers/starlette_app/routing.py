"""Routing: typed path parameters by Starlette's convertors, query parameters by a Pydantic model, a table of a thousand
routes, registration.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field
from shared import routes
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

LIBRARY = {"query_routing": "pydantic"}


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


class Query(BaseModel):
    page: int = Field(default=1, ge=1)
    limit: int = Field(default=10, ge=1, le=100)
    offset: int = Field(default=0, ge=0)
    rating: int = Field(default=3, ge=1, le=5)
    min_price: float = Field(ge=0)
    max_price: float = Field(ge=0, le=1_000_000)
    in_stock: bool
    featured: bool
    search: str = Field(min_length=2, max_length=40)
    category: str = Field(max_length=20)
    sort: Sort
    order: Order = Order.asc


async def static_routing(request: Request) -> JSONResponse:
    return JSONResponse({"message": "Hello, static!"})


async def simple_routing(request: Request) -> JSONResponse:
    return JSONResponse({"message": f"Hello, {request.path_params['name']}!"})


async def complex_routing(request: Request) -> JSONResponse:
    ids = request.path_params
    return JSONResponse({name: ids[name] for name in ("user_id", "post_id", "comment_id")})


async def api_routing(request: Request) -> JSONResponse:
    ids = request.path_params
    return JSONResponse({name: ids[name] for name in ("user_id", "post_id", "comment_id")})


async def query_routing(request: Request) -> JSONResponse:
    query = Query.model_validate(dict(request.query_params))
    return JSONResponse(query.model_dump())


async def register_routes(request: Request) -> JSONResponse:
    fresh = Starlette(routes=[Route(f"/{name}/{{item_id:int}}", registered_handler) for name in routes.REGISTERED])
    return JSONResponse({"routes": len(fresh.routes)})


async def registered_handler(request: Request) -> JSONResponse:
    return JSONResponse({"item_id": request.path_params["item_id"]})


async def table_first(request: Request) -> JSONResponse:
    return JSONResponse({"route": "first"})


async def stress_routing(request: Request) -> JSONResponse:
    return JSONResponse({"route": "stress"})


async def table_last(request: Request) -> JSONResponse:
    return JSONResponse({"route": "last"})


def register(app: Starlette) -> None:
    app.routes.extend([
        Route("/routing/static", static_routing),
        Route("/simple/{name}", simple_routing),
        Route("/complex/{user_id:int}/posts/{post_id:int}/comments/{comment_id:int}", complex_routing),
        Route("/api/v1/users/{user_id:int}/posts/{post_id:int}/comments/{comment_id:int}", api_routing),
        Route("/routing/query", query_routing),
        Route("/routing/register", register_routes),
    ])  # fmt: skip


def register_large(app: Starlette) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2
    app.routes.extend([
        Route("/routing/table/first", table_first),
        *(Route(f"/routing/table/{segment}", _sibling(segment)) for segment in routes.TABLE[1:half]),
        Route("/api/v1/performance/routing/stress", stress_routing),
        *(Route(f"/routing/table/{segment}", _sibling(segment)) for segment in routes.TABLE[half:-1]),
        Route("/routing/table/last", table_last),
    ])  # fmt: skip


def _sibling(segment: str) -> Any:
    async def sibling(request: Request) -> JSONResponse:
        return JSONResponse({"route": segment})

    return sibling
