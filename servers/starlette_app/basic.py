"""Basic endpoints, to be written: each handler answers 501 until it is."""

from __future__ import annotations

from starlette_app._application import Answer, Application, not_implemented


def register(app: Application) -> None:
    # Plain text
    @app.route("GET", "/")
    def hello_world() -> Answer:
        return not_implemented()

    # Small JSON answer
    @app.route("GET", "/json")
    def json_response() -> Answer:
        return not_implemented()

    # One path parameter
    @app.route("GET", "/user/42")
    def path_params() -> Answer:
        return not_implemented()

    # Two query parameters, twenty users
    @app.route("GET", "/users")
    def query_params() -> Answer:
        return not_implemented()

    # Nested JSON answer
    @app.route("GET", "/user/123/profile")
    def complex_json() -> Answer:
        return not_implemented()
