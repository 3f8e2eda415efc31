"""Requests and responses with Litestar's own means."""

from __future__ import annotations

import hashlib
from typing import Any
from xml.etree import ElementTree

from itsdangerous import BadSignature, Signer
from litestar import HttpMethod, MediaType, Request, Response, get, post, route
from litestar.config.app import AppConfig
from litestar.config.compression import CompressionConfig
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.params import FromCookie, JSONBody, MultipartBody, URLEncodedBody
from msgspec import Struct
from shared import request_response as shared

UNSUPPORTED = {
    "negotiate_text": "Litestar's Accept takes a type with q=0 for an accepted one, and so sends what was refused",
    "brotli_json": "Litestar's CompressionConfig looks for the letters br in Accept-Encoding: also in br;q=0, a refusal",
    "etag_304": "Litestar writes an ETag and never compares one with If-None-Match",
    "etag_200": "Litestar writes an ETag and never compares one with If-None-Match",
}
LIBRARY = {"cookies_signed": "itsdangerous"}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = ["application/json", "application/xml", "text/plain"]
# What Django's Signer writes, so that all frameworks verify the same bytes.
signer = Signer(
    shared.COOKIE_KEY,
    salt=shared.COOKIE_SALT,
    sep=":",
    key_derivation="django-concat",
    digest_method=hashlib.sha256,
)


class Order(Struct):
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
    chosen = request.accept.best_match(OFFERED)
    if chosen == "application/json":
        return Response(shared.ARTICLE)
    if chosen == "application/xml":
        return Response(ElementTree.tostring(shared.article_tree()), media_type=chosen)
    if chosen == "text/plain":
        return Response("{title}, by {author}".format_map(shared.ARTICLE), media_type=chosen)
    raise HTTPException(status_code=406)


@get("/rr/json/control")
async def json_control() -> dict[str, Any]:
    return {"ok": True}


@get("/rr/json/small")
async def json_small() -> dict[str, Any]:
    return shared.PROFILE


@get("/rr/json/medium")
async def json_medium() -> dict[str, Any]:
    return shared.CATALOGUE


@post("/rr/parse/small", status_code=200)
async def parse_small(data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    return shared.profile_digest(data)


@post("/rr/parse/medium", status_code=200)
async def parse_medium(data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    return shared.catalogue_digest(data)


@post("/rr/parse/refused", status_code=200)
async def parse_refused(data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    return shared.profile_digest(data)


@post("/rr/form", status_code=200)
async def form(data: URLEncodedBody[Order]) -> Order:
    return data


@post("/rr/multipart", status_code=200)
async def multipart_fields(data: MultipartBody[Order]) -> Order:
    return data


@get("/rr/headers")
async def headers_many(request: Request) -> Response[dict[str, int]]:
    items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
    return Response({"read": len(items)}, headers=shared.answer_headers(items))


@get("/rr/cookies/set")
async def cookies_set() -> Response[dict[str, int]]:
    cookies = [Cookie(name, value=value, **attributes) for name, (value, attributes) in shared.COOKIES.items()]
    return Response({"set": len(cookies)}, cookies=cookies)


@get("/rr/cookies/read")
async def cookies_read(
    session: FromCookie[str | None] = None, theme: FromCookie[str | None] = None, visits: FromCookie[str | None] = None
) -> dict[str, str | None]:
    return {"session": session, "theme": theme, "visits": visits}


@get("/rr/cookies/signed")
async def cookies_signed(user: FromCookie[str] = "") -> dict[str, str]:
    try:
        return {"user": signer.unsign(user).decode()}
    except BadSignature as error:
        raise NotAuthorizedException from error


@get("/rr/negotiate/json")
async def negotiate_json(request: Request) -> Response:
    return negotiate(request)


@get("/rr/negotiate/xml")
async def negotiate_xml(request: Request) -> Response:
    return negotiate(request)


@route("/rr/head", http_method=[HttpMethod.GET, HttpMethod.HEAD], media_type=MediaType.TEXT)
async def head_answer() -> str:
    return shared.NOTICE


@get("/rr/json/large")
async def json_large() -> dict[str, Any]:
    return shared.analytics()


# Its limit of a body is just below what is sent here.
@post("/rr/parse/large", status_code=200, request_max_body_size=None)
async def parse_large(data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    return shared.analytics_digest(data)


@get("/rr/compress/off")
async def compress_off() -> dict[str, Any]:
    return shared.CATALOGUE


@get("/rr/compress/gzip")
async def gzip_json() -> dict[str, Any]:
    return shared.CATALOGUE


def register(config: AppConfig) -> None:
    config.route_handlers += [
        json_control, json_small, json_medium, parse_small, parse_medium, parse_refused, form, multipart_fields,
        headers_many, cookies_set, cookies_read, cookies_signed, negotiate_json, negotiate_xml, head_answer,
    ]  # fmt: skip


def register_large(config: AppConfig) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""
    config.route_handlers += [json_large, parse_large]


def register_compress(config: AppConfig) -> None:
    """Everything in it is compressed, if the client asks for it, at the level that the other frameworks use."""
    config.compression_config = CompressionConfig(backend="gzip", gzip_compress_level=6)
    config.route_handlers += [compress_off, gzip_json]
