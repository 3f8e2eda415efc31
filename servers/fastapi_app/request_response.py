"""Requests and responses with FastAPI's own means.

It has no conditional requests outside its static files. For negotiation and for signed cookies its users take a library.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
from xml.etree import ElementTree

import mimeparse
from fastapi import Cookie, FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from shared import request_response as shared
from starlette_compress import CompressMiddleware

UNSUPPORTED = {
    "etag_304": "FastAPI compares If-None-Match only for static files; fastapi-etag finds no tag in a list of tags",
    "etag_200": "FastAPI compares If-None-Match only for static files; fastapi-etag finds no tag in a list of tags",
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


# A declared return type makes Pydantic write the JSON; without one the answer is first copied value by value.
def register(app: FastAPI) -> None:
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
    async def parse_small(profile: dict[str, Any]) -> dict[str, Any]:
        return shared.profile_digest(profile)

    @app.post("/rr/parse/medium")
    async def parse_medium(catalogue: dict[str, Any]) -> dict[str, Any]:
        return shared.catalogue_digest(catalogue)

    @app.post("/rr/parse/refused")
    async def parse_refused(profile: dict[str, Any]) -> dict[str, Any]:
        return shared.profile_digest(profile)

    @app.post("/rr/form")
    async def form(order: Annotated[Order, Form()]) -> dict[str, Any]:
        return order.model_dump()

    @app.post("/rr/multipart")
    async def multipart_fields(order: Annotated[Order, Form()]) -> dict[str, Any]:
        return order.model_dump()

    @app.get("/rr/headers")
    async def headers_many(request: Request, response: Response) -> dict[str, int]:
        items = [request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
        response.headers.update(shared.answer_headers(items))
        return {"read": len(items)}

    @app.get("/rr/cookies/set")
    async def cookies_set(response: Response) -> dict[str, int]:
        for name, (value, attributes) in shared.COOKIES.items():
            response.set_cookie(name, value, **attributes)
        return {"set": len(shared.COOKIES)}

    @app.get("/rr/cookies/read")
    async def cookies_read(
        session: Annotated[str | None, Cookie()] = None,
        theme: Annotated[str | None, Cookie()] = None,
        visits: Annotated[str | None, Cookie()] = None,
    ) -> dict[str, str | None]:
        return {"session": session, "theme": theme, "visits": visits}

    @app.get("/rr/cookies/signed")
    async def cookies_signed(user: Annotated[str, Cookie()] = "") -> dict[str, str]:
        try:
            return {"user": signer.unsign(user).decode()}
        except BadSignature as error:
            raise HTTPException(401) from error

    @app.get("/rr/negotiate/json")
    async def negotiate_json(request: Request) -> Response:
        return negotiate(request)

    @app.get("/rr/negotiate/xml")
    async def negotiate_xml(request: Request) -> Response:
        return negotiate(request)

    @app.get("/rr/negotiate/text")
    async def negotiate_text(request: Request) -> Response:
        return negotiate(request)

    @app.api_route("/rr/head", methods=["GET", "HEAD"], response_class=PlainTextResponse)
    async def head_answer() -> str:
        return shared.NOTICE


def register_large(app: FastAPI) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.get("/rr/json/large")
    async def json_large() -> dict[str, Any]:
        return shared.analytics()

    @app.post("/rr/parse/large")
    async def parse_large(analytics: dict[str, Any]) -> dict[str, Any]:
        return shared.analytics_digest(analytics)


def register_compress(app: FastAPI) -> None:
    """Everything in it is compressed, if the client asks for it, at the levels that the other frameworks use."""
    app.add_middleware(CompressMiddleware, zstd=False, gzip_level=6, brotli_quality=4)

    @app.get("/rr/compress/off")
    async def compress_off() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.get("/rr/compress/gzip")
    async def gzip_json() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.get("/rr/compress/brotli")
    async def brotli_json() -> dict[str, Any]:
        return shared.CATALOGUE
