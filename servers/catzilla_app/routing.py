"""Routing: typed path and query parameters, a table of a thousand routes, registration.

Where two routes have a parameter at the same level of the same prefix, it must have one name: the first name wins.
"""

from __future__ import annotations

from typing import Any

from catzilla import Catzilla, Path, Query, Request
from shared import routes

UNSUPPORTED = {
    "register_routes": "a second application must not end while one serves: ending it runs the event loop that both share"
    " and the request gets no answer, and keeping it costs 2.6 MB a request",
}

# Catzilla reads any text as a bool (what it does not know is False) and has no enumerations, so patterns check both.
FLAG = "^(true|false)$"
SORT = "^(name|price|rating)$"
ORDER = "^(asc|desc)$"


def register(app: Catzilla) -> None:
    @app.get("/routing/static")
    def static_routing(request: Request) -> dict[str, str]:
        return {"message": "Hello, static!"}

    @app.get("/simple/{name}")
    def simple_routing(request: Request, name: str = Path(...)) -> dict[str, str]:
        return {"message": f"Hello, {name}!"}

    @app.get("/complex/{user_id}/posts/{post_id}/comments/{comment_id}")
    def complex_routing(
        request: Request, user_id: int = Path(...), post_id: int = Path(...), comment_id: int = Path(...)
    ) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/api/v1/users/{user_id}/posts/{post_id}/comments/{comment_id}")
    def api_routing(
        request: Request, user_id: int = Path(...), post_id: int = Path(...), comment_id: int = Path(...)
    ) -> dict[str, int]:
        return {"user_id": user_id, "post_id": post_id, "comment_id": comment_id}

    @app.get("/routing/query")
    def query_routing(
        request: Request,
        min_price: float = Query(..., ge=0),
        max_price: float = Query(..., ge=0, le=1_000_000),
        in_stock: str = Query(..., regex=FLAG),
        featured: str = Query(..., regex=FLAG),
        search: str = Query(..., min_length=2, max_length=40),
        category: str = Query(..., max_length=20),
        sort: str = Query(..., regex=SORT),
        page: int = Query(1, ge=1),
        limit: int = Query(10, ge=1, le=100),
        offset: int = Query(0, ge=0),
        rating: int = Query(3, ge=1, le=5),
        order: str = Query("asc", regex=ORDER),
    ) -> dict[str, Any]:
        return {
            "page": page, "limit": limit, "offset": offset, "rating": rating,
            "min_price": min_price, "max_price": max_price,
            "in_stock": in_stock == "true", "featured": featured == "true",
            "search": search, "category": category, "sort": sort, "order": order,
        }  # fmt: skip


def register_large(app: Catzilla) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.get("/routing/table/first")
    def table_first(request: Request) -> dict[str, str]:
        return {"route": "first"}

    for segment in routes.TABLE[1:half]:
        app.get(f"/routing/table/{segment}")(_sibling(segment))

    @app.get("/api/v1/performance/routing/stress")
    def stress_routing(request: Request) -> dict[str, str]:
        return {"route": "stress"}

    for segment in routes.TABLE[half:-1]:
        app.get(f"/routing/table/{segment}")(_sibling(segment))

    @app.get("/routing/table/last")
    def table_last(request: Request) -> dict[str, str]:
        return {"route": "last"}


def _sibling(segment: str) -> Any:
    def sibling(request: Request) -> dict[str, str]:
        return {"route": segment}

    return sibling
