"""Dependency injection with Sanic Extensions.

A type is injected by what its constructor's annotations ask for, made anew for each injection. What lives longer is an object
that a constructor gives out: `dependency` gives out one for the process, and what a request keeps is in its `ctx`.
"""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic, json
from sanic_ext.exceptions import InitError
from sanic_ext.extensions.injection.registry import ConstantRegistry, InjectionRegistry
from shared import services

LIBRARY = {"*": "sanic-ext", "no_di": None}


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


class Service:
    """Any service: the serial number tells one object from another. Each has a constructor of its own, which is what is read."""

    def __init__(self, *parts: Any) -> None:
        self.serial = services.next_serial()
        self.parts = parts


class Singleton(Service):
    """One for the process."""


class RequestScoped(Service):
    """One for each request."""


class Transient(Service):
    """One for each injection."""

    def __init__(self) -> None:
        super().__init__()


class Chain1(Service):
    """The lowest of a chain in which each holds the one below."""

    def __init__(self) -> None:
        super().__init__()


class Chain2(Service):
    def __init__(self, below: Chain1) -> None:
        super().__init__(below)


class Chain3(Service):
    def __init__(self, below: Chain2) -> None:
        super().__init__(below)


class Chain4(Service):
    def __init__(self, below: Chain3) -> None:
        super().__init__(below)


class Chain5(Service):
    def __init__(self, below: Chain4) -> None:
        super().__init__(below)


class Left(Service):
    def __init__(self, base: Singleton) -> None:
        super().__init__(base)


class Right(Service):
    def __init__(self, base: Singleton) -> None:
        super().__init__(base)


class Diamond(Service):
    def __init__(self, left: Left, right: Right) -> None:
        super().__init__(left, right)


class Module(Service):
    def __init__(
        self, leaf_1: Transient, leaf_2: Transient, leaf_3: Transient, leaf_4: Transient, leaf_5: Transient,
        leaf_6: Transient, leaf_7: Transient, leaf_8: Transient, leaf_9: Transient,
    ) -> None:  # fmt: skip
        super().__init__(leaf_1, leaf_2, leaf_3, leaf_4, leaf_5, leaf_6, leaf_7, leaf_8, leaf_9)


class Chicken:
    def __init__(self, egg: Egg) -> None:
        self.egg = egg


class Egg:
    def __init__(self, chicken: Chicken) -> None:
        self.chicken = chicken


TRANSIENT = (Greeter, Transient, Chain1, Chain2, Chain3, Chain4, Chain5, Left, Right, Diamond, Module)
NUMBERED = tuple(type(f"Numbered{number}", (Transient,), {}) for number in range(services.CONTAINER_SIZE))


def of_request(request: Request) -> RequestScoped:
    if not hasattr(request.ctx, "scoped"):
        request.ctx.scoped = RequestScoped()
    return request.ctx.scoped


def built_registry(app: Sanic, *types: type) -> InjectionRegistry:
    """What the extension keeps and, at the start of the server, links and searches for cycles."""
    registry = InjectionRegistry()
    for one in types:
        registry.register(one, None)
    registry.finalize(app, ConstantRegistry(app.config), set())
    return registry


def register_plain(app: Sanic) -> None:
    """The control: an application that injects nothing."""

    @app.get("/di/none")
    async def no_di(request: Request) -> HTTPResponse:
        return json({"greeting": Greeter().greet("ada")})


def register(app: Sanic) -> None:
    app.ext.dependency(Singleton())
    app.ext.add_dependency(RequestScoped, of_request)
    for transient in TRANSIENT:
        app.ext.add_dependency(transient)

    @app.get("/di/simple")
    async def simple_di(request: Request, greeter: Greeter) -> HTTPResponse:
        return json({"greeting": greeter.greet("ada")})

    @app.get("/di/complex")
    async def complex_di(request: Request, chain: Chain5, diamond: Diamond) -> HTTPResponse:
        left, right = diamond.parts
        return json({"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]})

    @app.get("/di/performance")
    async def performance_di(
        request: Request,
        module_1: Module, module_2: Module, module_3: Module, module_4: Module, module_5: Module,
        module_6: Module, module_7: Module, module_8: Module, module_9: Module, module_10: Module,
    ) -> HTTPResponse:  # fmt: skip
        return json({"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )})  # fmt: skip

    @app.get("/di/singleton")
    async def singleton_di(request: Request, first: Singleton, second: Singleton) -> HTTPResponse:
        return json({"first": first.serial, "second": second.serial, "process": services.process_id()})

    @app.get("/di/transient")
    async def transient_di(request: Request, first: Transient, second: Transient) -> HTTPResponse:
        return json({"first": first.serial, "second": second.serial, "process": services.process_id()})

    @app.get("/di/request")
    async def request_di(request: Request, first: RequestScoped, second: RequestScoped) -> HTTPResponse:
        return json({"first": first.serial, "second": second.serial, "process": services.process_id()})

    @app.get("/di/container")
    async def container_di(request: Request) -> HTTPResponse:
        return json({"services": built_registry(request.app, *NUMBERED).length})

    @app.get("/di/circular")
    async def circular_di(request: Request) -> HTTPResponse:
        try:
            built_registry(request.app, Chicken, Egg)
        except InitError as error:
            return json({"circular": "Circular" in str(error), "found": type(error).__name__})
        return json({"circular": False})
