"""Requests and responses with Quart's own means, which are Werkzeug's where they do not wait for the client."""

from __future__ import annotations

import hashlib
from typing import Any
from xml.etree import ElementTree

from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from quart import Quart, Response, abort, jsonify, request
from quart_compress import Compress
from shared import request_response as shared

UNSUPPORTED = {
    "brotli_json": "quart-compress writes Brotli at its highest quality, 11, and also for a client that refuses it with q=0",
}
LIBRARY = {
    "form": "pydantic",
    "multipart_fields": "pydantic",
    "compress_off": "quart-compress",
    "gzip_json": "quart-compress",
}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = ["application/json", "application/xml", "text/plain"]
# What Django's Signer writes, so that all frameworks verify the same bytes. Quart signs its sessions with this library.
signer = Signer(
    shared.COOKIE_KEY,
    salt=shared.COOKIE_SALT,
    sep=":",
    key_derivation="django-concat",
    digest_method=hashlib.sha256,
)


class Order(BaseModel):
    customer: str
    email: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str
    product: str
    note: str
    quantity: int


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


async def article() -> Response:
    """The article with its tag, or 304 when the client has that version."""
    response = jsonify(shared.ARTICLE)
    response.set_etag(shared.article_tag())
    return await response.make_conditional(request)


def register(app: Quart) -> None:
    @app.get("/rr/json/control")
    async def json_control() -> dict[str, Any]:
        return {"ok": True}

    @app.get("/rr/json/small")
    async def json_small() -> dict[str, Any]:
        return shared.PROFILE

    @app.get("/rr/json/medium")
    async def json_medium() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.post("/rr/parse/small")
    async def parse_small() -> dict[str, Any]:
        return shared.profile_digest(await request.get_json())

    @app.post("/rr/parse/medium")
    async def parse_medium() -> dict[str, Any]:
        return shared.catalogue_digest(await request.get_json())

    @app.post("/rr/parse/refused")
    async def parse_refused() -> dict[str, Any]:
        return shared.profile_digest(await request.get_json())

    # Pydantic by itself: quart-schema would copy each of the answers above to find models in it.
    @app.post("/rr/form")
    async def form() -> dict[str, Any]:
        return Order.model_validate((await request.form).to_dict()).model_dump()

    @app.post("/rr/multipart")
    async def multipart_fields() -> dict[str, Any]:
        return Order.model_validate((await request.form).to_dict()).model_dump()

    @app.get("/rr/headers")
    async def headers_many() -> tuple[dict[str, int], dict[str, str]]:
        items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
        return {"read": len(items)}, shared.answer_headers(items)

    @app.get("/rr/cookies/set")
    async def cookies_set() -> Response:
        response = jsonify({"set": len(shared.COOKIES)})
        for name, (value, attributes) in shared.COOKIES.items():
            response.set_cookie(name, value, **attributes)
        return response

    @app.get("/rr/cookies/read")
    async def cookies_read() -> dict[str, str | None]:
        cookies = request.cookies
        return {"session": cookies.get("session"), "theme": cookies.get("theme"), "visits": cookies.get("visits")}

    @app.get("/rr/cookies/signed")
    async def cookies_signed() -> dict[str, str]:
        try:
            return {"user": signer.unsign(request.cookies.get("user", "")).decode()}
        except BadSignature:
            abort(401)

    @app.get("/rr/negotiate/json")
    async def negotiate_json() -> Response:
        return negotiate()

    @app.get("/rr/negotiate/xml")
    async def negotiate_xml() -> Response:
        return negotiate()

    @app.get("/rr/negotiate/text")
    async def negotiate_text() -> Response:
        return negotiate()

    @app.get("/rr/head")
    async def head_answer() -> Response:
        return Response(shared.NOTICE, mimetype="text/plain")

    @app.get("/rr/etag/same")
    async def etag_304() -> Response:
        return await article()

    @app.get("/rr/etag/other")
    async def etag_200() -> Response:
        return await article()


def register_large(app: Quart) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.get("/rr/json/large")
    async def json_large() -> dict[str, Any]:
        return shared.analytics()

    @app.post("/rr/parse/large")
    async def parse_large() -> dict[str, Any]:
        return shared.analytics_digest(await request.get_json())


def register_compress(app: Quart) -> None:
    """Everything in it is compressed, if the client asks for it, at the level that the other frameworks use."""
    app.config.update(COMPRESS_ALGORITHM="gzip", COMPRESS_LEVEL=6)
    Compress(app)

    @app.get("/rr/compress/off")
    async def compress_off() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.get("/rr/compress/gzip")
    async def gzip_json() -> dict[str, Any]:
        return shared.CATALOGUE
