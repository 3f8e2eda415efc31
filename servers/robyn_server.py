"""Robyn on its own server, which is the same in all profiles."""

from __future__ import annotations

import sys

from shared import launch

ROLE = "further"

SETTINGS = {
    "threads": "one per connection",
    "loop": "none",
    "parser": "http.server",
    "interface": "own",
    "keep_alive_seconds": None,  # connections are kept without a time limit
    "access_log": False,
}


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from robyn_app._application import Answer, Application

    app = Application()

    @app.route("GET", "/health")
    def health() -> Answer:
        return 200, {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def command(options: launch.Options) -> list[str]:
    return [sys.executable, "-m", "robyn_app._interface", options.host, str(options.port)]


# The framework's own package takes the place of the standard library.
SERVER = launch.Server(launch.STANDARD_LIBRARY, command, SETTINGS)
ENTRY = launch.Entry(
    name="robyn",
    title="Robyn",
    package=None,  # the framework's own, as soon as requirements.in names it
    default_port=8013,
    servers=dict.fromkeys(launch.PROFILES, SERVER),
    max_workers=1,
)

if __name__ == "__main__":
    launch.main(ENTRY)
