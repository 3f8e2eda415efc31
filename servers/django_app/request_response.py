"""Requests and responses with Django's own means."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from django import forms
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import etag, require_GET, require_POST, require_safe
from shared import request_response as shared

from django_app._answers import answer, invalid
from django_app._project import Project

LIBRARY = {
    "compress_off": "django-http-compression",
    "gzip_json": "django-http-compression",
    "brotli_json": "django-http-compression",
}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = ["application/json", "application/xml", "text/plain"]
signer = Signer(key=shared.COOKIE_KEY, salt=shared.COOKIE_SALT)


class Order(forms.Form):
    customer = forms.CharField()
    email = forms.CharField()
    street = forms.CharField()
    postcode = forms.CharField()
    city = forms.CharField()
    country = forms.CharField()
    phone = forms.CharField()
    product = forms.CharField()
    note = forms.CharField()
    quantity = forms.IntegerField()


def parsed(request: HttpRequest) -> dict[str, Any]:
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise BadRequest("The body is not JSON") from error


def answer_order(request: HttpRequest) -> HttpResponse:
    order = Order(request.POST)
    return answer(order.cleaned_data) if order.is_valid() else invalid(order)


def negotiate(request: HttpRequest) -> HttpResponse:
    """The article in the form that the client likes best."""
    chosen = request.get_preferred_type(OFFERED)
    if chosen == "application/json":
        return answer(shared.ARTICLE)
    if chosen == "application/xml":
        return HttpResponse(ElementTree.tostring(shared.article_tree()), content_type=chosen)
    if chosen == "text/plain":
        return HttpResponse("{title}, by {author}".format_map(shared.ARTICLE), content_type="text/plain; charset=utf-8")
    return answer({"detail": "Not Acceptable"}, 406)


def article_tag(request: HttpRequest) -> str:
    return shared.article_tag()


@require_GET
def json_control(request: HttpRequest) -> HttpResponse:
    return answer({"ok": True})


@require_GET
def json_small(request: HttpRequest) -> HttpResponse:
    return answer(shared.PROFILE)


@require_GET
def json_medium(request: HttpRequest) -> HttpResponse:
    return answer(shared.CATALOGUE)


@require_GET
def json_large(request: HttpRequest) -> HttpResponse:
    return answer(shared.analytics())


@require_POST
def parse_small(request: HttpRequest) -> HttpResponse:
    return answer(shared.profile_digest(parsed(request)))


@require_POST
def parse_medium(request: HttpRequest) -> HttpResponse:
    return answer(shared.catalogue_digest(parsed(request)))


@require_POST
def parse_large(request: HttpRequest) -> HttpResponse:
    return answer(shared.analytics_digest(parsed(request)))


@require_POST
def parse_refused(request: HttpRequest) -> HttpResponse:
    return answer(shared.profile_digest(parsed(request)))


@require_POST
def form(request: HttpRequest) -> HttpResponse:
    return answer_order(request)


@require_POST
def multipart_fields(request: HttpRequest) -> HttpResponse:
    return answer_order(request)


@require_GET
def headers_many(request: HttpRequest) -> HttpResponse:
    items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
    response = answer({"read": len(items)})
    for name, value in shared.answer_headers(items).items():
        response.headers[name] = value
    return response


@require_GET
def cookies_set(request: HttpRequest) -> HttpResponse:
    response = answer({"set": len(shared.COOKIES)})
    for name, (value, attributes) in shared.COOKIES.items():
        response.set_cookie(name, value, **attributes)
    return response


@require_GET
def cookies_read(request: HttpRequest) -> HttpResponse:
    cookies = request.COOKIES
    return answer({"session": cookies.get("session"), "theme": cookies.get("theme"), "visits": cookies.get("visits")})


@require_GET
def cookies_signed(request: HttpRequest) -> HttpResponse:
    try:
        return answer({"user": signer.unsign(request.COOKIES.get("user", ""))})
    except BadSignature:
        return answer({"detail": "Unauthorized"}, 401)


@require_GET
def negotiate_json(request: HttpRequest) -> HttpResponse:
    return negotiate(request)


@require_GET
def negotiate_xml(request: HttpRequest) -> HttpResponse:
    return negotiate(request)


@require_GET
def negotiate_text(request: HttpRequest) -> HttpResponse:
    return negotiate(request)


@require_safe
def head_answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(shared.NOTICE, content_type="text/plain; charset=utf-8")


@require_GET
@etag(article_tag)
def etag_304(request: HttpRequest) -> HttpResponse:
    return answer(shared.ARTICLE)


@require_GET
@etag(article_tag)
def etag_200(request: HttpRequest) -> HttpResponse:
    return answer(shared.ARTICLE)


@require_GET
def compress_off(request: HttpRequest) -> HttpResponse:
    return answer(shared.CATALOGUE)


@require_GET
def gzip_json(request: HttpRequest) -> HttpResponse:
    return answer(shared.CATALOGUE)


@require_GET
def brotli_json(request: HttpRequest) -> HttpResponse:
    return answer(shared.CATALOGUE)


def register(project: Project) -> None:
    project.urlpatterns += [
        path("rr/json/control", json_control),
        path("rr/json/small", json_small),
        path("rr/json/medium", json_medium),
        path("rr/parse/small", parse_small),
        path("rr/parse/medium", parse_medium),
        path("rr/parse/refused", parse_refused),
        path("rr/form", form),
        path("rr/multipart", multipart_fields),
        path("rr/headers", headers_many),
        path("rr/cookies/set", cookies_set),
        path("rr/cookies/read", cookies_read),
        path("rr/cookies/signed", cookies_signed),
        path("rr/negotiate/json", negotiate_json),
        path("rr/negotiate/xml", negotiate_xml),
        path("rr/negotiate/text", negotiate_text),
        path("rr/head", head_answer),
        path("rr/etag/same", etag_304),
        path("rr/etag/other", etag_200),
    ]


def register_large(project: Project) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""
    project.urlpatterns += [path("rr/json/large", json_large), path("rr/parse/large", parse_large)]


def register_compress(project: Project) -> None:
    """Everything in it is compressed, if the client asks for it: gzip level 6 and Brotli 4 are the library's own."""
    project.middleware.insert(0, "django_http_compression.middleware.HttpCompressionMiddleware")
    project.urlpatterns += [
        path("rr/compress/off", compress_off),
        path("rr/compress/gzip", gzip_json),
        path("rr/compress/brotli", brotli_json),
    ]
