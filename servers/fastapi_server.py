"""FastAPI on uvicorn[standard], as its deployment page starts it; on granian in the profile `fastest`."""

from __future__ import annotations

from shared import http_servers, launch


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from fastapi import FastAPI

    app = FastAPI(openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


ENTRY = launch.Entry(
    name="fastapi",
    title="FastAPI",
    package="fastapi",
    default_port=8001,
    servers=http_servers.asgi("fastapi_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
