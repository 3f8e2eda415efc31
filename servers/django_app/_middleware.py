"""Middleware as functions, and the steps of the chains once more as MiddlewareMixin classes.

Settings name middleware by dotted paths and give it no arguments, so each step of a chain has a name here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from shared import middleware

from django_app._answers import COMPACT, answer

GetResponse = Callable[[HttpRequest], HttpResponse]
Factory = Callable[[GetResponse], GetResponse]


def step(number: int) -> Factory:
    """A function that adds its number to the request's trace, and a header with that trace to the answer."""
    header = f"X-Step-{number}"

    def factory(get_response: GetResponse) -> GetResponse:
        def step_middleware(request: HttpRequest) -> HttpResponse:
            request.trace = f"{request.trace},{number}" if hasattr(request, "trace") else f"{number}"
            response = get_response(request)
            response.headers[header] = request.trace
            return response

        return step_middleware

    return factory


class Step(MiddlewareMixin):
    """The same as a class with two hooks."""

    number: int
    header: str

    def process_request(self, request: HttpRequest) -> None:
        request.trace = f"{request.trace},{self.number}" if hasattr(request, "trace") else f"{self.number}"

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers[self.header] = request.trace
        return response


def step_class(number: int) -> type[Step]:
    return type(f"Step{number}", (Step,), {"number": number, "header": f"X-Step-{number}"})


step_1, step_2, step_3, step_4, step_5 = (step(number) for number in range(1, 6))
step_6, step_7, step_8, step_9, step_10 = (step(number) for number in range(6, 11))
Step1, Step2, Step3, Step4, Step5 = (step_class(number) for number in range(1, 6))
Step6, Step7, Step8, Step9, Step10 = (step_class(number) for number in range(6, 11))


def auth(get_response: GetResponse) -> GetResponse:
    """Lets in who has a known token; the view is told who that is."""

    def auth_middleware(request: HttpRequest) -> HttpResponse:
        if request.path in middleware.NOT_GUARDED:
            return get_response(request)
        request.api_user = middleware.user_of(request.headers.get("Authorization"))
        if request.api_user is None:
            refusal = answer({"error": "unauthorized"}, 401)
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        return get_response(request)

    return auth_middleware


@cache
def opened_log() -> middleware.AccessLog:
    """The log of this process. Only the application that writes one opens it."""
    return middleware.AccessLog()


def log_access(get_response: GetResponse) -> GetResponse:
    """Writes a line when the view has answered."""
    log = opened_log().logger.info

    def log_access_middleware(request: HttpRequest) -> HttpResponse:
        if request.path in middleware.NOT_LOGGED:
            return get_response(request)
        started = time.perf_counter_ns()
        response = get_response(request)
        microseconds = (time.perf_counter_ns() - started) // 1000
        log(middleware.LOG_FORMAT, request.method, request.path, response.status_code, microseconds)
        return response

    return log_access_middleware


def tenant(get_response: GetResponse) -> GetResponse:
    """Tells the view what is known of the tenant that the request names."""

    def tenant_middleware(request: HttpRequest) -> HttpResponse:
        request.tenant = middleware.tenant_of(request.headers.get("X-Tenant"))
        return get_response(request)

    return tenant_middleware


def envelope(get_response: GetResponse) -> GetResponse:
    """Puts each JSON answer into an envelope."""

    def envelope_middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.content = json.dumps(middleware.wrapped(json.loads(response.content)), **COMPACT)
        return response

    return envelope_middleware


class SoldOutHandler:
    """Answers in the place of a view that raised: Django asks `process_exception` of each middleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, middleware.SoldOutError):
            return answer({"error": "sold out", "item": error.args[0]}, 409)
        return None
