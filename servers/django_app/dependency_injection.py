"""Dependency injection with Dishka.

Dishka has no integration for Django: a middleware opens a container for each request, and `wrap_injection`, of which
its own integrations are made, fills a view's parameters from it.
"""

from __future__ import annotations

from collections.abc import Callable

from dishka import FromDishka, Provider, Scope, make_container
from dishka.exceptions import CycleDependenciesError
from dishka.integrations.base import wrap_injection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
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

from django_app._answers import answer
from django_app._project import Project

LIBRARY = {"*": "dishka", "no_di": None}
container = make_container(Services())


def container_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        with container() as request.dishka_container:
            return get_response(request)

    return middleware


def inject(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return wrap_injection(func=view, container_getter=lambda args, _: args[0].dishka_container)


@require_GET
def no_di(request: HttpRequest) -> HttpResponse:
    return answer({"greeting": Greeter().greet("ada")})


@require_GET
@inject
def simple_di(request: HttpRequest, greeter: FromDishka[Greeter]) -> HttpResponse:
    return answer({"greeting": greeter.greet("ada")})


@require_GET
@inject
def complex_di(request: HttpRequest, chain: FromDishka[Chain5], diamond: FromDishka[Diamond]) -> HttpResponse:
    left, right = diamond.parts
    return answer({"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]})


@require_GET
@inject
def performance_di(
    request: HttpRequest,
    module_1: FromDishka[Module], module_2: FromDishka[Module], module_3: FromDishka[Module],
    module_4: FromDishka[Module], module_5: FromDishka[Module], module_6: FromDishka[Module],
    module_7: FromDishka[Module], module_8: FromDishka[Module], module_9: FromDishka[Module],
    module_10: FromDishka[Module],
) -> HttpResponse:  # fmt: skip
    return answer({"resolved": services.count_distinct(
        module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
    )})  # fmt: skip


@require_GET
@inject
def singleton_di(request: HttpRequest, first: FromDishka[Singleton], second: FromDishka[Singleton]) -> HttpResponse:
    return answer({"first": first.serial, "second": second.serial, "process": services.process_id()})


@require_GET
@inject
def transient_di(request: HttpRequest, first: FromDishka[Transient], second: FromDishka[Transient]) -> HttpResponse:
    return answer({"first": first.serial, "second": second.serial, "process": services.process_id()})


@require_GET
@inject
def request_di(
    request: HttpRequest, first: FromDishka[RequestScoped], second: FromDishka[RequestScoped]
) -> HttpResponse:
    return answer({"first": first.serial, "second": second.serial, "process": services.process_id()})


@require_GET
def container_di(request: HttpRequest) -> HttpResponse:
    provider = Provider(scope=Scope.APP)
    provider.provide_all(*NUMBERED)
    factories = make_container(provider).registry.factories
    return answer({"services": len(factories) - 1})  # one is the container itself


@require_GET
def circular_di(request: HttpRequest) -> HttpResponse:
    provider = Provider(scope=Scope.APP)
    provider.provide_all(*CYCLE)
    try:
        make_container(provider)
    except CycleDependenciesError as error:
        return answer({"circular": True, "found": type(error).__name__})
    return answer({"circular": False, "found": None})


def register_plain(project: Project) -> None:
    """The control: an application that injects nothing and has no middleware for it."""
    project.urlpatterns.append(path("di/none", no_di))


def register(project: Project) -> None:
    project.middleware.append("django_app.dependency_injection.container_middleware")
    project.urlpatterns += [
        path("di/simple", simple_di),
        path("di/complex", complex_di),
        path("di/performance", performance_di),
        path("di/singleton", singleton_di),
        path("di/transient", transient_di),
        path("di/request", request_di),
        path("di/container", container_di),
        path("di/circular", circular_di),
    ]
