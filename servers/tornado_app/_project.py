"""What the application is made of: Tornado's takes its handlers and settings when it is made, so the groups add to this first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tornado.web import Application

from tornado_app._handler import NotFound


@dataclass
class Project:
    handlers: list[tuple[Any, ...]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def application(self) -> Application:
        """The log function is that of the access log; errors have another."""
        return Application(
            self.handlers, default_handler_class=NotFound, log_function=lambda handler: None, **self.settings
        )
