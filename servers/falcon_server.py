"""Falcon on gunicorn: its default worker in the legacy profile, the threaded one in production; in `fastest` granian."""

from __future__ import annotations

from json import JSONEncoder
from typing import TYPE_CHECKING, Any

from shared import http_servers, launch

if TYPE_CHECKING:
    import falcon
    from pydantic import ValidationError

ROLE = "further"


def create_app() -> falcon.App:
    """The application that is served: health, then the groups that were asked for."""
    import falcon
    from falcon.media import JSONHandler
    from pydantic import ValidationError

    class Health:
        def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
            resp.media = {"status": "healthy", "framework": ENTRY.name}

    app = falcon.App()
    # Its own JSON handler, without the blanks that the standard library writes.
    json = JSONHandler(dumps=JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode)
    app.req_options.media_handlers[falcon.MEDIA_JSON] = json
    app.resp_options.media_handlers[falcon.MEDIA_JSON] = json
    app.add_error_handler(ValidationError, invalid_input)
    app.add_route("/health", Health())
    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


def invalid_input(req: falcon.Request, resp: falcon.Response, error: ValidationError, params: dict[str, Any]) -> None:
    """What a model refused, as 422. What Falcon itself refuses it answers by its own errors."""
    resp.status = 422
    resp.media = {"errors": error.errors(include_url=False, include_context=False)}


ENTRY = launch.Entry(
    name="falcon",
    title="Falcon",
    package="falcon",
    default_port=8011,
    servers=http_servers.wsgi("falcon_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
