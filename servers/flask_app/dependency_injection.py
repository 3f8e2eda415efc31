"""Dependency injection with dishka's Flask integration."""

from __future__ import annotations

from typing import Any

from dishka import Provider, Scope, make_container
from dishka.exceptions import CycleDependenciesError
from dishka.integrations.flask import FromDishka, inject, setup_dishka
from flask import Flask
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
        provider.provide_all(*NUMBERED)
        container = make_container(provider)
        return {"services": len(container.registry.factories) - 1}  # one is the container itself

    @app.get("/di/circular")
    def circular_di() -> dict[str, Any]:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*CYCLE)
        try:
            make_container(provider)
        except CycleDependenciesError as error:
            return {"circular": True, "found": type(error).__name__}
        return {"circular": False}

    # This opens a request scope before each request of the whole application, also where nothing is injected.
    setup_dishka(make_container(Services()), app)
