"""Blacksheep on uvicorn; on granian in the profile `fastest`."""

from __future__ import annotations

from shared import http_servers, launch

ROLE = "further"


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from blacksheep_app._application import Answer, Application
    from blacksheep_app._interface import serve

    app = Application()

    @app.route("GET", "/health")
    def health() -> Answer:
        return 200, {"status": "healthy", "framework": ENTRY.name}

    launch.register_groups(app, ENTRY.app_package, launch.requested_groups())
    return serve(app)


ENTRY = launch.Entry(
    name="blacksheep",
    title="Blacksheep",
    package=None,  # the framework's own, as soon as requirements.in names it
    default_port=8012,
    servers=http_servers.asgi("blacksheep_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
