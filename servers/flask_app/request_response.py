"""Requests and responses with Flask's own means, which are Werkzeug's."""

from __future__ import annotations

import hashlib
from typing import Any
from xml.etree import ElementTree

from flask import Flask, Response, abort, jsonify, request
from flask_compress import Compress
from itsdangerous import BadSignature, Signer
from marshmallow import EXCLUDE
from shared import request_response as shared
from webargs import fields
from webargs.flaskparser import use_kwargs

LIBRARY = {
    "form": "webargs",
    "multipart_fields": "webargs",
    "compress_off": "flask-compress",
    "gzip_json": "flask-compress",
    "brotli_json": "flask-compress",
}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = ["application/json", "application/xml", "text/plain"]
ORDER = {
    "customer": fields.String(required=True),
    "email": fields.String(required=True),
    "street": fields.String(required=True),
    "postcode": fields.String(required=True),
    "city": fields.String(required=True),
    "country": fields.String(required=True),
    "phone": fields.String(required=True),
    "product": fields.String(required=True),
    "note": fields.String(required=True),
    "quantity": fields.Integer(required=True),
}
# What Django's Signer writes, so that all frameworks verify the same bytes. Flask signs its sessions with this library.
signer = Signer(
    shared.COOKIE_KEY,
    salt=shared.COOKIE_SALT,
    sep=":",
    key_derivation="django-concat",
    digest_method=hashlib.sha256,
)


def negotiate() -> Response:
    """The article in the form that the client likes best."""
    accepted = request.accept_mimetypes
    chosen = accepted.best_match(OFFERED) if accepted else OFFERED[0]  # no Accept header: the client takes anything
    if chosen == "application/json":
        return jsonify(shared.ARTICLE)
    if chosen == "application/xml":
        return Response(ElementTree.tostring(shared.article_tree()), mimetype=chosen)
    if chosen == "text/plain":
        return Response("{title}, by {author}".format_map(shared.ARTICLE), mimetype=chosen)
    abort(406)


def article() -> Response:
    """The article with its tag, or 304 when the client has that version."""
    response = jsonify(shared.ARTICLE)
    response.set_etag(shared.article_tag())
    return response.make_conditional(request)


def register(app: Flask) -> None:
    @app.get("/rr/json/control")
    def json_control() -> dict[str, Any]:
        return {"ok": True}

    @app.get("/rr/json/small")
    def json_small() -> dict[str, Any]:
        return shared.PROFILE

    @app.get("/rr/json/medium")
    def json_medium() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.post("/rr/parse/small")
    def parse_small() -> dict[str, Any]:
        return shared.profile_digest(request.get_json())

    @app.post("/rr/parse/medium")
    def parse_medium() -> dict[str, Any]:
        return shared.catalogue_digest(request.get_json())

    @app.post("/rr/parse/refused")
    def parse_refused() -> dict[str, Any]:
        return shared.profile_digest(request.get_json())

    @app.post("/rr/form")
    @use_kwargs(ORDER, location="form", unknown=EXCLUDE)
    def form(**order: Any) -> dict[str, Any]:
        return order

    @app.post("/rr/multipart")
    @use_kwargs(ORDER, location="form", unknown=EXCLUDE)
    def multipart_fields(**order: Any) -> dict[str, Any]:
        return order

    @app.get("/rr/headers")
    def headers_many() -> tuple[dict[str, int], dict[str, str]]:
        items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
        return {"read": len(items)}, shared.answer_headers(items)

    @app.get("/rr/cookies/set")
    def cookies_set() -> Response:
        response = jsonify({"set": len(shared.COOKIES)})
        for name, (value, attributes) in shared.COOKIES.items():
            response.set_cookie(name, value, **attributes)
        return response

    @app.get("/rr/cookies/read")
    def cookies_read() -> dict[str, str | None]:
        cookies = request.cookies
        return {"session": cookies.get("session"), "theme": cookies.get("theme"), "visits": cookies.get("visits")}

    @app.get("/rr/cookies/signed")
    def cookies_signed() -> dict[str, str]:
        try:
            return {"user": signer.unsign(request.cookies.get("user", "")).decode()}
        except BadSignature:
            abort(401)

    @app.get("/rr/negotiate/json")
    def negotiate_json() -> Response:
        return negotiate()

    @app.get("/rr/negotiate/xml")
    def negotiate_xml() -> Response:
        return negotiate()

    @app.get("/rr/negotiate/text")
    def negotiate_text() -> Response:
        return negotiate()

    @app.get("/rr/head")
    def head_answer() -> Response:
        return Response(shared.NOTICE, mimetype="text/plain")

    @app.get("/rr/etag/same")
    def etag_304() -> Response:
        return article()

    @app.get("/rr/etag/other")
    def etag_200() -> Response:
        return article()


def register_large(app: Flask) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.get("/rr/json/large")
    def json_large() -> dict[str, Any]:
        return shared.analytics()

    @app.post("/rr/parse/large")
    def parse_large() -> dict[str, Any]:
        return shared.analytics_digest(request.get_json())


def register_compress(app: Flask) -> None:
    """Everything in it is compressed, if the client asks for it, at the levels that the other frameworks use."""
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_LEVEL=6, COMPRESS_BR_LEVEL=4)
    Compress(app)

    @app.get("/rr/compress/off")
    def compress_off() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.get("/rr/compress/gzip")
    def gzip_json() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.get("/rr/compress/brotli")
    def brotli_json() -> dict[str, Any]:
        return shared.CATALOGUE
