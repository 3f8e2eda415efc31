"""Dependency injection with Provide.

Litestar injects by name: it calls the provider of a name once per request, and takes no provider under two names. So a
name is an object of the request, each object that must be another has a name of its own, and who wants to see that two
share one asks for it and for a service that holds it. `use_cache=True` keeps what was made for the process.
"""

from __future__ import annotations

from dataclasses import make_dataclass
from typing import Any

from litestar import Litestar, get
from litestar.config.app import AppConfig
from litestar.di import NamedDependency, Provide
from shared import services

UNSUPPORTED = {
    "circular_di": "Litestar does not look for cycles: registering the route ends in a RecursionError",
}


class Service:
    """Any service: the serial number tells one object from another."""

    def __init__(self, *parts: Any) -> None:
        self.serial = services.next_serial()
        self.parts = parts


class Module(Service):
    """A service whose fields are the names of what it asks for."""

    def __post_init__(self) -> None:
        super().__init__(*vars(self).values())


def provide(*, use_cache: bool = False) -> Provide:
    """A provider for one name."""

    async def make() -> Service:
        return Service()

    return Provide(make, use_cache=use_cache)


def provide_module(number: int) -> dict[str, Provide]:
    """A module and its leaves, by name."""
    leaves = [f"leaf_{number}_{leaf}" for leaf in range(1, services.LEAVES + 1)]
    module = make_dataclass(f"Module{number}", [(leaf, NamedDependency[Service]) for leaf in leaves], bases=(Module,))
    return {f"module_{number}": Provide(module, sync_to_thread=False)} | {leaf: provide() for leaf in leaves}


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


async def get_greeter() -> Greeter:
    return Greeter()


async def chain_2(chain_1: NamedDependency[Service]) -> Service:
    return Service(chain_1)


async def chain_3(chain_2: NamedDependency[Service]) -> Service:
    return Service(chain_2)


async def chain_4(chain_3: NamedDependency[Service]) -> Service:
    return Service(chain_3)


async def chain_5(chain_4: NamedDependency[Service]) -> Service:
    return Service(chain_4)


async def left(base: NamedDependency[Service]) -> Service:
    return Service(base)


async def right(base: NamedDependency[Service]) -> Service:
    return Service(base)


async def diamond(left: NamedDependency[Service], right: NamedDependency[Service]) -> Service:
    return Service(left, right)


async def hold(held: NamedDependency[Service]) -> Service:
    return Service(held)


CHAIN = {
    "chain_1": provide(),
    "chain_2": Provide(chain_2),
    "chain_3": Provide(chain_3),
    "chain_4": Provide(chain_4),
    "chain_5": Provide(chain_5),
}
DIAMOND = {
    "base": provide(use_cache=True),
    "left": Provide(left),
    "right": Provide(right),
    "diamond": Provide(diamond),
}
MODULES = {
    name: provider
    for number in range(1, services.MODULES + 1)
    for name, provider in provide_module(number).items()
}  # fmt: skip


@get("/di/none")
async def no_di() -> dict[str, str]:
    return {"greeting": Greeter().greet("ada")}


@get("/di/simple", dependencies={"greeter": Provide(get_greeter)})
async def simple_di(greeter: NamedDependency[Greeter]) -> dict[str, str]:
    return {"greeting": greeter.greet("ada")}


@get("/di/complex", dependencies=CHAIN | DIAMOND)
async def complex_di(chain_5: NamedDependency[Service], diamond: NamedDependency[Service]) -> dict[str, Any]:
    left, right = diamond.parts
    return {"depth": services.depth(chain_5), "shared": left.parts[0] is right.parts[0]}


@get("/di/performance", dependencies=MODULES)
async def performance_di(
    module_1: NamedDependency[Service], module_2: NamedDependency[Service], module_3: NamedDependency[Service],
    module_4: NamedDependency[Service], module_5: NamedDependency[Service], module_6: NamedDependency[Service],
    module_7: NamedDependency[Service], module_8: NamedDependency[Service], module_9: NamedDependency[Service],
    module_10: NamedDependency[Service],
) -> dict[str, int]:  # fmt: skip
    return {"resolved": services.count_distinct(
        module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
    )}  # fmt: skip


@get("/di/singleton", dependencies={"held": provide(use_cache=True), "holder": Provide(hold)})
async def singleton_di(held: NamedDependency[Service], holder: NamedDependency[Service]) -> dict[str, int]:
    return {"first": held.serial, "second": holder.parts[0].serial, "process": services.process_id()}


@get("/di/transient", dependencies={"first": provide(), "second": provide()})
async def transient_di(first: NamedDependency[Service], second: NamedDependency[Service]) -> dict[str, int]:
    return {"first": first.serial, "second": second.serial, "process": services.process_id()}


@get("/di/request", dependencies={"held": provide(), "holder": Provide(hold)})
async def request_di(held: NamedDependency[Service], holder: NamedDependency[Service]) -> dict[str, int]:
    return {"first": held.serial, "second": holder.parts[0].serial, "process": services.process_id()}


# Litestar has no container to fill: it reads the providers of a route when the route joins an application.
@get("/di/container")
async def container_di() -> dict[str, int]:
    numbered = {f"service_{number}": provide() for number in range(services.CONTAINER_SIZE)}
    handler = get("/", dependencies=numbered)(nothing)
    fresh = Litestar([handler], openapi_config=None, logging_config=None)
    registered, _ = fresh.routes[0].route_handler_map["GET"]
    return {"services": len(registered.resolve_dependencies())}


async def nothing() -> None:
    """The handler of the route whose providers are read."""


def register_plain(config: AppConfig) -> None:
    """The control: an application that injects nothing."""
    config.route_handlers.append(no_di)


def register(config: AppConfig) -> None:
    config.route_handlers += [
        simple_di, complex_di, performance_di, singleton_di, transient_di, request_di, container_di,
    ]  # fmt: skip
