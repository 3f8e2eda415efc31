"""Requests and responses with BlackSheep's own means.

It compares tags and ranges for files only. For negotiation its users take a library; the one that signs cookies is that of
its own sessions.
"""

import hashlib
from typing import Any
from xml.etree import ElementTree

import mimeparse
from blacksheep import (
    Application,
    Content,
    Cookie,
    CookieSameSiteMode,
    FromCookie,
    FromForm,
    FromJSON,
    Request,
    Response,
)
from blacksheep.server.compression import GzipMiddleware, use_gzip_compression
from blacksheep.server.responses import json, status_code, text, unauthorized
from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from shared import request_response as shared

UNSUPPORTED = {
    "brotli_json": "BlackSheep compresses with gzip only",
    "etag_304": "BlackSheep compares If-None-Match only for files, and there with a single tag",
    "etag_200": "BlackSheep compares If-None-Match only for files, and there with a single tag",
}
LIBRARY = {
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
    chosen = mimeparse.best_match(OFFERED, (request.get_first_header(b"Accept") or b"*/*").decode())
    if chosen == "application/json":
        return json(shared.ARTICLE)
    if chosen == "application/xml":
        return Response(200, content=Content(chosen.encode(), ElementTree.tostring(shared.article_tree())))
    if chosen == "text/plain":
        return text("{title}, by {author}".format_map(shared.ARTICLE))
    return status_code(406)


def cookie(name: str, value: str, attributes: dict[str, Any]) -> Cookie:
    return Cookie(
        name,
        value,
        path=attributes["path"],
        http_only=attributes.get("httponly", False),
        secure=attributes.get("secure", False),
        max_age=attributes.get("max_age", -1),
        same_site=CookieSameSiteMode[attributes["samesite"].upper()],
    )


def register(app: Application) -> None:
    @app.router.get("/rr/json/control")
    async def json_control() -> dict[str, Any]:
        return {"ok": True}

    @app.router.get("/rr/json/small")
    async def json_small() -> dict[str, Any]:
        return shared.PROFILE

    @app.router.get("/rr/json/medium")
    async def json_medium() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.router.post("/rr/parse/small")
    async def parse_small(profile: FromJSON[dict]) -> dict[str, Any]:
        return shared.profile_digest(profile.value)

    @app.router.post("/rr/parse/medium")
    async def parse_medium(catalogue: FromJSON[dict]) -> dict[str, Any]:
        return shared.catalogue_digest(catalogue.value)

    @app.router.post("/rr/parse/refused")
    async def parse_refused(profile: FromJSON[dict]) -> dict[str, Any]:
        return shared.profile_digest(profile.value)

    @app.router.post("/rr/form")
    async def form(order: FromForm[Order]) -> dict[str, Any]:
        return order.value.model_dump()

    @app.router.post("/rr/multipart")
    async def multipart_fields(order: FromForm[Order]) -> dict[str, Any]:
        return order.value.model_dump()

    @app.router.get("/rr/headers")
    async def headers_many(request: Request) -> Response:
        found = [request.get_first_header(name.encode()) for name in shared.ITEM_HEADERS]
        response = json({"read": len(found)})
        answers = shared.answer_headers([value.decode() if value else shared.NO_ITEM for value in found])
        for name, value in answers.items():
            response.add_header(name.encode(), value.encode())
        return response

    @app.router.get("/rr/cookies/set")
    async def cookies_set() -> Response:
        response = json({"set": len(shared.COOKIES)})
        response.set_cookies([cookie(name, value, attributes) for name, (value, attributes) in shared.COOKIES.items()])
        return response

    @app.router.get("/rr/cookies/read")
    async def cookies_read(
        session: FromCookie[str | None], theme: FromCookie[str | None], visits: FromCookie[str | None]
    ) -> dict[str, str | None]:
        return {"session": session.value, "theme": theme.value, "visits": visits.value}

    @app.router.get("/rr/cookies/signed")
    async def cookies_signed(request: Request) -> Response:
        try:
            return json({"user": signer.unsign(request.get_cookie("user") or "").decode()})
        except BadSignature:
            return unauthorized()

    @app.router.get("/rr/negotiate/json")
    async def negotiate_json(request: Request) -> Response:
        return negotiate(request)

    @app.router.get("/rr/negotiate/xml")
    async def negotiate_xml(request: Request) -> Response:
        return negotiate(request)

    @app.router.get("/rr/negotiate/text")
    async def negotiate_text(request: Request) -> Response:
        return negotiate(request)

    @app.router.route("/rr/head", methods=["GET", "HEAD"])
    async def head_answer() -> str:
        return shared.NOTICE


def register_large(app: Application) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.router.get("/rr/json/large")
    async def json_large() -> dict[str, Any]:
        return shared.analytics()

    @app.router.post("/rr/parse/large")
    async def parse_large(analytics: FromJSON[dict]) -> dict[str, Any]:
        return shared.analytics_digest(analytics.value)


def register_compress(app: Application) -> None:
    """Everything in it is compressed, if the client asks for it, at the level that the other frameworks use."""
    use_gzip_compression(app, GzipMiddleware(comp_level=6))

    @app.router.get("/rr/compress/off")
    async def compress_off() -> dict[str, Any]:
        return shared.CATALOGUE

    @app.router.get("/rr/compress/gzip")
    async def gzip_json() -> dict[str, Any]:
        return shared.CATALOGUE
