"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field
from quart import Quart
from quart_schema import validate_querystring
from shared import routes

from quart_app._schema import declare_schemas

LIBRARY = {"query_routing": "quart-schema"}


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


class Search(BaseModel):
    min_price: float = Field(ge=0)
    max_price: float = Field(ge=0, le=1_000_000)
    in_stock: bool
    featured: bool
    search: str = Field(min_length=2, max_length=40)
    category: str = Field(max_length=20)
    sort: Sort
    page: int = Field(default=1, ge=1)
    limit: int = Field(default=10, ge=1, le=100)
    offset: int = Field(default=0, ge=0)
    rating: int = Field(default=3, ge=1, le=5)
    order: Order = Order.asc


def register(app: Quart) -> None:
    declare_schemas(app)

    @app.get("/routing/static")
    async def static_routing() -> dict[str, str]:
        return {"message": "Hello, static!"}

    @app.get("/simple/<name>")
    async def simple_routing(name: str) -> dict[str, str]:
        return {"message": f"Hello, {name}!"}

    @app.get("/complex/<int:user_id>/posts/<int:post_id>/comments/<int:comment_id>")
    async def complex_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/api/v1/users/<int:user_id>/posts/<int:post_id>/comments/<int:comment_id>")
    async def api_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/routing/query")
    @validate_querystring(Search)
    async def query_routing(query_args: Search) -> dict[str, Any]:
        return query_args.model_dump()

    @app.get("/routing/register")
    async def register_routes() -> dict[str, int]:
        fresh = Quart(__name__, static_folder=None)  # without the static route it starts with no rule at all
        for name in routes.REGISTERED:
            fresh.add_url_rule(f"/{name}/<int:item_id>", name, registered_handler)
        fresh.url_map.update()  # builds the matcher now; the first request would do it otherwise
        return {"routes": len(list(fresh.url_map.iter_rules()))}


def register_large(app: Quart) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.get("/routing/table/first")
    async def table_first() -> dict[str, str]:
        return {"route": "first"}

    for segment in routes.TABLE[1:half]:
        app.add_url_rule(f"/routing/table/{segment}", segment, _sibling(segment))

    @app.get("/api/v1/performance/routing/stress")
    async def stress_routing() -> dict[str, str]:
        return {"route": "stress"}

    for segment in routes.TABLE[half:-1]:
        app.add_url_rule(f"/routing/table/{segment}", segment, _sibling(segment))

    @app.get("/routing/table/last")
    async def table_last() -> dict[str, str]:
        return {"route": "last"}


async def registered_handler(item_id: int) -> dict[str, int]:
    return {"item_id": item_id}


def _sibling(segment: str) -> Any:
    async def sibling() -> dict[str, str]:
        return {"route": segment}

    return sibling
