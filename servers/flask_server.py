"""Flask on gunicorn: its default worker in the legacy profile, the threaded one in production; in `fastest` granian.

Event streams and WebSockets keep a thread each, so they are served by gunicorn with many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared import http_servers, launch

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> Flask:
    """The application that is served: health, then the groups that were asked for."""
    from flask import Flask

    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False
    app.json.ensure_ascii = False
    app.json.compact = True
    register_error_handlers(app)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def register_error_handlers(app: Flask) -> None:
    """JSON in place of Flask's HTML error pages."""
    from marshmallow import ValidationError
    from werkzeug.exceptions import HTTPException, UnprocessableEntity

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        response = error.get_response()  # keeps the error's own headers, such as Allow
        response.data = app.json.dumps({"error": error.name}, separators=(",", ":"))
        response.content_type = "application/json"
        return response

    @app.errorhandler(UnprocessableEntity)  # what webargs raises, with the messages in `data`
    def invalid_arguments(error: UnprocessableEntity) -> tuple[dict[str, Any], int]:
        return {"errors": error.data["messages"]}, 422

    @app.errorhandler(ValidationError)
    def invalid_body(error: ValidationError) -> tuple[dict[str, Any], int]:
        return {"errors": error.messages}, 422


ENTRY = launch.Entry(
    name="flask",
    title="Flask",
    package="flask",
    default_port=8002,
    servers=http_servers.wsgi("flask_server:create_app"),
    servers_for=dict.fromkeys(http_servers.HELD, http_servers.held("flask_server:create_app")),
    flags={"--use-gunicorn": "kept for old calls; the profile names the server"},
)

if __name__ == "__main__":
    launch.main(ENTRY)
