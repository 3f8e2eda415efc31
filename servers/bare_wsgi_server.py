"""A bare WSGI application, on what Flask and Django run on: what of their cost is the server's."""

from __future__ import annotations

from bare_wsgi_app._application import Application, Environ, StartResponse, answer, application
from shared import http_servers, launch

ROLE = "reference"


def create_app() -> Application:
    """The application that is served: health, then the groups that were asked for."""

    def health(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, {"status": "healthy", "framework": ENTRY.name})

    paths = {"/health": ("GET", health)}
    launch.register_groups(paths, ENTRY.app_package, launch.requested_groups())
    return application(paths)


ENTRY = launch.Entry(
    name="bare_wsgi",
    title="Bare WSGI",
    package=None,
    default_port=8005,
    servers=http_servers.wsgi("bare_wsgi_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
