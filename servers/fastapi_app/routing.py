"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import FastAPI, Query
from shared import routes


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


def register(app: FastAPI) -> None:
    @app.get("/routing/static")
    async def static_routing() -> dict[str, str]:
        return {"message": "Hello, static!"}

    @app.get("/simple/{name}")
    async def simple_routing(name: str) -> dict[str, str]:
        return {"message": f"Hello, {name}!"}

    @app.get("/complex/{user_id}/posts/{post_id}/comments/{comment_id}")
    async def complex_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/api/v1/users/{user_id}/posts/{post_id}/comments/{comment_id}")
    async def api_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/routing/query")
    async def query_routing(
        min_price: Annotated[float, Query(ge=0)],
        max_price: Annotated[float, Query(ge=0, le=1_000_000)],
        in_stock: bool,
        featured: bool,
        search: Annotated[str, Query(min_length=2, max_length=40)],
        category: Annotated[str, Query(max_length=20)],
        sort: Sort,
        page: Annotated[int, Query(ge=1)] = 1,
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        offset: Annotated[int, Query(ge=0)] = 0,
        rating: Annotated[int, Query(ge=1, le=5)] = 3,
        order: Order = Order.asc,
    ) -> dict[str, Any]:
        return {
            "page": page, "limit": limit, "offset": offset, "rating": rating,
            "min_price": min_price, "max_price": max_price, "in_stock": in_stock, "featured": featured,
            "search": search, "category": category, "sort": sort, "order": order,
        }  # fmt: skip

    @app.get("/routing/register")
    async def register_routes() -> dict[str, int]:
        fresh = FastAPI(openapi_url=None)
        before = len(fresh.router.routes)
        for name in routes.REGISTERED:
            fresh.add_api_route(f"/{name}/{{item_id}}", registered_handler)
        return {"routes": len(fresh.router.routes) - before}


def register_large(app: FastAPI) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.get("/routing/table/first")
    async def table_first() -> dict[str, str]:
        return {"route": "first"}

    for segment in routes.TABLE[1:half]:
        app.add_api_route(f"/routing/table/{segment}", _sibling(segment))

    @app.get("/api/v1/performance/routing/stress")
    async def stress_routing() -> dict[str, str]:
        return {"route": "stress"}

    for segment in routes.TABLE[half:-1]:
        app.add_api_route(f"/routing/table/{segment}", _sibling(segment))

    @app.get("/routing/table/last")
    async def table_last() -> dict[str, str]:
        return {"route": "last"}


async def registered_handler(item_id: int) -> dict[str, int]:
    return {"item_id": item_id}


def _sibling(segment: str) -> Any:
    async def sibling() -> dict[str, str]:
        return {"route": segment}

    return sibling
