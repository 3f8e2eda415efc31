"""FastAPI on uvicorn[standard], as FastAPI's deployment page starts it."""

from __future__ import annotations

import sys

from shared import launch

SETTINGS = {
    "threads": 1,
    "loop": "uvloop",
    "parser": "httptools",
    "interface": "ASGI",
    "keep_alive_seconds": 5,
    "access_log": False,
}


def create_app() -> object:
    """The application that uvicorn serves: health, then the groups that were asked for."""
    from fastapi import FastAPI

    app = FastAPI(openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def command(options: launch.Options) -> list[str]:
    return [
        sys.executable, "-m", "uvicorn", "fastapi_server:create_app", "--factory",
        "--host", options.host, "--port", str(options.port), "--workers", str(options.workers),
        "--log-level", "warning", "--no-access-log",
    ]  # fmt: skip


ENTRY = launch.Entry(
    name="fastapi",
    title="FastAPI",
    package="fastapi",
    server="uvicorn",
    default_port=8001,
    command=command,
    settings={"legacy": SETTINGS, "production": SETTINGS},
)

if __name__ == "__main__":
    launch.main(ENTRY)
