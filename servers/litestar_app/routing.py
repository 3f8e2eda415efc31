"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from litestar import Router, get
from litestar.config.app import AppConfig
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, QueryParameter
from shared import routes

UNSUPPORTED = {
    "register_routes": "Litestar goes through all its routes again for each that joins: 1,000 take seconds, more than a window has",
}


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


@get("/routing/static")
async def static_routing() -> dict[str, str]:
    return {"message": "Hello, static!"}


@get("/simple/{name:str}")
async def simple_routing(name: FromPath[str]) -> dict[str, str]:
    return {"message": f"Hello, {name}!"}


@get("/complex/{user_id:int}/posts/{post_id:int}/comments/{comment_id:int}")
async def complex_routing(user_id: FromPath[int], post_id: FromPath[int], comment_id: FromPath[int]) -> dict[str, int]:
    return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}


@get("/api/v1/users/{user_id:int}/posts/{post_id:int}/comments/{comment_id:int}")
async def api_routing(user_id: FromPath[int], post_id: FromPath[int], comment_id: FromPath[int]) -> dict[str, int]:
    return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}


@get("/routing/query")
async def query_routing(
    min_price: Annotated[float, QueryParameter(ge=0)],
    max_price: Annotated[float, QueryParameter(ge=0, le=1_000_000)],
    in_stock: FromQuery[bool],
    featured: FromQuery[bool],
    search: Annotated[str, QueryParameter(min_length=2, max_length=40)],
    category: Annotated[str, QueryParameter(max_length=20)],
    sort: FromQuery[Sort],
    page: Annotated[int, QueryParameter(ge=1)] = 1,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 10,
    offset: Annotated[int, QueryParameter(ge=0)] = 0,
    rating: Annotated[int, QueryParameter(ge=1, le=5)] = 3,
    order: FromQuery[Order] = Order.asc,
) -> dict[str, Any]:
    return {
        "page": page, "limit": limit, "offset": offset, "rating": rating,
        "min_price": min_price, "max_price": max_price, "in_stock": in_stock, "featured": featured,
        "search": search, "category": category, "sort": sort, "order": order,
    }  # fmt: skip


@get("/api/v1/performance/routing/stress")
async def stress_routing() -> dict[str, str]:
    return {"route": "stress"}


@get("/routing/table/first")
async def table_first() -> dict[str, str]:
    return {"route": "first"}


@get("/routing/table/last")
async def table_last() -> dict[str, str]:
    return {"route": "last"}


def register(config: AppConfig) -> None:
    config.route_handlers += [
        static_routing, simple_routing, complex_routing, api_routing, query_routing,
    ]  # fmt: skip


def register_large(config: AppConfig) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    siblings = [_sibling(segment) for segment in routes.TABLE[1:-1]]
    half = len(siblings) // 2
    table = [table_first, *siblings[:half], stress_routing, *siblings[half:], table_last]
    config.route_handlers.append(Router("/", route_handlers=table))


def _sibling(segment: str) -> HTTPRouteHandler:
    @get(f"/routing/table/{segment}")
    async def sibling() -> dict[str, str]:
        return {"route": segment}

    return sibling
