"""Django on gunicorn (WSGI), as its deployment page starts it; on granian in the profile `fastest`.

Event streams and WebSockets are served by ASGI, as the documentation of Django and that of channels say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared import http_servers, launch

if TYPE_CHECKING:
    from django_app._project import Project


def create_app() -> object:
    """The WSGI application that is served: health, then the groups that were asked for."""
    from django.core.wsgi import get_wsgi_application

    create_project()
    return get_wsgi_application()


def create_asgi_app() -> object:
    """The same by ASGI, with the WebSockets."""
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.core.asgi import get_asgi_application

    project = create_project()
    http = get_asgi_application()
    return ProtocolTypeRouter({"http": http, "websocket": URLRouter(project.websocket_urlpatterns)})


def create_project() -> Project:
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from django.views.decorators.http import require_GET
    from django_app._answers import answer
    from django_app._project import configure

    @require_GET
    def health(request: HttpRequest) -> HttpResponse:
        return answer({"status": "healthy", "framework": ENTRY.name})

    project = configure()
    project.urlpatterns.append(path("health", health))
    launch.register_groups(project, ENTRY.app_package, launch.requested_groups())
    return project


ENTRY = launch.Entry(
    name="django",
    title="Django",
    package="django",
    default_port=8003,
    servers=http_servers.wsgi("django_server:create_app"),
    servers_for=dict.fromkeys(http_servers.HELD, http_servers.asgi("django_server:create_asgi_app")),
)

if __name__ == "__main__":
    launch.main(ENTRY)
