"""Dependency injection with dishka's Flask integration.

A provider's object is kept for its scope (APP: the process, REQUEST: one request) unless `cache=False`.
"""

from __future__ import annotations

from typing import Any, NewType

from dishka import Provider, Scope, make_container, provide
from dishka.exceptions import CycleDependenciesError
from dishka.integrations.flask import FromDishka, inject, setup_dishka
from flask import Flask
from shared import services


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


class Service:
    """Any service: the serial number tells one object from another."""

    def __init__(self, *parts: Any) -> None:
        self.serial = services.next_serial()
        self.parts = parts


# dishka finds a service by its type, so each kind has its own.
# fmt: off
class Transient(Service): ...
class RequestScoped(Service): ...
class Singleton(Service): ...
class Chain1(Service): ...
class Chain2(Service): ...
class Chain3(Service): ...
class Chain4(Service): ...
class Chain5(Service): ...
class Left(Service): ...
class Right(Service): ...
class Diamond(Service): ...
class Module(Service): ...
# fmt: on


class Services(Provider):
    scope = Scope.REQUEST

    greeter = provide(Greeter)

    @provide(cache=False)
    def transient(self) -> Transient:
        return Transient()

    @provide
    def request_scoped(self) -> RequestScoped:
        return RequestScoped()

    @provide(scope=Scope.APP)
    def singleton(self) -> Singleton:
        return Singleton()

    @provide(cache=False)
    def chain_1(self) -> Chain1:
        return Chain1()

    @provide(cache=False)
    def chain_2(self, below: Chain1) -> Chain2:
        return Chain2(below)

    @provide(cache=False)
    def chain_3(self, below: Chain2) -> Chain3:
        return Chain3(below)

    @provide(cache=False)
    def chain_4(self, below: Chain3) -> Chain4:
        return Chain4(below)

    @provide
    def chain_5(self, below: Chain4) -> Chain5:
        return Chain5(below)

    @provide(cache=False)
    def left(self, base: Singleton) -> Left:
        return Left(base)

    @provide(cache=False)
    def right(self, base: Singleton) -> Right:
        return Right(base)

    @provide
    def diamond(self, left: Left, right: Right) -> Diamond:
        return Diamond(left, right)

    @provide(cache=False)
    def module(
        self, leaf_1: Transient, leaf_2: Transient, leaf_3: Transient, leaf_4: Transient, leaf_5: Transient,
        leaf_6: Transient, leaf_7: Transient, leaf_8: Transient, leaf_9: Transient,
    ) -> Module:  # fmt: skip
        return Module(leaf_1, leaf_2, leaf_3, leaf_4, leaf_5, leaf_6, leaf_7, leaf_8, leaf_9)


class Chicken:
    def __init__(self, egg: Egg) -> None:
        self.egg = egg


class Egg:
    def __init__(self, chicken: Chicken) -> None:
        self.chicken = chicken


NUMBERED = [NewType(f"Numbered{number}", Service) for number in range(services.CONTAINER_SIZE)]


def new_service() -> Service:
    return Service()


def register_plain(app: Flask) -> None:
    """The control: an application that injects nothing."""

    @app.get("/di/none")
    def no_di() -> dict[str, str]:
        return {"greeting": Greeter().greet("ada")}


def register(app: Flask) -> None:
    @app.get("/di/simple")
    @inject
    def simple_di(greeter: FromDishka[Greeter]) -> dict[str, str]:
        return {"greeting": greeter.greet("ada")}

    @app.get("/di/complex")
    @inject
    def complex_di(chain: FromDishka[Chain5], diamond: FromDishka[Diamond]) -> dict[str, Any]:
        left, right = diamond.parts
        return {"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]}

    @app.get("/di/performance")
    @inject
    def performance_di(
        module_1: FromDishka[Module], module_2: FromDishka[Module], module_3: FromDishka[Module],
        module_4: FromDishka[Module], module_5: FromDishka[Module], module_6: FromDishka[Module],
        module_7: FromDishka[Module], module_8: FromDishka[Module], module_9: FromDishka[Module],
        module_10: FromDishka[Module],
    ) -> dict[str, int]:  # fmt: skip
        return {"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )}  # fmt: skip

    @app.get("/di/singleton")
    @inject
    def singleton_di(first: FromDishka[Singleton], second: FromDishka[Singleton]) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/transient")
    @inject
    def transient_di(first: FromDishka[Transient], second: FromDishka[Transient]) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/request")
    @inject
    def request_di(first: FromDishka[RequestScoped], second: FromDishka[RequestScoped]) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/container")
    def container_di() -> dict[str, int]:
        provider = Provider(scope=Scope.APP)
        for kind in NUMBERED:
            provider.provide(new_service, provides=kind)
        container = make_container(provider)
        return {"services": len(container.registry.factories) - 1}  # one is the container itself

    @app.get("/di/circular")
    def circular_di() -> dict[str, Any]:
        provider = Provider(scope=Scope.APP)
        provider.provide(Chicken)
        provider.provide(Egg)
        try:
            make_container(provider)
        except CycleDependenciesError as error:
            return {"circular": True, "found": type(error).__name__}
        return {"circular": False}

    # This opens a request scope before each request of the whole application, also where nothing is injected.
    setup_dishka(make_container(Services()), app)
