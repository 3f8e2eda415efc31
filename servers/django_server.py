"""Django on gunicorn (WSGI), as its deployment page starts it; on granian in the profile `fastest`."""

from __future__ import annotations

from shared import http_servers, launch


def create_app() -> object:
    """The application that is served: health, then the groups that were asked for."""
    from django.core.wsgi import get_wsgi_application
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
    return get_wsgi_application()


ENTRY = launch.Entry(
    name="django",
    title="Django",
    package="django",
    default_port=8003,
    servers=http_servers.wsgi("django_server:create_app"),
)

if __name__ == "__main__":
    launch.main(ENTRY)
