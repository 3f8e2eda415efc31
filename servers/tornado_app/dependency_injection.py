"""Dependency injection with Dishka.

Dishka has no integration for Tornado: a handler of this group opens a container for its request, and `wrap_injection`, of
which its own integrations are made, fills a method's parameters from it.
"""

from __future__ import annotations

from collections.abc import Callable

from dishka import FromDishka, Provider, Scope, make_container
from dishka.exceptions import CycleDependenciesError
from dishka.integrations.base import wrap_injection
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

from tornado_app._handler import Handler
from tornado_app._project import Project

LIBRARY = {"*": "dishka", "no_di": None}


class InjectedHandler(Handler):
    def prepare(self) -> None:
        self.container = self.settings["container"]().__enter__()

    def on_finish(self) -> None:
        self.container.close()


def inject(method: Callable[..., None]) -> Callable[..., None]:
    return wrap_injection(func=method, container_getter=lambda args, _: args[0].container)


class NoDi(Handler):
    def get(self) -> None:
        self.write({"greeting": Greeter().greet("ada")})


class SimpleDi(InjectedHandler):
    @inject
    def get(self, greeter: FromDishka[Greeter]) -> None:
        self.write({"greeting": greeter.greet("ada")})


class ComplexDi(InjectedHandler):
    @inject
    def get(self, chain: FromDishka[Chain5], diamond: FromDishka[Diamond]) -> None:
        left, right = diamond.parts
        self.write({"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]})


class PerformanceDi(InjectedHandler):
    @inject
    def get(
        self,
        module_1: FromDishka[Module], module_2: FromDishka[Module], module_3: FromDishka[Module],
        module_4: FromDishka[Module], module_5: FromDishka[Module], module_6: FromDishka[Module],
        module_7: FromDishka[Module], module_8: FromDishka[Module], module_9: FromDishka[Module],
        module_10: FromDishka[Module],
    ) -> None:  # fmt: skip
        self.write({"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )})  # fmt: skip


class SingletonDi(InjectedHandler):
    @inject
    def get(self, first: FromDishka[Singleton], second: FromDishka[Singleton]) -> None:
        self.write({"first": first.serial, "second": second.serial, "process": services.process_id()})


class TransientDi(InjectedHandler):
    @inject
    def get(self, first: FromDishka[Transient], second: FromDishka[Transient]) -> None:
        self.write({"first": first.serial, "second": second.serial, "process": services.process_id()})


class RequestDi(InjectedHandler):
    @inject
    def get(self, first: FromDishka[RequestScoped], second: FromDishka[RequestScoped]) -> None:
        self.write({"first": first.serial, "second": second.serial, "process": services.process_id()})


class ContainerDi(InjectedHandler):
    def get(self) -> None:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*NUMBERED)
        factories = make_container(provider).registry.factories
        self.write({"services": len(factories) - 1})  # one is the container itself


class CircularDi(InjectedHandler):
    def get(self) -> None:
        provider = Provider(scope=Scope.APP)
        provider.provide_all(*CYCLE)
        try:
            make_container(provider)
            self.write({"circular": False, "found": None})
        except CycleDependenciesError as error:
            self.write({"circular": True, "found": type(error).__name__})


def register_plain(project: Project) -> None:
    """The control: an application that injects nothing and has no container."""
    project.handlers.append((r"/di/none", NoDi))


def register(project: Project) -> None:
    project.settings["container"] = make_container(Services())
    project.handlers += [
        (r"/di/simple", SimpleDi),
        (r"/di/complex", ComplexDi),
        (r"/di/performance", PerformanceDi),
        (r"/di/singleton", SingletonDi),
        (r"/di/transient", TransientDi),
        (r"/di/request", RequestDi),
        (r"/di/container", ContainerDi),
        (r"/di/circular", CircularDi),
    ]
