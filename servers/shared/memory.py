"""What the memory group works with: objects that come and go, a file to read, the collector's state. Frees nothing by itself."""

from __future__ import annotations

import gc
import zlib
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "endpoints" / "fixtures" / "made" / "memory" / "4kb.bin"
GREETING = "Hello, memory!"
ORDERS, LINES = 1000, 9
"""/memory/churn makes 1000 orders of nine lines each: 1000 * (1 + 9) = 10,000 objects."""


class Line:
    def __init__(self, number: int, amount: int) -> None:
        self.number = number
        self.amount = amount


class Order:
    def __init__(self, number: int, lines: list[Line]) -> None:
        self.number = number
        self.lines = lines


def churn() -> dict[str, int]:
    """Makes 10,000 objects that refer to each other, and drops them.

    They form no cycle: reference counts free them all, and the collector, where it is on, looks at them in vain. With
    cycles, a process without a collector would be full within seconds.
    """
    orders = [Order(order, [Line(line, order * line) for line in range(LINES)]) for order in range(ORDERS)]
    objects = sum(1 + len(order.lines) for order in orders)
    return {"objects": objects, "total": sum(line.amount for order in orders for line in order.lines)}


def collector() -> dict[str, bool]:
    """How the garbage collector of this process is set."""
    return {"enabled": gc.isenabled(), "frozen": gc.get_freeze_count() > 0}


def summary(records: list[dict[str, Any]]) -> dict[str, int]:
    """What is known of a body once it was parsed."""
    return {"records": len(records), "total": sum(record["value"] for record in records)}


def digest(data: bytes) -> dict[str, int]:
    """Size and checksum; without its highest bit, so that every framework's integers can hold it."""
    return {"bytes": len(data), "crc": zlib.crc32(data) & 0x7FFFFFFF}
