"""Routing, to be written: each handler answers 501 until it is."""

from __future__ import annotations

from litestar_app._application import Answer, Application, not_implemented


def register(app: Application) -> None:
    # A fixed path
    @app.route("GET", "/routing/static")
    def static_routing() -> Answer:
        return not_implemented()

    # One path parameter
    @app.route("GET", "/simple/{name}")
    def simple_routing() -> Answer:
        return not_implemented()

    # Three typed path parameters
    @app.route("GET", "/complex/{user_id}/posts/{post_id}/comments/{comment_id}")
    def complex_routing() -> Answer:
        return not_implemented()

    # Three typed path parameters under /api/v1
    @app.route("GET", "/api/v1/users/{user_id}/posts/{post_id}/comments/{comment_id}")
    def api_routing() -> Answer:
        return not_implemented()

    # Twelve typed query parameters
    @app.route("GET", "/routing/query")
    def query_routing() -> Answer:
        return not_implemented()

    # Build a fresh application of 1,000 routes
    @app.route("GET", "/routing/register")
    def register_routes() -> Answer:
        return not_implemented()


def register_large(app: Application) -> None:
    # One route among 1,000 others
    @app.route("GET", "/api/v1/performance/routing/stress")
    def stress_routing() -> Answer:
        return not_implemented()

    # First of 1,000 sibling routes
    @app.route("GET", "/routing/table/first")
    def table_first() -> Answer:
        return not_implemented()

    # Last of 1,000 sibling routes
    @app.route("GET", "/routing/table/last")
    def table_last() -> Answer:
        return not_implemented()
