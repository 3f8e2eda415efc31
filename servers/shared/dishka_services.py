"""The services of the dependency injection group as Dishka provides them, for the frameworks whose users take Dishka.

One definition, so that what differs between two such frameworks is how each injects, not what. Dishka reads from a service's constructor what it needs, and shares a service within its scope unless `cache=False`.
"""

from __future__ import annotations

from typing import Any

from dishka import Provider, Scope, provide, provide_all

from shared import services


class Greeter:
    def greet(self, name: str) -> str:
        return f"Hello, {name}!"


class Service:
    """Any service: the serial number tells one object from another."""

    def __init__(self, *parts: Any) -> None:
        self.serial = services.next_serial()
        self.parts = parts


class Singleton(Service):
    """One for the process."""


class RequestScoped(Service):
    """One for each request."""


class Transient(Service):
    """One for each injection."""


class Chain1(Service):
    """The lowest of a chain in which each holds the one below."""


class Chain2(Service):
    def __init__(self, below: Chain1) -> None:
        super().__init__(below)


class Chain3(Service):
    def __init__(self, below: Chain2) -> None:
        super().__init__(below)


class Chain4(Service):
    def __init__(self, below: Chain3) -> None:
        super().__init__(below)


class Chain5(Service):
    def __init__(self, below: Chain4) -> None:
        super().__init__(below)


class Left(Service):
    def __init__(self, base: Singleton) -> None:
        super().__init__(base)


class Right(Service):
    def __init__(self, base: Singleton) -> None:
        super().__init__(base)


class Diamond(Service):
    def __init__(self, left: Left, right: Right) -> None:
        super().__init__(left, right)


class Module(Service):
    def __init__(
        self, leaf_1: Transient, leaf_2: Transient, leaf_3: Transient, leaf_4: Transient, leaf_5: Transient,
        leaf_6: Transient, leaf_7: Transient, leaf_8: Transient, leaf_9: Transient,
    ) -> None:  # fmt: skip
        super().__init__(leaf_1, leaf_2, leaf_3, leaf_4, leaf_5, leaf_6, leaf_7, leaf_8, leaf_9)


class Chicken:
    def __init__(self, egg: Egg) -> None:
        self.egg = egg


class Egg:
    def __init__(self, chicken: Chicken) -> None:
        self.chicken = chicken


class Services(Provider):
    """Everything but the services of /di/container and /di/circular, which build containers of their own."""

    scope = Scope.REQUEST
    for_process = provide(Singleton, scope=Scope.APP)
    for_request = provide_all(RequestScoped, Greeter, Chain5, Diamond)
    for_injection = provide_all(Transient, Chain1, Chain2, Chain3, Chain4, Left, Right, Module, cache=False)


CYCLE = (Chicken, Egg)
NUMBERED = tuple(type(f"Numbered{number}", (Service,), {}) for number in range(services.CONTAINER_SIZE))
