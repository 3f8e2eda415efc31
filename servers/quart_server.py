"""Quart on uvicorn[standard], as all that speak ASGI here; on granian in the profile `fastest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared import http_servers, launch

if TYPE_CHECKING:
    from quart import Quart

ROLE = "further"


def create_app() -> Quart:
    """The application that is served: health, then the groups that were asked for."""
    from quart import Quart
    from quart_app._json import write_compact

    app = Quart(__name__, static_folder=None)
    write_compact(app)
    register_error_handlers(app)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def register_error_handlers(app: Quart) -> None:
    """JSON in place of Quart's HTML error pages."""
    from pydantic import ValidationError
    from quart_schema import RequestSchemaValidationError
    from werkzeug.exceptions import HTTPException

    @app.errorhandler(HTTPException)
    async def http_error(error: HTTPException) -> Any:
        headers = dict(error.get_headers()) | {"Content-Type": "application/json"}  # keeps its own, such as Allow
        return {"error": error.name}, error.code, headers

    @app.errorhandler(ValidationError)
    async def invalid(error: ValidationError) -> tuple[dict[str, Any], int]:
        return {"errors": error.errors(include_url=False, include_context=False)}, 422

    @app.errorhandler(RequestSchemaValidationError)  # what quart-schema raises around it, as a 400
    async def invalid_schema(error: RequestSchemaValidationError) -> tuple[dict[str, Any], int]:
        return await invalid(error.validation_error)


ENTRY = launch.Entry(
    name="quart",
    title="Quart",
    package="quart",
    default_port=8008,
    servers=http_servers.asgi("quart_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
