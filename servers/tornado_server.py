"""Tornado on its own server, which is the same in all profiles."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shared import launch

if TYPE_CHECKING:
    from tornado.web import Application

ROLE = "further"

SETTINGS = {
    "threads": 1,
    "loop": "asyncio",
    "parser": "tornado",
    "interface": "own",
    "keep_alive_seconds": 3600,  # its default
    "access_log": False,
}


def create_app() -> Application:
    """The application that is served: health, then the groups that were asked for."""
    from tornado_app._handler import Handler
    from tornado_app._project import Project

    class Health(Handler):
        def get(self) -> None:
            self.write({"status": "healthy", "framework": ENTRY.name})

    project = Project()
    project.handlers.append((r"/health", Health))
    launch.register_groups(project, ENTRY.app_package, launch.requested_groups())
    return project.application()


def command(options: launch.Options) -> list[str]:
    arguments = [options.host, str(options.port), str(options.workers)]
    return [sys.executable, "-m", "tornado_app._serve", *arguments]


SERVER = launch.Server("tornado", command, SETTINGS)
ENTRY = launch.Entry(
    name="tornado",
    title="Tornado",
    package="tornado",
    default_port=8010,
    servers=dict.fromkeys(launch.PROFILES, SERVER),
)

if __name__ == "__main__":
    launch.main(ENTRY)
