"""Serial numbers that prove which objects a container made anew and which it shared."""

from __future__ import annotations

import itertools
import os
from typing import Any

CHAIN = 5
"""Services in the chain of /di/complex."""

MODULES, LEAVES = 10, 9
"""/di/performance resolves ten modules of nine leaves each: 10 * (1 + 9) = 100 services."""

CONTAINER_SIZE = 50
"""Services that /di/container builds and registers."""

FIRST_SERIAL = 10_000_000
"""Answers that hold serial numbers keep their length under a load of many requests."""

_serials = itertools.count(FIRST_SERIAL)


def next_serial() -> int:
    """A number that no other object of this process has."""
    return next(_serials)


def process_id() -> int:
    """Which process answered: a singleton is one per process."""
    return os.getpid()


def depth(service: Any) -> int:
    """Length of a chain of services in which each holds the one below as its first part."""
    return 1 + (depth(service.parts[0]) if service.parts else 0)


def count_distinct(*modules: Any) -> int:
    """How many different objects the modules and their parts are."""
    return len({service.serial for module in modules for service in (module, *module.parts)})
