"""A bare ASGI application, on what FastAPI runs on: what of FastAPI's cost is the server's."""

from __future__ import annotations

from bare_asgi_app._application import Application, Receive, Send, answer, application
from bare_asgi_app._slowdown import Slowdown, requested_share
from shared import http_servers, launch

ROLE = "reference"
CALIBRATES = True


def create_app() -> Application:
    """The application that is served: health, then the groups that were asked for."""

    async def health(receive: Receive, send: Send) -> None:
        await answer(send, {"status": "healthy", "framework": ENTRY.name})

    paths = {"/health": ("GET", health)}
    launch.register_groups(paths, ENTRY.app_package, launch.requested_groups())
    return application(paths) if SHARE is None else Slowdown(application(paths), SHARE)


SHARE = requested_share()
ENTRY = launch.Entry(
    name="bare_asgi",
    title="Bare ASGI",
    package=None,
    default_port=8004,
    servers=http_servers.asgi("bare_asgi_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
