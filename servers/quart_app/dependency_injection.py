"""Dependency injection with Dishka.

Dishka has no integration for Quart: `wrap_injection`, of which its own integrations are made, opens a request's scope
around each handler that asks for something.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from dishka import FromDishka, Provider, Scope, make_async_container
from dishka.exceptions import CycleDependenciesError
from dishka.integrations.base import wrap_injection
from quart import Quart
from shared import services
from shared.dishka_services import (
    CYCLE,
    NUMBERED,
    Chain5,
    Diamond,
    Greeter,
    Module,
    RequestScoped,
    Services,
    Singleton,
    Transient,
)

LIBRARY = {"*": "dishka", "no_di": None}
container = make_async_container(Services())


def inject(handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    return wrap_injection(func=handler, is_async=True, container_getter=lambda _, __: container, manage_scope=True)


def register_plain(app: Quart) -> None:
    """The control: an application that injects nothing."""

    @app.get("/di/none")
    async def no_di() -> dict[str, str]:
        return {"greeting": Greeter().greet("ada")}


def register(app: Quart) -> None:
    @app.get("/di/simple")
    @inject
    async def simple_di(greeter: FromDishka[Greeter]) -> dict[str, str]:
        return {"greeting": greeter.greet("ada")}

    @app.get("/di/complex")
    @inject
    async def complex_di(chain: FromDishka[Chain5], diamond: FromDishka[Diamond]) -> dict[str, Any]:
        left, right = diamond.parts
        return {"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]}

    @app.get("/di/performance")
    @inject
    async def performance_di(
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
    async def singleton_di(first: FromDishka[Singleton], second: FromDishka[Singleton]) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/transient")
    @inject
    async def transient_di(first: FromDishka[Transient], second: FromDishka[Transient]) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/request")
    @inject
    async def request_di(first: FromDishka[RequestScoped], second: FromDishka[RequestScoped]) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/container")
    async def container_di() -> dict[str, int]:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*NUMBERED)
        container = make_async_container(provider)
        return {"services": len(container.registry.factories) - 1}  # one is the container itself

    @app.get("/di/circular")
    async def circular_di() -> dict[str, Any]:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*CYCLE)
        try:
            make_async_container(provider)
        except CycleDependenciesError as error:
            return {"circular": True, "found": type(error).__name__}
        return {"circular": False}
