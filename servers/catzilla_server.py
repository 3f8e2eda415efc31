"""Catzilla on its own server, in its production mode, which is also what the legacy profile ran."""

import sys

from shared import launch

SETTINGS = {
    "threads": 1,
    "loop": "libuv",
    "parser": "llhttp",
    "interface": "own",
    "keep_alive_seconds": None,  # connections are kept without a time limit
    "access_log": False,
}


def create_app() -> object:
    """The application that Catzilla serves: health, then the groups that were asked for."""
    from catzilla import Catzilla, Request

    app = Catzilla(production=True, show_banner=False, log_requests=False)

    @app.get("/health")
    def health(request: Request) -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def command(options: launch.Options) -> list[str]:
    return [sys.executable, "-m", "catzilla_app._serve", options.host, str(options.port)]


ENTRY = launch.Entry(
    name="catzilla",
    title="Catzilla",
    package="catzilla",
    server="catzilla",
    default_port=8000,
    command=command,
    settings={"legacy": SETTINGS, "production": SETTINGS},
    max_workers=1,
)

if __name__ == "__main__":
    launch.main(ENTRY)
