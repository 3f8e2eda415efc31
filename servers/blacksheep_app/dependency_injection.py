"""Dependency injection with BlackSheep's container, which is rodi's.

It reads from a service's constructor what the service needs, and passes over `*args`. What lives for a request is shared
between the parameters of a handler only where the middleware `di_scope_middleware` opens a scope for each request.
"""

from __future__ import annotations

from typing import Any

from blacksheep import Application
from blacksheep.server.di import di_scope_middleware
from rodi import CircularDependencyException, Container
from shared import services


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


class Service:
    """Any service: the serial number tells one object from another."""

    def __init__(self, *args: Any) -> None:
        self.serial = services.next_serial()
        self.parts = args


class Singleton(Service):
    """One for the process."""


class RequestScoped(Service):
    """One for each request."""


class Transient(Service):
    """One for each injection."""


class Chain1(Service):
    """The lowest of a chain in which each holds the one below."""


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


FOR_REQUEST = (RequestScoped, Greeter, Chain5, Diamond)
FOR_INJECTION = (Transient, Chain1, Chain2, Chain3, Chain4, Left, Right, Module)
NUMBERED = tuple(type(f"Numbered{number}", (Service,), {}) for number in range(services.CONTAINER_SIZE))


def register_plain(app: Application) -> None:
    """The control: an application that injects nothing and has no middleware for it."""

    @app.router.get("/di/none")
    async def no_di() -> dict[str, str]:
        return {"greeting": Greeter().greet("ada")}


def register(app: Application) -> None:
    app.services.add_singleton(Singleton)
    for service in FOR_REQUEST:
        app.services.add_scoped(service)
    for service in FOR_INJECTION:
        app.services.add_transient(service)
    app.middlewares.append(di_scope_middleware)

    @app.router.get("/di/simple")
    async def simple_di(greeter: Greeter) -> dict[str, str]:
        return {"greeting": greeter.greet("ada")}

    @app.router.get("/di/complex")
    async def complex_di(chain: Chain5, diamond: Diamond) -> dict[str, Any]:
        left, right = diamond.parts
        return {"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]}

    @app.router.get("/di/performance")
    async def performance_di(
        module_1: Module, module_2: Module, module_3: Module, module_4: Module, module_5: Module,
        module_6: Module, module_7: Module, module_8: Module, module_9: Module, module_10: Module,
    ) -> dict[str, int]:  # fmt: skip
        return {"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )}  # fmt: skip

    @app.router.get("/di/singleton")
    async def singleton_di(first: Singleton, second: Singleton) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.router.get("/di/transient")
    async def transient_di(first: Transient, second: Transient) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.router.get("/di/request")
    async def request_di(first: RequestScoped, second: RequestScoped) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.router.get("/di/container")
    async def container_di() -> dict[str, int]:
        container = Container()
        for service in NUMBERED:
            container.add_singleton(service)
        provider = container.build_provider()
        return {"services": sum(service in provider for service, _ in container)}

    @app.router.get("/di/circular")
    async def circular_di() -> dict[str, Any]:
        container = Container().add_transient(Chicken).add_transient(Egg)
        try:
            container.build_provider()
        except CircularDependencyException as error:
            return {"circular": True, "found": type(error).__name__}
        return {"circular": False, "found": None}
