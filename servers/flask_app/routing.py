"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Flask
from marshmallow.validate import Length, Range
from shared import routes
from webargs import fields
from webargs.flaskparser import use_kwargs

LIBRARY = {"query_routing": "webargs"}


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


QUERY = {
    "min_price": fields.Float(required=True, validate=Range(min=0)),
    "max_price": fields.Float(required=True, validate=Range(min=0, max=1_000_000)),
    "in_stock": fields.Boolean(required=True),
    "featured": fields.Boolean(required=True),
    "search": fields.String(required=True, validate=Length(min=2, max=40)),
    "category": fields.String(required=True, validate=Length(max=20)),
    "sort": fields.Enum(Sort, by_value=True, required=True),
    "page": fields.Integer(load_default=1, validate=Range(min=1)),
    "limit": fields.Integer(load_default=10, validate=Range(min=1, max=100)),
    "offset": fields.Integer(load_default=0, validate=Range(min=0)),
    "rating": fields.Integer(load_default=3, validate=Range(min=1, max=5)),
    "order": fields.Enum(Order, by_value=True, load_default=Order.asc),
}


def register(app: Flask) -> None:
    @app.get("/routing/static")
    def static_routing() -> dict[str, str]:
        return {"message": "Hello, static!"}

    @app.get("/simple/<name>")
    def simple_routing(name: str) -> dict[str, str]:
        return {"message": f"Hello, {name}!"}

    @app.get("/complex/<int:user_id>/posts/<int:post_id>/comments/<int:comment_id>")
    def complex_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/api/v1/users/<int:user_id>/posts/<int:post_id>/comments/<int:comment_id>")
    def api_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/routing/query")
    @use_kwargs(QUERY, location="query")
    def query_routing(
        min_price: float, max_price: float, in_stock: bool, featured: bool, search: str, category: str,
        sort: Sort, page: int, limit: int, offset: int, rating: int, order: Order,
    ) -> dict[str, Any]:  # fmt: skip
        return {
            "page": page, "limit": limit, "offset": offset, "rating": rating,
            "min_price": min_price, "max_price": max_price, "in_stock": in_stock, "featured": featured,
            "search": search, "category": category, "sort": sort, "order": order,
        }  # fmt: skip

    @app.get("/routing/register")
    def register_routes() -> dict[str, int]:
        fresh = Flask(__name__, static_folder=None)  # without the static route it starts with no rule at all
        for name in routes.REGISTERED:
            fresh.add_url_rule(f"/{name}/<int:item_id>", name, registered_handler)
        fresh.url_map.update()  # builds the matcher now; the first request would do it otherwise
        return {"routes": len(list(fresh.url_map.iter_rules()))}


def register_large(app: Flask) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.get("/routing/table/first")
    def table_first() -> dict[str, str]:
        return {"route": "first"}

    for segment in routes.TABLE[1:half]:
        app.add_url_rule(f"/routing/table/{segment}", segment, _sibling(segment))

    @app.get("/api/v1/performance/routing/stress")
    def stress_routing() -> dict[str, str]:
        return {"route": "stress"}

    for segment in routes.TABLE[half:-1]:
        app.add_url_rule(f"/routing/table/{segment}", segment, _sibling(segment))

    @app.get("/routing/table/last")
    def table_last() -> dict[str, str]:
        return {"route": "last"}


def registered_handler(item_id: int) -> dict[str, int]:
    return {"item_id": item_id}


def _sibling(segment: str) -> Any:
    def sibling() -> dict[str, str]:
        return {"route": segment}

    return sibling
