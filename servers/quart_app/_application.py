"""Stands where Quart's own application will be, so that the server starts and says what is left to write.

It knows methods and paths and nothing else. It goes when `create_app` in quart_server.py makes the framework's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

Answer = tuple[int, dict[str, Any]]
Handler = Callable[[], Answer]


class Application:
    """What `register` of each group adds its handlers to."""

    def __init__(self) -> None:
        self.routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def route(self, method: str, path: str) -> Callable[[Handler], Handler]:
        """`{name}` in the path stands for one segment."""
        pattern = re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path)))

        def add(handler: Handler) -> Handler:
            self.routes.append((method, pattern, handler))
            return handler

        return add

    def answer(self, method: str, path: str) -> tuple[int, bytes]:
        """Status and JSON for a request."""
        found = [(known, handler) for known, pattern, handler in self.routes if pattern.fullmatch(path)]
        status, content = 404, {"error": "not found"}
        if found:
            status, content = 405, {"error": "method not allowed"}
        for known, handler in found:
            if known == method:
                status, content = handler()
        return status, json.dumps(content).encode()


def not_implemented() -> Answer:
    """What a handler answers until it is written: no contract takes it for right."""
    return 501, {"error": "not implemented"}
