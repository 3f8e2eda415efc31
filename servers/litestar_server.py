"""Litestar on uvicorn[standard], which its deployment page puts first; on granian in the profile `fastest`.

The groups fill an `AppConfig`, and the application is made of it when all are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared import http_servers, launch

if TYPE_CHECKING:
    from litestar import Litestar, Request, Response
    from litestar.exceptions import ValidationException

ROLE = "further"


def create_app() -> Litestar:
    """The application that is served: health, then the groups that were asked for."""
    from litestar import Litestar, get
    from litestar.config.app import AppConfig
    from litestar.exceptions import ValidationException

    @get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    # Without an openapi_config and a logging_config it neither builds a schema nor starts a thread that writes the log.
    config = AppConfig(
        route_handlers=[health],
        exception_handlers={ValidationException: unprocessable},
        request_max_body_size=10_000_000,  # what Litestar() has by default, and an AppConfig has not
    )
    launch.register_groups(config, ENTRY.app_package, launch.requested_groups())
    return Litestar.from_config(config)


def unprocessable(_: Request, error: ValidationException) -> Response:
    """Litestar's own answer but for the status, which would be 400."""
    from litestar import Response

    return Response({"detail": error.detail, "extra": error.extra}, status_code=422)


ENTRY = launch.Entry(
    name="litestar",
    title="Litestar",
    package="litestar",
    default_port=8007,
    servers=http_servers.asgi("litestar_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
