"""Routing: path and query parameters, a table of a thousand routes, registration.

What a path parameter may be its pattern says, and the handler makes a number of it: Tornado has no converters.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, Field
from shared import routes
from tornado.web import Application

from tornado_app._handler import Handler
from tornado_app._project import Project

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


class StaticRouting(Handler):
    def get(self) -> None:
        self.write({"message": "Hello, static!"})


class SimpleRouting(Handler):
    def get(self, name: str) -> None:
        self.write({"message": f"Hello, {name}!"})


class ComplexRouting(Handler):
    def get(self, user_id: str, post_id: str, comment_id: str) -> None:
        self.write({"user_id": int(user_id), "post_id": int(post_id), "comment_id": int(comment_id)})


class ApiRouting(Handler):
    def get(self, user_id: str, post_id: str, comment_id: str) -> None:
        self.write({"user_id": int(user_id), "post_id": int(post_id), "comment_id": int(comment_id)})


class QueryRouting(Handler):
    def get(self) -> None:
        self.write(self.valid_query(Query).model_dump())


class RegisterRoutes(Handler):
    def get(self) -> None:
        fresh = Application([(rf"/{name}/([0-9]+)", Registered) for name in routes.REGISTERED])
        self.write({"routes": len(fresh.wildcard_router.rules)})


class Registered(Handler):
    def get(self, item_id: str) -> None:
        self.write({"item_id": int(item_id)})


class StressRouting(Handler):
    def get(self) -> None:
        self.write({"route": "stress"})


class TableFirst(Handler):
    def get(self) -> None:
        self.write({"route": "first"})


class TableLast(Handler):
    def get(self) -> None:
        self.write({"route": "last"})


class Sibling(Handler):
    def initialize(self, segment: str) -> None:
        self.segment = segment

    def get(self) -> None:
        self.write({"route": self.segment})


def register(project: Project) -> None:
    project.handlers += [
        (r"/routing/static", StaticRouting),
        (r"/simple/([^/]+)", SimpleRouting),
        (r"/complex/([0-9]+)/posts/([0-9]+)/comments/([0-9]+)", ComplexRouting),
        (r"/api/v1/users/([0-9]+)/posts/([0-9]+)/comments/([0-9]+)", ApiRouting),
        (r"/routing/query", QueryRouting),
        (r"/routing/register", RegisterRoutes),
    ]


def register_large(project: Project) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2
    project.handlers += [
        (r"/routing/table/first", TableFirst),
        *((f"/routing/table/{segment}", Sibling, {"segment": segment}) for segment in routes.TABLE[1:half]),
        (r"/api/v1/performance/routing/stress", StressRouting),
        *((f"/routing/table/{segment}", Sibling, {"segment": segment}) for segment in routes.TABLE[half:-1]),
        (r"/routing/table/last", TableLast),
    ]
