"""Routing without a router: exact paths, looked up in a dict."""

from __future__ import annotations

from shared import routes

from bare_wsgi_app._application import Environ, Handler, Paths, StartResponse, answer

UNSUPPORTED = {
    "simple_routing": "a bare application has no path parameters",
    "complex_routing": "a bare application has no path parameters",
    "api_routing": "a bare application has no path parameters",
    "query_routing": "a bare application has no query parameters",
    "register_routes": "a bare application has no routes to register, only exact paths",
}


def static_routing(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": "Hello, static!"})


def table_first(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"route": "first"})


def table_last(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"route": "last"})


def stress_routing(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"route": "stress"})


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
    def sibling(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, {"route": segment})

    return sibling
