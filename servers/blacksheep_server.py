"""BlackSheep on uvicorn, the server its documentation starts with; on granian in the profile `fastest`."""

from __future__ import annotations

import logging

from shared import http_servers, launch

ROLE = "further"


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from blacksheep import Application
    from blacksheep_app import _refusals

    # Only errors are logged. It is no level of BlackSheep's own logger, which each new application sets back to INFO.
    logging.disable(logging.WARNING)
    app = Application()
    _refusals.register(app)

    @app.router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return app


ENTRY = launch.Entry(
    name="blacksheep",
    title="BlackSheep",
    package="blacksheep",
    default_port=8012,
    servers=http_servers.asgi("blacksheep_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
