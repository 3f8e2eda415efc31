"""The project: Django's settings, and the URLconf and middleware that the groups add to."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import URLPattern

REST_FRAMEWORK = {
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,  # the default belongs to django.contrib.auth, which is not installed
    "EXCEPTION_HANDLER": "django_app._exceptions.handle",
}

# Django's own logging drops errors unless it is told whom to mail them to.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR"}},
}

LARGEST_BODY = 16 * 1024 * 1024


# In the memory of the one process that serves, as the other frameworks' groups are.
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@dataclass(eq=False)
class Project:
    """The root URLconf (an object with `urlpatterns` is one), and the middleware."""

    urlpatterns: list[URLPattern] = field(default_factory=list)
    websocket_urlpatterns: list[URLPattern] = field(default_factory=list)
    # CommonMiddleware sets Content-Length; without it the answers would be chunked.
    middleware: list[str] = field(default_factory=lambda: ["django.middleware.common.CommonMiddleware"])
    handler400: str = "django_app._answers.bad_request"
    handler404: str = "django_app._answers.not_found"
    handler500: str = "django_app._answers.server_error"


def configure() -> Project:
    """An empty project, made the one of this process; groups may then be imported and registered."""
    project = Project()
    settings.configure(
        DEBUG=False,
        ALLOWED_HOSTS=["*"],
        APPEND_SLASH=False,
        USE_I18N=False,
        MIDDLEWARE=project.middleware,
        ROOT_URLCONF=project,
        LOGGING=LOGGING,
        REST_FRAMEWORK=REST_FRAMEWORK,
        CHANNEL_LAYERS=CHANNEL_LAYERS,
        # By default a body of more than 2.5 MB is refused; the other frameworks have no such limit.
        DATA_UPLOAD_MAX_MEMORY_SIZE=LARGEST_BODY,
    )
    return project
