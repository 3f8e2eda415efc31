"""Middleware: functions, and MiddlewareMixin classes as the second form.

Each application has only the middleware that its endpoint names, below the project's own.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods
from shared import middleware

from django_app._answers import answer
from django_app._middleware import opened_log
from django_app._project import Project

ALONE = (
    "chain_of_1", "chain_of_5", "chain_of_10", "hooks_of_1", "hooks_of_5", "hooks_of_10",
    "cors", "auth", "access_log", "modify_request", "modify_response", "error_handler",
)  # fmt: skip
LIBRARY = {"cors_simple": "django-cors-headers", "cors_preflight": "django-cors-headers"}
MODULE = "django_app._middleware"


@require_GET
def chain_of_0(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def chain_of_1(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def chain_of_5(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def chain_of_10(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def hooks_of_0(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def hooks_of_1(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def hooks_of_5(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def hooks_of_10(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def cors_simple(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_http_methods(["PUT"])
def cors_preflight(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def auth_accepted(request: HttpRequest) -> HttpResponse:
    return answer({"user": request.api_user})


@require_GET
def auth_refused(request: HttpRequest) -> HttpResponse:
    return answer({"user": request.api_user})


@require_GET
def access_log(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def log_lines(request: HttpRequest) -> HttpResponse:
    return answer(opened_log().count())


@require_GET
def modify_request(request: HttpRequest) -> HttpResponse:
    return answer(request.tenant)


@require_GET
def modify_response(request: HttpRequest) -> HttpResponse:
    return answer({"message": middleware.GREETING})


@require_GET
def error_handler(request: HttpRequest) -> HttpResponse:
    raise middleware.SoldOutError("keyboard")


def register(project: Project) -> None:
    """Adds nothing: middleware stands around a whole application, so each kind has one of its own."""


def register_plain(project: Project) -> None:
    """The controls: an application without middleware but the project's own."""
    project.urlpatterns += [path("mw/chain/0", chain_of_0), path("mw/hooks/0", hooks_of_0)]


def register_chain_of_1(project: Project) -> None:
    project.middleware.append(f"{MODULE}.step_1")
    project.urlpatterns.append(path("mw/chain/1", chain_of_1))


def register_chain_of_5(project: Project) -> None:
    project.middleware += [f"{MODULE}.step_{number}" for number in range(1, 6)]
    project.urlpatterns.append(path("mw/chain/5", chain_of_5))


def register_chain_of_10(project: Project) -> None:
    project.middleware += [f"{MODULE}.step_{number}" for number in range(1, 11)]
    project.urlpatterns.append(path("mw/chain/10", chain_of_10))


def register_hooks_of_1(project: Project) -> None:
    project.middleware.append(f"{MODULE}.Step1")
    project.urlpatterns.append(path("mw/hooks/1", hooks_of_1))


def register_hooks_of_5(project: Project) -> None:
    project.middleware += [f"{MODULE}.Step{number}" for number in range(1, 6)]
    project.urlpatterns.append(path("mw/hooks/5", hooks_of_5))


def register_hooks_of_10(project: Project) -> None:
    project.middleware += [f"{MODULE}.Step{number}" for number in range(1, 11)]
    project.urlpatterns.append(path("mw/hooks/10", hooks_of_10))


def register_cors(project: Project) -> None:
    # Groups are registered while the project is set up: nothing has read these settings yet.
    settings.CORS_ALLOWED_ORIGINS = middleware.ORIGINS
    settings.CORS_ALLOW_METHODS = middleware.ALLOWED_METHODS
    settings.CORS_ALLOW_HEADERS = middleware.ALLOWED_HEADERS
    settings.CORS_EXPOSE_HEADERS = middleware.EXPOSED_HEADERS
    settings.CORS_ALLOW_CREDENTIALS = True
    settings.CORS_PREFLIGHT_MAX_AGE = middleware.MAX_AGE
    # Its documentation places it above whatever may answer before the view, CommonMiddleware for one.
    project.middleware.insert(0, "corsheaders.middleware.CorsMiddleware")
    project.urlpatterns += [path("mw/cors/simple", cors_simple), path("mw/cors/preflight", cors_preflight)]


def register_auth(project: Project) -> None:
    project.middleware.append(f"{MODULE}.auth")
    project.urlpatterns += [path("mw/auth/accepted", auth_accepted), path("mw/auth/refused", auth_refused)]


def register_access_log(project: Project) -> None:
    project.middleware.append(f"{MODULE}.log_access")
    project.urlpatterns += [path("mw/log", access_log), path(middleware.LOG_LINES.removeprefix("/"), log_lines)]


def register_modify_request(project: Project) -> None:
    project.middleware.append(f"{MODULE}.tenant")
    project.urlpatterns.append(path("mw/request", modify_request))


def register_modify_response(project: Project) -> None:
    project.middleware.append(f"{MODULE}.envelope")
    project.urlpatterns.append(path("mw/response", modify_response))


def register_error_handler(project: Project) -> None:
    project.middleware.append(f"{MODULE}.SoldOutHandler")
    project.urlpatterns.append(path("mw/error", error_handler))
