"""Routing: typed path parameters, query parameters by a Pydantic model, a table of a thousand routes, registration.

BlackSheep's own query parameters are typed but have no bounds: a binder for a model is written as its documentation writes
one. Its router tries routes one by one, with fewer parameters and more segments first, and remembers the last 1,200 matches.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from blacksheep import Application, Request, Router
from blacksheep.server.bindings import Binder, BoundValue
from pydantic import BaseModel, Field
from shared import routes

LIBRARY = {"query_routing": "pydantic"}
T = TypeVar("T", bound=BaseModel)


class FromQueryModel(BoundValue[T]):
    """All query parameters as one model."""


class QueryModelBinder(Binder):
    handle = FromQueryModel

    async def get_value(self, request: Request) -> BaseModel:
        return self.expected_type.model_validate({name: values[0] for name, values in request.query.items()})


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


# BlackSheep keeps every router that ever had an application, and resets the one of an application that is made anew.
FRESH = Router()


def register(app: Application) -> None:
    @app.router.get("/routing/static")
    async def static_routing() -> dict[str, str]:
        return {"message": "Hello, static!"}

    @app.router.get("/simple/{name}")
    async def simple_routing(name: str) -> dict[str, str]:
        return {"message": f"Hello, {name}!"}

    @app.router.get("/complex/{int:user_id}/posts/{int:post_id}/comments/{int:comment_id}")
    async def complex_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.router.get("/api/v1/users/{int:user_id}/posts/{int:post_id}/comments/{int:comment_id}")
    async def api_routing(user_id: int, post_id: int, comment_id: int) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.router.get("/routing/query")
    async def query_routing(query: FromQueryModel[Query]) -> dict[str, Any]:
        return query.value.model_dump()

    @app.router.get("/routing/register")
    async def register_routes() -> dict[str, int]:
        fresh = Application(router=FRESH)
        for name in routes.REGISTERED:
            fresh.router.add_get(f"/{name}/{{int:item_id}}", registered_handler)
        await fresh.start()  # binds the parameters of the handlers now; the first request would do it otherwise
        return {"routes": len(fresh.router.routes[b"GET"])}


def register_large(app: Application) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.router.get("/routing/table/first")
    async def table_first() -> dict[str, str]:
        return {"route": "first"}

    for segment in routes.TABLE[1:half]:
        app.router.add_get(f"/routing/table/{segment}", _sibling(segment))

    @app.router.get("/api/v1/performance/routing/stress")
    async def stress_routing() -> dict[str, str]:
        return {"route": "stress"}

    for segment in routes.TABLE[half:-1]:
        app.router.add_get(f"/routing/table/{segment}", _sibling(segment))

    @app.router.get("/routing/table/last")
    async def table_last() -> dict[str, str]:
        return {"route": "last"}


async def registered_handler(item_id: int) -> dict[str, int]:
    return {"item_id": item_id}


def _sibling(segment: str) -> Any:
    async def sibling() -> dict[str, str]:
        return {"route": segment}

    return sibling
