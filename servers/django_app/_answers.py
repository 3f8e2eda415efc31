"""JSON answers, compact as the other frameworks' are, and the errors in JSON."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse

COMPACT = {"separators": (",", ":"), "ensure_ascii": False}


def answer(data: Any, status: int = 200) -> HttpResponse:
    """JSON without the spaces and escapes that JsonResponse makes by default."""
    return JsonResponse(data, status=status, safe=False, json_dumps_params=COMPACT)


def invalid(form: Form) -> HttpResponse:
    """What is wrong with a form's fields."""
    return answer({"detail": form.errors.get_json_data()}, 422)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer({"detail": "Bad Request"}, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer({"detail": "Not Found"}, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer({"detail": "Internal Server Error"}, 500)
