"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from enum import StrEnum

import falcon
from falcon import Request, Response
from falcon.routing import CompiledRouter
from pydantic import BaseModel, Field
from shared import routes

LIBRARY = {"query_routing": "pydantic"}


class Sort(StrEnum):
    name = "name"
    price = "price"
    rating = "rating"


class Order(StrEnum):
    asc = "asc"
    desc = "desc"


class Query(BaseModel):
    """Falcon's own `get_param_as_…` know bounds of numbers, but no enumerations and no lengths."""

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


class StaticRouting:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"message": "Hello, static!"}


class SimpleRouting:
    def on_get(self, req: Request, resp: Response, name: str) -> None:
        resp.media = {"message": f"Hello, {name}!"}


class ComplexRouting:
    def on_get(self, req: Request, resp: Response, user_id: int, post_id: int, comment_id: int) -> None:
        resp.media = {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}


class ApiRouting:
    def on_get(self, req: Request, resp: Response, user_id: int, post_id: int, comment_id: int) -> None:
        resp.media = {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}


class QueryRouting:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = Query.model_validate(req.params).model_dump()


class RegisterRoutes:
    def on_get(self, req: Request, resp: Response) -> None:
        router = CompiledRouter()
        fresh = falcon.App(router=router)
        *others, last = routes.REGISTERED
        for name in others:
            fresh.add_route(f"/{name}/{{item_id:int}}", Registered())
        fresh.add_route(
            f"/{last}/{{item_id:int}}", Registered(), compile=True
        )  # the first request would do it otherwise
        # What it compiled. falcon.inspect would count too, but reads the source of each responder for it.
        resp.media = {"routes": len(router._return_values)}


class Registered:
    def on_get(self, req: Request, resp: Response, item_id: int) -> None:
        resp.media = {"item_id": item_id}


class StressRouting:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"route": "stress"}


class TableFirst:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"route": "first"}


class TableLast:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"route": "last"}


class Sibling:
    def __init__(self, segment: str) -> None:
        self.segment = segment

    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"route": self.segment}


def register(app: falcon.App) -> None:
    app.add_route("/routing/static", StaticRouting())
    app.add_route("/simple/{name}", SimpleRouting())
    app.add_route("/complex/{user_id:int}/posts/{post_id:int}/comments/{comment_id:int}", ComplexRouting())
    app.add_route("/api/v1/users/{user_id:int}/posts/{post_id:int}/comments/{comment_id:int}", ApiRouting())
    app.add_route("/routing/query", QueryRouting())
    app.add_route("/routing/register", RegisterRoutes())


def register_large(app: falcon.App) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2
    app.add_route("/routing/table/first", TableFirst())
    for segment in routes.TABLE[1:half]:
        app.add_route(f"/routing/table/{segment}", Sibling(segment))
    app.add_route("/api/v1/performance/routing/stress", StressRouting())
    for segment in routes.TABLE[half:-1]:
        app.add_route(f"/routing/table/{segment}", Sibling(segment))
    app.add_route("/routing/table/last", TableLast())
