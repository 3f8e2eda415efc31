"""Dependency injection with Dishka.

Dishka has no integration for Falcon: a middleware opens a container for each request, and `wrap_injection`, of which
its own integrations are made, fills a responder's parameters from it.
"""

from __future__ import annotations

from collections.abc import Callable

import falcon
from dishka import Container, FromDishka, Provider, Scope, make_container
from dishka.exceptions import CycleDependenciesError
from dishka.integrations.base import wrap_injection
from falcon import Request, Response
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


class ContainerMiddleware:
    def __init__(self, container: Container) -> None:
        self.container = container

    def process_request(self, req: Request, resp: Response) -> None:
        req.context.container = self.container().__enter__()

    def process_response(self, req: Request, resp: Response, resource: object, req_succeeded: bool) -> None:
        req.context.container.close()


def inject(responder: Callable[..., None]) -> Callable[..., None]:
    return wrap_injection(func=responder, container_getter=lambda args, _: args[1].context.container)


class NoDi:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"greeting": Greeter().greet("ada")}


class SimpleDi:
    @inject
    def on_get(self, req: Request, resp: Response, greeter: FromDishka[Greeter]) -> None:
        resp.media = {"greeting": greeter.greet("ada")}


class ComplexDi:
    @inject
    def on_get(self, req: Request, resp: Response, chain: FromDishka[Chain5], diamond: FromDishka[Diamond]) -> None:
        left, right = diamond.parts
        resp.media = {"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]}


class PerformanceDi:
    @inject
    def on_get(
        self, req: Request, resp: Response,
        module_1: FromDishka[Module], module_2: FromDishka[Module], module_3: FromDishka[Module],
        module_4: FromDishka[Module], module_5: FromDishka[Module], module_6: FromDishka[Module],
        module_7: FromDishka[Module], module_8: FromDishka[Module], module_9: FromDishka[Module],
        module_10: FromDishka[Module],
    ) -> None:  # fmt: skip
        resp.media = {"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )}  # fmt: skip


class SingletonDi:
    @inject
    def on_get(self, req: Request, resp: Response, first: FromDishka[Singleton], second: FromDishka[Singleton]) -> None:
        resp.media = {"first": first.serial, "second": second.serial, "process": services.process_id()}


class TransientDi:
    @inject
    def on_get(self, req: Request, resp: Response, first: FromDishka[Transient], second: FromDishka[Transient]) -> None:
        resp.media = {"first": first.serial, "second": second.serial, "process": services.process_id()}


class RequestDi:
    @inject
    def on_get(
        self, req: Request, resp: Response, first: FromDishka[RequestScoped], second: FromDishka[RequestScoped]
    ) -> None:
        resp.media = {"first": first.serial, "second": second.serial, "process": services.process_id()}


class ContainerDi:
    def on_get(self, req: Request, resp: Response) -> None:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*NUMBERED)
        factories = make_container(provider).registry.factories
        resp.media = {"services": len(factories) - 1}  # one is the container itself


class CircularDi:
    def on_get(self, req: Request, resp: Response) -> None:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*CYCLE)
        try:
            make_container(provider)
            resp.media = {"circular": False, "found": None}
        except CycleDependenciesError as error:
            resp.media = {"circular": True, "found": type(error).__name__}


def register_plain(app: falcon.App) -> None:
    """The control: an application that injects nothing and has no middleware for it."""
    app.add_route("/di/none", NoDi())


def register(app: falcon.App) -> None:
    app.add_middleware(ContainerMiddleware(make_container(Services())))
    app.add_route("/di/simple", SimpleDi())
    app.add_route("/di/complex", ComplexDi())
    app.add_route("/di/performance", PerformanceDi())
    app.add_route("/di/singleton", SingletonDi())
    app.add_route("/di/transient", TransientDi())
    app.add_route("/di/request", RequestDi())
    app.add_route("/di/container", ContainerDi())
    app.add_route("/di/circular", CircularDi())
