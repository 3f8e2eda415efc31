"""Dependency injection, to be written: each handler answers 501 until it is."""

from __future__ import annotations

from starlette_app._application import Answer, Application, not_implemented


def register(app: Application) -> None:
    # One service
    @app.route("GET", "/di/simple")
    def simple_di() -> Answer:
        return not_implemented()

    # A chain of five and a diamond
    @app.route("GET", "/di/complex")
    def complex_di() -> Answer:
        return not_implemented()

    # 100 services resolved
    @app.route("GET", "/di/performance")
    def performance_di() -> Answer:
        return not_implemented()

    # One object for all requests
    @app.route("GET", "/di/singleton")
    def singleton_di() -> Answer:
        return not_implemented()

    # A new object for each injection
    @app.route("GET", "/di/transient")
    def transient_di() -> Answer:
        return not_implemented()

    # One object for each request
    @app.route("GET", "/di/request")
    def request_di() -> Answer:
        return not_implemented()

    # Build a container of 50 services
    @app.route("GET", "/di/container")
    def container_di() -> Answer:
        return not_implemented()

    # A cycle of services is found
    @app.route("GET", "/di/circular")
    def circular_di() -> Answer:
        return not_implemented()


def register_plain(app: Application) -> None:
    # The same answer in an application without injection
    @app.route("GET", "/di/none")
    def no_di() -> Answer:
        return not_implemented()
