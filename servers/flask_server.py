"""Flask on gunicorn: its default worker in the legacy profile, the threaded one in production."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from shared import launch

if TYPE_CHECKING:
    from flask import Flask

THREADS = 4
KEEP_ALIVE_SECONDS = 5
SETTINGS = {"parser": "gunicorn", "interface": "WSGI", "access_log": False}
SYNC = {"worker_class": "sync", "threads": 1, "keep_alive_seconds": 0, **SETTINGS}
THREADED = {"worker_class": "gthread", "threads": THREADS, "keep_alive_seconds": KEEP_ALIVE_SECONDS, **SETTINGS}


def create_app() -> Flask:
    """The application that gunicorn serves: health, then the groups that were asked for."""
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


def command(options: launch.Options) -> list[str]:
    arguments = [
        "--bind", f"{options.host}:{options.port}", "--workers", str(options.workers),
        "--log-level", "warning", "--no-control-socket", "--http-parser", "python",
    ]  # fmt: skip
    if options.profile == "production":
        arguments += ["-k", "gthread", "--threads", str(THREADS), "--keep-alive", str(KEEP_ALIVE_SECONDS)]
        arguments += ["--reuse-port"] if options.workers > 1 else []  # else one worker gets most of the connections
    return [sys.executable, "-m", "gunicorn", "flask_server:create_app()", *arguments]


ENTRY = launch.Entry(
    name="flask", title="Flask", package="flask", server="gunicorn", default_port=8002, command=command,
    settings={"legacy": SYNC, "production": THREADED},
    flags={"--use-gunicorn": "kept for old calls: gunicorn is always used"},
)  # fmt: skip

if __name__ == "__main__":
    launch.main(ENTRY)
