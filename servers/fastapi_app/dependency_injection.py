"""Dependency injection with Depends.

A dependency is cached within a request unless `use_cache=False`; what lives longer is a module object behind a provider.
All providers are `async def`: FastAPI runs plain `def` providers in a thread pool, at several times the cost.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI
from shared import services

UNSUPPORTED = {
    "circular_di": "Depends does not look for cycles: registering the route ends in a RecursionError",
}


class Service:
    """Any service: the serial number tells one object from another."""

    def __init__(self, *parts: Any) -> None:
        self.serial = services.next_serial()
        self.parts = parts


async def new_service() -> Service:
    return Service()


SHARED = Service()


async def shared_service() -> Service:
    return SHARED


Transient = Annotated[Service, Depends(new_service, use_cache=False)]
RequestScoped = Annotated[Service, Depends(new_service)]
Singleton = Annotated[Service, Depends(shared_service)]


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


async def get_greeter() -> Greeter:
    return Greeter()


async def chain_1() -> Service:
    return Service()


async def chain_2(below: Annotated[Service, Depends(chain_1, use_cache=False)]) -> Service:
    return Service(below)


async def chain_3(below: Annotated[Service, Depends(chain_2, use_cache=False)]) -> Service:
    return Service(below)


async def chain_4(below: Annotated[Service, Depends(chain_3, use_cache=False)]) -> Service:
    return Service(below)


async def chain_5(below: Annotated[Service, Depends(chain_4, use_cache=False)]) -> Service:
    return Service(below)


async def left(base: Singleton) -> Service:
    return Service(base)


async def right(base: Singleton) -> Service:
    return Service(base)


async def diamond(
    left: Annotated[Service, Depends(left, use_cache=False)], right: Annotated[Service, Depends(right, use_cache=False)]
) -> Service:
    return Service(left, right)


async def module(
    leaf_1: Transient, leaf_2: Transient, leaf_3: Transient, leaf_4: Transient, leaf_5: Transient,
    leaf_6: Transient, leaf_7: Transient, leaf_8: Transient, leaf_9: Transient,
) -> Service:  # fmt: skip
    return Service(leaf_1, leaf_2, leaf_3, leaf_4, leaf_5, leaf_6, leaf_7, leaf_8, leaf_9)


Module = Annotated[Service, Depends(module, use_cache=False)]


def register_plain(app: FastAPI) -> None:
    """The control: an application that injects nothing."""

    @app.get("/di/none")
    async def no_di() -> dict[str, str]:
        return {"greeting": Greeter().greet("ada")}


def register(app: FastAPI) -> None:
    @app.get("/di/simple")
    async def simple_di(greeter: Annotated[Greeter, Depends(get_greeter)]) -> dict[str, str]:
        return {"greeting": greeter.greet("ada")}

    @app.get("/di/complex")
    async def complex_di(
        chain: Annotated[Service, Depends(chain_5)], diamond: Annotated[Service, Depends(diamond)]
    ) -> dict[str, Any]:
        left, right = diamond.parts
        return {"depth": services.depth(chain), "shared": left.parts[0] is right.parts[0]}

    @app.get("/di/performance")
    async def performance_di(
        module_1: Module, module_2: Module, module_3: Module, module_4: Module, module_5: Module,
        module_6: Module, module_7: Module, module_8: Module, module_9: Module, module_10: Module,
    ) -> dict[str, int]:  # fmt: skip
        return {"resolved": services.count_distinct(
            module_1, module_2, module_3, module_4, module_5, module_6, module_7, module_8, module_9, module_10
        )}  # fmt: skip

    @app.get("/di/singleton")
    async def singleton_di(first: Singleton, second: Singleton) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/transient")
    async def transient_di(first: Transient, second: Transient) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/request")
    async def request_di(first: RequestScoped, second: RequestScoped) -> dict[str, int]:
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    # FastAPI has no container to fill: its dependency graph is built when a route is registered.
    @app.get("/di/container")
    async def container_di() -> dict[str, int]:
        router = APIRouter()
        dependencies = [Depends(_provider(number)) for number in range(services.CONTAINER_SIZE)]
        router.add_api_route("/", nothing, dependencies=dependencies)
        return {"services": len(router.routes[0].dependant.dependencies)}


async def nothing() -> None:
    """The handler of the route whose dependencies are built."""


def _provider(number: int) -> Any:
    async def provide() -> Service:
        return Service(number)

    return provide
