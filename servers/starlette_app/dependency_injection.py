"""Dependency injection with Dishka's Starlette integration."""

from __future__ import annotations

from dishka import Provider, Scope, make_async_container
from dishka.exceptions import CycleDependenciesError
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
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette_dishka import FromDishka, inject, setup_dishka

LIBRARY = {"*": "dishka", "no_di": None}


async def no_di(request: Request) -> JSONResponse:
    return JSONResponse({"greeting": Greeter().greet("ada")})


@inject
async def simple_di(request: Request, greeter: FromDishka[Greeter]) -> JSONResponse:
    return JSONResponse({"greeting": greeter.greet("ada")})


@inject
async def complex_di(request: Request, chain: FromDishka[Chain5], diamond: FromDishka[Diamond]) -> JSONResponse:
    left, right = diamond.parts
    return JSONResponse({"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]})


@inject
async def performance_di(
    request: Request,
    module_1: FromDishka[Module], module_2: FromDishka[Module], module_3: FromDishka[Module],
    module_4: FromDishka[Module], module_5: FromDishka[Module], module_6: FromDishka[Module],
    module_7: FromDishka[Module], module_8: FromDishka[Module], module_9: FromDishka[Module],
    module_10: FromDishka[Module],
) -> JSONResponse:  # fmt: skip
    return JSONResponse({"resolved": services.count_distinct(
        module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
    )})  # fmt: skip


@inject
async def singleton_di(request: Request, first: FromDishka[Singleton], second: FromDishka[Singleton]) -> JSONResponse:
    return JSONResponse({"first": first.serial, "second": second.serial, "process": services.process_id()})


@inject
async def transient_di(request: Request, first: FromDishka[Transient], second: FromDishka[Transient]) -> JSONResponse:
    return JSONResponse({"first": first.serial, "second": second.serial, "process": services.process_id()})


@inject
async def request_di(
    request: Request, first: FromDishka[RequestScoped], second: FromDishka[RequestScoped]
) -> JSONResponse:
    return JSONResponse({"first": first.serial, "second": second.serial, "process": services.process_id()})


async def container_di(request: Request) -> JSONResponse:
    provider = Provider(scope=Scope.APP)
    provider.provide_all(*NUMBERED)
    factories = make_async_container(provider).registry.factories
    return JSONResponse({"services": len(factories) - 1})  # one is the container itself


async def circular_di(request: Request) -> JSONResponse:
    provider = Provider(scope=Scope.APP)
    provider.provide_all(*CYCLE)
    try:
        make_async_container(provider)
    except CycleDependenciesError as error:
        return JSONResponse({"circular": True, "found": type(error).__name__})
    return JSONResponse({"circular": False, "found": None})


def register_plain(app: Starlette) -> None:
    """The control: an application that injects nothing and has no middleware for it."""
    app.routes.append(Route("/di/none", no_di))


def register(app: Starlette) -> None:
    app.routes.extend([
        Route("/di/simple", simple_di),
        Route("/di/complex", complex_di),
        Route("/di/performance", performance_di),
        Route("/di/singleton", singleton_di),
        Route("/di/transient", transient_di),
        Route("/di/request", request_di),
        Route("/di/container", container_di),
        Route("/di/circular", circular_di),
    ])  # fmt: skip
    # Its middleware opens a container for each request of the whole application, also where nothing is injected.
    setup_dishka(make_async_container(Services()), app)
