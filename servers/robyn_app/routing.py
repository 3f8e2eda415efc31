"""Routing: typed path parameters, a table of a thousand routes, registration."""

# No postponed annotations here: Robyn reads those of the handlers.
from typing import Any

from robyn import Robyn
from robyn.robyn import Server
from shared import routes

UNSUPPORTED = {
    "static_routing": "another method gets the 404 of a path that is not there, where it must be 405",
    "complex_routing": "a path parameter that is no number is answered 400, as a fault of the body is, where it must be 404 or 422",
    "api_routing": "a path parameter that is no number is answered 400, as a fault of the body is, where it must be 404 or 422",
    "missing_route": "what it is told from, static_routing, is not supported",
    "query_routing": "values of a query come as they were sent: in `desk%20lamp` the space is still percent-encoded",
}


def register(app: Robyn) -> None:
    @app.get("/simple/:name")
    async def simple_routing(name: str) -> dict[str, str]:
        return {"message": f"Hello, {name}!"}

    @app.get("/routing/register")
    async def register_routes() -> dict[str, int]:
        fresh = Robyn(__file__)
        for name in routes.REGISTERED:
            fresh.add_route("GET", f"/{name}/:item_id", registered_handler)
        server, added = Server(), fresh.router.get_routes()
        for route in added:  # builds the matcher, as the start of the server does
            server.add_route(route.route_type, route.route, route.function, route.is_const)
        return {"routes": len(added)}


def register_large(app: Robyn) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2

    @app.get("/routing/table/first")
    async def table_first() -> dict[str, str]:
        return {"route": "first"}

    for segment in routes.TABLE[1:half]:
        app.add_route("GET", f"/routing/table/{segment}", _sibling(segment))

    @app.get("/api/v1/performance/routing/stress")
    async def stress_routing() -> dict[str, str]:
        return {"route": "stress"}

    for segment in routes.TABLE[half:-1]:
        app.add_route("GET", f"/routing/table/{segment}", _sibling(segment))

    @app.get("/routing/table/last")
    async def table_last() -> dict[str, str]:
        return {"route": "last"}


async def registered_handler(item_id: int) -> dict[str, int]:
    return {"item_id": item_id}


def _sibling(segment: str) -> Any:
    async def sibling() -> dict[str, str]:
        return {"route": segment}

    return sibling
