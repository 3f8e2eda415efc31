"""Starlette on uvicorn, as its documentation starts it; on granian in the profile `fastest`."""

from __future__ import annotations

from shared import http_servers, launch

ROLE = "further"


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route
    from starlette_app._errors import EXCEPTION_HANDLERS

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "healthy", "framework": ENTRY.name})

    app = Starlette(routes=[Route("/health", health)], exception_handlers=EXCEPTION_HANDLERS)
    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


ENTRY = launch.Entry(
    name="starlette",
    title="Starlette",
    package="starlette",
    default_port=8006,
    servers=http_servers.asgi("starlette_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
