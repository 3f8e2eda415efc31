"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from shared import basic

from django_app._answers import answer, invalid
from django_app._project import Project

PAGE_DEFAULTS = {"limit": 10, "offset": 0}


class Page(forms.Form):
    limit = forms.IntegerField()
    offset = forms.IntegerField()


@require_GET
def hello_world(request: HttpRequest) -> HttpResponse:
    return HttpResponse(basic.GREETING, content_type="text/plain; charset=utf-8")


@require_GET
def json_response(request: HttpRequest) -> HttpResponse:
    return answer({"message": basic.GREETING, "timestamp": time.time()})


@require_GET
def path_params(request: HttpRequest, user_id: int) -> HttpResponse:
    return answer(basic.user(user_id))


@require_GET
def query_params(request: HttpRequest) -> HttpResponse:
    page = Page(PAGE_DEFAULTS | request.GET.dict())
    if not page.is_valid():
        return invalid(page)
    return answer(basic.users_page(**page.cleaned_data))


@require_GET
def complex_json(request: HttpRequest, user_id: int) -> HttpResponse:
    return answer(basic.profile(user_id, time.time()))


@require_POST
def echo(request: HttpRequest) -> HttpResponse:
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("The body is not JSON") from error
    return answer({"echo": body, "received_at": time.time(), "size": len(json.dumps(body))})


def register(project: Project) -> None:
    project.urlpatterns += [
        path("", hello_world),
        path("json", json_response),
        path("user/<int:user_id>", path_params),
        path("users", query_params),
        path("user/<int:user_id>/profile", complex_json),
        path("echo", echo),
    ]
