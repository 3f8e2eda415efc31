"""Requests and responses with Robyn's own means.

It sets cookies but reads none: the standard library parses their header. For negotiation, signed cookies and the fields of a
form there are libraries.
"""

# No postponed annotations here: Robyn reads those of the handlers.
import hashlib
from http.cookies import SimpleCookie
from typing import Any
from xml.etree import ElementTree

import mimeparse
from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from robyn import Headers, Request, Response, Robyn, jsonify
from robyn.types import FormData
from shared import request_response as shared

UNSUPPORTED = {
    "json_small": "another method gets the 404 of a path that is not there, where it must be 405",
    "head_answer": "another method gets the 404 of a path that is not there, where it must be 405",
    "form": "form_data is filled from multipart bodies only: for one that is urlencoded it is empty",
    "compress_off": "Robyn does not compress, and there is no library for it",
    "gzip_json": "Robyn does not compress, and there is no library for it",
    "brotli_json": "Robyn does not compress, and there is no library for it",
    "etag_304": "Robyn compares no If-None-Match",
    "etag_200": "Robyn compares no If-None-Match",
}
LIBRARY = {
    "multipart_fields": "pydantic",
    "cookies_signed": "itsdangerous",
    "negotiate_json": "python-mimeparse",
    "negotiate_xml": "python-mimeparse",
    "negotiate_text": "python-mimeparse",
}

JSON = {"Content-Type": "application/json"}
NAMES = {"httponly": "http_only", "samesite": "same_site"}
"""What Robyn calls the attributes of a cookie differently."""
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


def cookies_of(headers: Headers) -> dict[str, str]:
    return {name: cookie.value for name, cookie in SimpleCookie(headers.get("Cookie") or "").items()}


def negotiate(headers: Headers) -> Response:
    """The article in the form that the client likes best."""
    chosen = mimeparse.best_match(OFFERED, headers.get("Accept") or "*/*")
    if chosen == "application/json":
        return Response(200, JSON, jsonify(shared.ARTICLE))
    if chosen == "application/xml":
        return Response(200, {"Content-Type": chosen}, ElementTree.tostring(shared.article_tree()))
    if chosen == "text/plain":
        return Response(200, {"Content-Type": chosen}, "{title}, by {author}".format_map(shared.ARTICLE))
    return Response(406, JSON, jsonify({"error": "not acceptable"}))


def register(app: Robyn) -> None:
    @app.get("/rr/json/control")
    async def json_control() -> dict[str, Any]:
        return {"ok": True}

    @app.get("/rr/json/medium")
    async def json_medium() -> dict[str, Any]:
        return shared.CATALOGUE

    # A parameter of the type JsonBody would parse the body eleven times, once for each type that Robyn looks for.
    @app.post("/rr/parse/small")
    async def parse_small(request: Request) -> dict[str, Any]:
        return shared.profile_digest(request.json())

    @app.post("/rr/parse/medium")
    async def parse_medium(request: Request) -> dict[str, Any]:
        return shared.catalogue_digest(request.json())

    @app.post("/rr/parse/refused")
    async def parse_refused(request: Request) -> dict[str, Any]:
        return shared.profile_digest(request.json())

    @app.post("/rr/multipart")
    async def multipart_fields(form: FormData) -> Order:
        return Order.model_validate(form)

    @app.get("/rr/headers")
    async def headers_many(headers: Headers) -> Response:
        items = [headers.get(name) or shared.NO_ITEM for name in shared.ITEM_HEADERS]
        return Response(200, JSON | shared.answer_headers(items), jsonify({"read": len(items)}))

    @app.get("/rr/cookies/set")
    async def cookies_set() -> Response:
        response = Response(200, JSON, jsonify({"set": len(shared.COOKIES)}))
        for name, (value, attributes) in shared.COOKIES.items():
            known = {NAMES.get(key, key): attribute for key, attribute in attributes.items()}
            response.set_cookie(name, value, **known)
        return response

    @app.get("/rr/cookies/read")
    async def cookies_read(headers: Headers) -> dict[str, str | None]:
        cookies = cookies_of(headers)
        return {"session": cookies.get("session"), "theme": cookies.get("theme"), "visits": cookies.get("visits")}

    @app.get("/rr/cookies/signed")
    async def cookies_signed(headers: Headers) -> Response:
        try:
            return Response(200, JSON, jsonify({"user": signer.unsign(cookies_of(headers).get("user", "")).decode()}))
        except BadSignature:
            return Response(401, JSON, jsonify({"error": "not signed by this server"}))

    @app.get("/rr/negotiate/json")
    async def negotiate_json(headers: Headers) -> Response:
        return negotiate(headers)

    @app.get("/rr/negotiate/xml")
    async def negotiate_xml(headers: Headers) -> Response:
        return negotiate(headers)

    @app.get("/rr/negotiate/text")
    async def negotiate_text(headers: Headers) -> Response:
        return negotiate(headers)


def register_large(app: Robyn) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.get("/rr/json/large")
    async def json_large() -> dict[str, Any]:
        return shared.analytics()

    @app.post("/rr/parse/large")
    async def parse_large(request: Request) -> dict[str, Any]:
        return shared.analytics_digest(request.json())
