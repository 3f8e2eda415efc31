"""Requests and responses with Sanic's own means; it writes and reads JSON with ujson, which comes with it.

It compares no entity tags. For compression and for signed cookies there are libraries.
"""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree

from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from sanic import HTTPResponse, Request, Sanic, json, raw, text
from sanic.exceptions import SanicException, Unauthorized
from sanic_compress_plus import Compress
from sanic_ext import validate
from shared import request_response as shared

UNSUPPORTED = {
    "brotli_json": "Sanic does not compress, and sanic-compress-plus leaves Brotli at its highest quality, 11, and nobody a choice",
    "etag_304": "Sanic compares If-Modified-Since for files, and If-None-Match nowhere",
    "etag_200": "Sanic compares If-Modified-Since for files, and If-None-Match nowhere",
}
LIBRARY = {
    "form": "sanic-ext",
    "multipart_fields": "sanic-ext",
    "compress_off": "sanic-compress-plus",
    "gzip_json": "sanic-compress-plus",
    "cookies_signed": "itsdangerous",
}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = ("application/json", "application/xml", "text/plain")
# What Django's Signer writes, so that all frameworks verify the same bytes.
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


def negotiate(request: Request) -> HTTPResponse:
    """The article in the form that the client likes best."""
    chosen = request.accept.match(*OFFERED)
    if not chosen or not chosen.header.q:  # what has q=0 is refused, and matches all the same
        raise SanicException("Not acceptable", status_code=406)
    if chosen.mime == "application/xml":
        return raw(ElementTree.tostring(shared.article_tree()), content_type=chosen.mime)
    if chosen.mime == "text/plain":
        return text("{title}, by {author}".format_map(shared.ARTICLE))
    return json(shared.ARTICLE)


def register(app: Sanic) -> None:
    @app.get("/rr/json/control")
    async def json_control(request: Request) -> HTTPResponse:
        return json({"ok": True})

    @app.get("/rr/json/small")
    async def json_small(request: Request) -> HTTPResponse:
        return json(shared.PROFILE)

    @app.get("/rr/json/medium")
    async def json_medium(request: Request) -> HTTPResponse:
        return json(shared.CATALOGUE)

    @app.post("/rr/parse/small")
    async def parse_small(request: Request) -> HTTPResponse:
        return json(shared.profile_digest(request.json))

    @app.post("/rr/parse/medium")
    async def parse_medium(request: Request) -> HTTPResponse:
        return json(shared.catalogue_digest(request.json))

    @app.post("/rr/parse/refused")
    async def parse_refused(request: Request) -> HTTPResponse:
        return json(shared.profile_digest(request.json))

    @app.post("/rr/form")
    @validate(form=Order)
    async def form(request: Request, body: Order) -> HTTPResponse:
        return json(body.model_dump())

    @app.post("/rr/multipart")
    @validate(form=Order)
    async def multipart_fields(request: Request, body: Order) -> HTTPResponse:
        return json(body.model_dump())

    @app.get("/rr/headers")
    async def headers_many(request: Request) -> HTTPResponse:
        items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
        return json({"read": len(items)}, headers=shared.answer_headers(items))

    @app.get("/rr/cookies/set")
    async def cookies_set(request: Request) -> HTTPResponse:
        response = json({"set": len(shared.COOKIES)})
        for name, (value, attributes) in shared.COOKIES.items():
            response.add_cookie(name, value, **{"secure": False} | attributes)
        return response

    @app.get("/rr/cookies/read")
    async def cookies_read(request: Request) -> HTTPResponse:
        return json({name: request.cookies.get(name) for name in ("session", "theme", "visits")})

    @app.get("/rr/cookies/signed")
    async def cookies_signed(request: Request) -> HTTPResponse:
        try:
            return json({"user": signer.unsign(request.cookies.get("user", "")).decode()})
        except BadSignature as error:
            raise Unauthorized("The cookie is not signed by this server") from error

    @app.get("/rr/negotiate/json")
    async def negotiate_json(request: Request) -> HTTPResponse:
        return negotiate(request)

    @app.get("/rr/negotiate/xml")
    async def negotiate_xml(request: Request) -> HTTPResponse:
        return negotiate(request)

    @app.get("/rr/negotiate/text")
    async def negotiate_text(request: Request) -> HTTPResponse:
        return negotiate(request)

    @app.route("/rr/head", methods=["GET", "HEAD"])
    async def head_answer(request: Request) -> HTTPResponse:
        return text(shared.NOTICE)


def register_large(app: Sanic) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.get("/rr/json/large")
    async def json_large(request: Request) -> HTTPResponse:
        return json(shared.analytics())

    @app.post("/rr/parse/large")
    async def parse_large(request: Request) -> HTTPResponse:
        return json(shared.analytics_digest(request.json))


def register_compress(app: Sanic) -> None:
    """Everything in it is compressed, if the client asks for it, at the level that the other frameworks use."""
    app.config.GZIP_COMPRESS_LEVEL = 6
    Compress(app)

    @app.get("/rr/compress/off")
    async def compress_off(request: Request) -> HTTPResponse:
        return json(shared.CATALOGUE)

    @app.get("/rr/compress/gzip")
    async def gzip_json(request: Request) -> HTTPResponse:
        return json(shared.CATALOGUE)
