"""Django on gunicorn (WSGI), as Django's deployment page starts it."""

from __future__ import annotations

import sys

from shared import launch

SYNC = {
    "threads": 1,
    "worker_class": "sync",
    "parser": "gunicorn",
    "interface": "WSGI",
    "keep_alive_seconds": 0,
    "access_log": False,
}
SETTINGS = {
    "legacy": SYNC,
    "production": SYNC | {"threads": 4, "worker_class": "gthread", "keep_alive_seconds": 5},
}


def create_app() -> object:
    """The application that gunicorn serves: health, then the groups that were asked for."""
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


def command(options: launch.Options) -> list[str]:
    settings = SETTINGS[options.profile]
    # The control socket is one file for all gunicorns of a user, and a thread more.
    arguments = [
        "--bind", f"{options.host}:{options.port}", "--workers", str(options.workers),
        "--worker-class", settings["worker_class"],
        "--http-parser", "python", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    if options.profile == "production":
        arguments += ["--threads", str(settings["threads"]), "--keep-alive", str(settings["keep_alive_seconds"])]
        # Without it the kernel gives nearly all keep-alive connections to one of the workers.
        arguments += ["--reuse-port"] if options.workers > 1 else []
    return [sys.executable, "-m", "gunicorn", "django_server:create_app()", *arguments]


ENTRY = launch.Entry(
    name="django",
    title="Django",
    package="django",
    server="gunicorn",
    default_port=8003,
    command=command,
    settings=SETTINGS,
)

if __name__ == "__main__":
    launch.main(ENTRY)
