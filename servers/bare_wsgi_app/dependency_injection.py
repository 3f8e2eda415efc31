"""The control of the dependency injection group."""

from __future__ import annotations

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer

UNSUPPORTED = {
    "simple_di": "a bare application has no dependency injection",
    "complex_di": "a bare application has no dependency injection",
    "performance_di": "a bare application has no dependency injection",
    "singleton_di": "a bare application has no dependency injection",
    "transient_di": "a bare application has no dependency injection",
    "request_di": "a bare application has no dependency injection",
    "container_di": "a bare application has no container of services",
    "circular_di": "a bare application has no container of services",
}


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


def no_di(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"greeting": Greeter().greet("ada")})


def register(paths: Paths) -> None:
    """Adds nothing: the group's own application injects."""


def register_plain(paths: Paths) -> None:
    """The control: an application that injects nothing."""
    paths["/di/none"] = ("GET", no_di)
