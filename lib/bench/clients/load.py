"""What is asked of a client: where, with how many connections, for how long, and what the contract's `client` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ADDRESS = "127.0.0.1"
SHORTEST_MESSAGE = 24
"""Bytes that the numbers in a message take, which tell it from every other."""
NUMBERS = {"bytes": 1, "chunks": 1, "events_per_second": 0.001}
"""Keys of a spec that are numbers, with the least they may be."""
NEEDED = {
    ("websocket", "echo"): ("bytes",),
    ("websocket", "handshakes"): ("bytes",),
    ("websocket", "broadcast"): ("bytes",),
    ("websocket", "idle"): ("bytes",),
    ("sse", None): ("events_per_second",),
    ("stream", None): ("bytes", "sha256"),
    ("idle", None): (),
}
"""Kind and mode → what its spec must say."""


@dataclass(frozen=True, slots=True)
class Load:
    """One load. `rate` is requests/s of a paced one; None sends as fast as the answers come."""

    kind: str
    spec: dict[str, Any]
    port: int
    path: str
    connections: int
    seconds: float
    rate: float | None = None

    @property
    def mode(self) -> str | None:
        return self.spec.get("mode")

    @property
    def url(self) -> str:
        """Of the WebSocket."""
        return f"ws://{ADDRESS}:{self.port}{self.path}"

    def problem(self) -> str | None:
        """Why this cannot be sent, as one line."""
        needed = NEEDED.get((self.kind, self.mode))
        if needed is None:
            return f"there is no client of kind {self.kind} and mode {self.mode}"
        for key in needed:
            if key not in self.spec:
                return f"the spec of a client of kind {self.kind} says no {key}"
        for key, least in NUMBERS.items():
            if not isinstance(value := self.spec.get(key, least), int | float) or value < least:
                return f"the spec's {key} is {value!r}; it is a number from {least} on"
        if self.kind == "websocket" and self.spec["bytes"] < SHORTEST_MESSAGE:
            return f"the spec's bytes is {self.spec['bytes']}; a message has at least {SHORTEST_MESSAGE}"
        if self.connections < 1 or self.seconds <= 0 or (self.rate is not None and self.rate <= 0):
            return "connections, seconds and rate are above 0"
        return None
