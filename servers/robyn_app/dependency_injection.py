"""Dependency injection with Robyn's `inject`: an object by its name, made beforehand, for all requests.

A handler asks for `router_dependencies` and takes from it what it needs. There are no factories, no scopes and no graph.
"""

# No postponed annotations here: Robyn reads those of the handlers.
from typing import Any

from robyn import Robyn
from robyn.dependency_injection import DependencyMap
from shared import services

UNSUPPORTED = {
    "complex_di": "what is injected is an object that was made before; nothing makes one service of others",
    "performance_di": "what is injected is an object that was made before; nothing is resolved for a request",
    "transient_di": "a factory is injected as it is and never called, so each injection gets the same object",
    "request_di": "a factory is injected as it is and never called, so all requests get the same object",
    "circular_di": "services do not ask for each other, so there is no cycle to find",
}


class Service:
    """The serial number tells one object from another."""

    def __init__(self) -> None:
        self.serial = services.next_serial()


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


def register_plain(app: Robyn) -> None:
    """The control: an application that injects nothing."""

    @app.get("/di/none")
    async def no_di() -> dict[str, str]:
        return {"greeting": Greeter().greet("ada")}


def register(app: Robyn) -> None:
    app.inject(greeter=Greeter(), singleton=Service())

    @app.get("/di/simple")
    async def simple_di(router_dependencies: dict[str, Any]) -> dict[str, str]:
        return {"greeting": router_dependencies["greeter"].greet("ada")}

    @app.get("/di/singleton")
    async def singleton_di(router_dependencies: dict[str, Any]) -> dict[str, int]:
        first, second = router_dependencies["singleton"], router_dependencies["singleton"]
        return {"first": first.serial, "second": second.serial, "process": services.process_id()}

    @app.get("/di/container")
    async def container_di() -> dict[str, int]:
        container = DependencyMap()
        for number in range(services.CONTAINER_SIZE):
            container.add_global_dependency(**{f"service_{number}": Service()})
        return {"services": len(container.get_global_dependencies())}
