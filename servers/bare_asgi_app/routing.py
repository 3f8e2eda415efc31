"""Routing without a router: exact paths, looked up in a dict."""

from __future__ import annotations

from shared import routes

from bare_asgi_app._application import Handler, Paths, Receive, Send, answer

UNSUPPORTED = {
    "simple_routing": "a bare application has no path parameters",
    "complex_routing": "a bare application has no path parameters",
    "api_routing": "a bare application has no path parameters",
    "query_routing": "a bare application has no query parameters",
    "register_routes": "a bare application has no routes to register, only exact paths",
}


async def static_routing(receive: Receive, send: Send) -> None:
    await answer(send, {"message": "Hello, static!"})


async def table_first(receive: Receive, send: Send) -> None:
    await answer(send, {"route": "first"})


async def table_last(receive: Receive, send: Send) -> None:
    await answer(send, {"route": "last"})


async def stress_routing(receive: Receive, send: Send) -> None:
    await answer(send, {"route": "stress"})


def register(paths: Paths) -> None:
    """/routing/missing is what is not in here."""
    paths["/routing/static"] = ("GET", static_routing)


def register_large(paths: Paths) -> None:
    """An application of 1,001 paths; in a dict it makes no difference which of them is asked for."""
    for segment in routes.TABLE[1:-1]:
        paths[f"/routing/table/{segment}"] = ("GET", _sibling(segment))
    paths["/routing/table/first"] = ("GET", table_first)
    paths["/routing/table/last"] = ("GET", table_last)
    paths["/api/v1/performance/routing/stress"] = ("GET", stress_routing)


def _sibling(segment: str) -> Handler:
    async def sibling(receive: Receive, send: Send) -> None:
        await answer(send, {"route": segment})

    return sibling
