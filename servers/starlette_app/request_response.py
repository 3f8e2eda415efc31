"""Requests and responses with Starlette's own means.

It has no conditional requests outside its static files. For negotiation its users take a library, and the one that signs
its sessions for signed cookies.
"""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree

import mimeparse
from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from shared import request_response as shared
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette_compress import CompressMiddleware

UNSUPPORTED = {
    "etag_304": "Starlette compares If-None-Match only for static files",
    "etag_200": "Starlette compares If-None-Match only for static files",
}
LIBRARY = {
    "form": "python-multipart",
    "multipart_fields": "python-multipart",
    "compress_off": "starlette-compress",
    "gzip_json": "starlette-compress",
    "brotli_json": "starlette-compress",
    "cookies_signed": "itsdangerous",
    "negotiate_json": "python-mimeparse",
    "negotiate_xml": "python-mimeparse",
    "negotiate_text": "python-mimeparse",
}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = ["text/plain", "application/xml", "application/json"]  # mimeparse prefers the last of equals
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


def negotiate(request: Request) -> Response:
    """The article in the form that the client likes best."""
    chosen = mimeparse.best_match(OFFERED, request.headers.get("Accept", "*/*"))
    if chosen == "application/json":
        return JSONResponse(shared.ARTICLE)
    if chosen == "application/xml":
        return Response(ElementTree.tostring(shared.article_tree()), media_type=chosen)
    if chosen == "text/plain":
        return PlainTextResponse("{title}, by {author}".format_map(shared.ARTICLE))
    raise HTTPException(406)


async def json_control(request: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


async def json_small(request: Request) -> JSONResponse:
    return JSONResponse(shared.PROFILE)


async def json_medium(request: Request) -> JSONResponse:
    return JSONResponse(shared.CATALOGUE)


async def json_large(request: Request) -> JSONResponse:
    return JSONResponse(shared.analytics())


async def parse_small(request: Request) -> JSONResponse:
    return JSONResponse(shared.profile_digest(await request.json()))


async def parse_medium(request: Request) -> JSONResponse:
    return JSONResponse(shared.catalogue_digest(await request.json()))


async def parse_large(request: Request) -> JSONResponse:
    return JSONResponse(shared.analytics_digest(await request.json()))


async def parse_refused(request: Request) -> JSONResponse:
    return JSONResponse(shared.profile_digest(await request.json()))


async def form(request: Request) -> JSONResponse:
    async with request.form() as fields:
        order = Order.model_validate(dict(fields))
    return JSONResponse(order.model_dump())


async def multipart_fields(request: Request) -> JSONResponse:
    async with request.form() as fields:
        order = Order.model_validate(dict(fields))
    return JSONResponse(order.model_dump())


async def headers_many(request: Request) -> JSONResponse:
    items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
    return JSONResponse({"read": len(items)}, headers=shared.answer_headers(items))


async def cookies_set(request: Request) -> JSONResponse:
    response = JSONResponse({"set": len(shared.COOKIES)})
    for name, (value, attributes) in shared.COOKIES.items():
        response.set_cookie(name, value, **attributes)
    return response


async def cookies_read(request: Request) -> JSONResponse:
    return JSONResponse({name: request.cookies.get(name) for name in ("session", "theme", "visits")})


async def cookies_signed(request: Request) -> JSONResponse:
    try:
        return JSONResponse({"user": signer.unsign(request.cookies.get("user", "")).decode()})
    except BadSignature as error:
        raise HTTPException(401) from error


async def negotiate_json(request: Request) -> Response:
    return negotiate(request)


async def negotiate_xml(request: Request) -> Response:
    return negotiate(request)


async def negotiate_text(request: Request) -> Response:
    return negotiate(request)


async def head_answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(shared.NOTICE)


async def compress_off(request: Request) -> JSONResponse:
    return JSONResponse(shared.CATALOGUE)


async def gzip_json(request: Request) -> JSONResponse:
    return JSONResponse(shared.CATALOGUE)


async def brotli_json(request: Request) -> JSONResponse:
    return JSONResponse(shared.CATALOGUE)


def register(app: Starlette) -> None:
    app.routes.extend([
        Route("/rr/json/control", json_control),
        Route("/rr/json/small", json_small),
        Route("/rr/json/medium", json_medium),
        Route("/rr/parse/small", parse_small, methods=["POST"]),
        Route("/rr/parse/medium", parse_medium, methods=["POST"]),
        Route("/rr/parse/refused", parse_refused, methods=["POST"]),
        Route("/rr/form", form, methods=["POST"]),
        Route("/rr/multipart", multipart_fields, methods=["POST"]),
        Route("/rr/headers", headers_many),
        Route("/rr/cookies/set", cookies_set),
        Route("/rr/cookies/read", cookies_read),
        Route("/rr/cookies/signed", cookies_signed),
        Route("/rr/negotiate/json", negotiate_json),
        Route("/rr/negotiate/xml", negotiate_xml),
        Route("/rr/negotiate/text", negotiate_text),
        Route("/rr/head", head_answer),
    ])  # fmt: skip


def register_large(app: Starlette) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""
    app.routes.extend([
        Route("/rr/json/large", json_large),
        Route("/rr/parse/large", parse_large, methods=["POST"]),
    ])  # fmt: skip


def register_compress(app: Starlette) -> None:
    """Everything in it is compressed, if the client asks for it, at the levels that the other frameworks use."""
    app.add_middleware(CompressMiddleware, zstd=False, gzip_level=6, brotli_quality=4)
    app.routes.extend([
        Route("/rr/compress/off", compress_off),
        Route("/rr/compress/gzip", gzip_json),
        Route("/rr/compress/brotli", brotli_json),
    ])  # fmt: skip
