"""Dependency injection with Catzilla's container.

A service has a name, and `Depends("name")` asks for it. A factory that asks for one name twice gets one object for both,
so the leaves of a module have names of their own; a handler gets an object for each parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catzilla import Catzilla, Depends, DIContainer, Request
from shared import services

UNSUPPORTED = {
    "request_di": "the scopes 'request' and 'scoped' act as 'transient': two injections in one request get two objects",
}


class Service:
    """Any service: the serial number tells one object from another."""

    def __init__(self, *parts: Any) -> None:
        self.serial = services.next_serial()
        self.parts = parts


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


def new_service() -> Service:
    return Service()


def chain_2(below: Service = Depends("chain_1")) -> Service:
    return Service(below)


def chain_3(below: Service = Depends("chain_2")) -> Service:
    return Service(below)


def chain_4(below: Service = Depends("chain_3")) -> Service:
    return Service(below)


def chain_5(below: Service = Depends("chain_4")) -> Service:
    return Service(below)


def side(base: Service = Depends("singleton")) -> Service:
    return Service(base)


def diamond(left: Service = Depends("left"), right: Service = Depends("right")) -> Service:
    return Service(left, right)


def module(
    leaf_1: Service = Depends("leaf_1"), leaf_2: Service = Depends("leaf_2"), leaf_3: Service = Depends("leaf_3"),
    leaf_4: Service = Depends("leaf_4"), leaf_5: Service = Depends("leaf_5"), leaf_6: Service = Depends("leaf_6"),
    leaf_7: Service = Depends("leaf_7"), leaf_8: Service = Depends("leaf_8"), leaf_9: Service = Depends("leaf_9"),
) -> Service:  # fmt: skip
    return Service(leaf_1, leaf_2, leaf_3, leaf_4, leaf_5, leaf_6, leaf_7, leaf_8, leaf_9)


TRANSIENT: dict[str, Callable[..., Any]] = {
    "greeter": Greeter, "transient": new_service,
    "chain_1": new_service, "chain_2": chain_2, "chain_3": chain_3, "chain_4": chain_4, "chain_5": chain_5,
    "left": side, "right": side, "diamond": diamond, "module": module,
    **{f"leaf_{number}": new_service for number in range(1, services.LEAVES + 1)},
}  # fmt: skip


class Chicken:
    def __init__(self, egg: Egg = Depends("egg")) -> None:
        self.egg = egg


class Egg:
    def __init__(self, chicken: Chicken = Depends("chicken")) -> None:
        self.chicken = chicken


def register_plain(app: Catzilla) -> None:
    """The control: an application that injects nothing."""

    @app.get("/di/none")
    def no_di(request: Request) -> dict[str, str]:
        return {"greeting": Greeter().greet("ada")}


def register(app: Catzilla) -> None:
    app.register_service("singleton", new_service, "singleton")
    for name, factory in TRANSIENT.items():
        app.register_service(name, factory, "transient")

    @app.get("/di/simple")
    def simple_di(request: Request, greeter: Greeter = Depends("greeter")) -> dict[str, str]:
        return {"greeting": greeter.greet("ada")}

    @app.get("/di/complex")
    def complex_di(
        request: Request, chain: Service = Depends("chain_5"), diamond: Service = Depends("diamond")
    ) -> dict[str, Any]:
        left, right = diamond.parts
        return {"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]}

    @app.get("/di/performance")
    def performance_di(
        request: Request,
        module_1: Service = Depends("module"), module_2: Service = Depends("module"),
        module_3: Service = Depends("module"), module_4: Service = Depends("module"),
        module_5: Service = Depends("module"), module_6: Service = Depends("module"),
        module_7: Service = Depends("module"), module_8: Service = Depends("module"),
        module_9: Service = Depends("module"), module_10: Service = Depends("module"),
    ) -> dict[str, int]:  # fmt: skip
        return {"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )}  # fmt: skip

    @app.get("/di/singleton")
    def singleton_di(
        request: Request, first: Service = Depends("singleton"), second: Service = Depends("singleton")
    ) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/transient")
    def transient_di(
        request: Request, first: Service = Depends("transient"), second: Service = Depends("transient")
    ) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/container")
    def container_di(request: Request) -> dict[str, int]:
        container = DIContainer()
        for number in range(services.CONTAINER_SIZE):
            container.register(f"service_{number}", new_service, "transient")
        return {"services": len(container.list_services())}

    # Only a resolution that carries a context looks for cycles, as each request's does.
    @app.get("/di/circular")
    def circular_di(request: Request) -> dict[str, Any]:
        container = DIContainer()
        container.register("chicken", Chicken)
        container.register("egg", Egg)
        try:
            container.resolve("chicken", container.create_context())
        except RuntimeError as error:
            return {"circular": "Circular dependency" in str(error), "found": type(error).__name__}
        return {"circular": False}
