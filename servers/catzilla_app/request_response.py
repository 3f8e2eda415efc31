"""Requests and responses with Catzilla's own means.

It sets cookies but reads none: the standard library parses their header. For negotiation and for signed cookies there
are libraries that work with any framework.
"""

# No postponed annotations here: Catzilla reads those of the handlers.
import hashlib
from http.cookies import SimpleCookie
from typing import Any
from xml.etree import ElementTree

import mimeparse
from catzilla import Catzilla, Form, JSONResponse, Request, Response
from itsdangerous import BadSignature, Signer
from shared import request_response as shared

UNSUPPORTED = {
    "parse_refused": "request.json() gives {} for a body that is not JSON, so nothing tells it from an empty object",
    "compress_off": "Catzilla does not compress, and a Response takes only text",
    "gzip_json": "Catzilla does not compress, and a Response takes only text",
    "brotli_json": "Catzilla does not compress, and a Response takes only text",
    "head_answer": "the answer to HEAD has a body, which the next answer on the connection would follow",
    "etag_304": "Catzilla compares no If-None-Match",
    "etag_200": "Catzilla compares no If-None-Match",
}
LIBRARY = {
    "cookies_signed": "itsdangerous",
    "negotiate_json": "python-mimeparse",
    "negotiate_xml": "python-mimeparse",
    "negotiate_text": "python-mimeparse",
}

OFFERED = ["text/plain", "application/xml", "application/json"]  # mimeparse prefers the last of equals
# What Django's Signer writes, so that all frameworks verify the same bytes.
signer = Signer(
    shared.COOKIE_KEY,
    salt=shared.COOKIE_SALT,
    sep=":",
    key_derivation="django-concat",
    digest_method=hashlib.sha256,
)


def cookies_of(request: Request) -> dict[str, str]:
    return {name: cookie.value for name, cookie in SimpleCookie(request.get_header("Cookie") or "").items()}


def negotiate(request: Request) -> Response:
    """The article in the form that the client likes best."""
    chosen = mimeparse.best_match(OFFERED, request.get_header("Accept") or "*/*")
    if chosen == "application/json":
        return JSONResponse(shared.ARTICLE)
    if chosen == "application/xml":
        return Response(body=ElementTree.tostring(shared.article_tree(), "unicode"), content_type=chosen)
    if chosen == "text/plain":
        return Response(body="{title}, by {author}".format_map(shared.ARTICLE))
    return JSONResponse({"error": "Not acceptable"}, status_code=406)


def register(app: Catzilla) -> None:
    @app.get("/rr/json/control")
    def json_control(request: Request) -> dict[str, Any]:
        return {"ok": True}

    @app.get("/rr/json/small")
    def json_small(request: Request) -> dict[str, Any]:
        return shared.PROFILE

    @app.get("/rr/json/medium")
    def json_medium(request: Request) -> dict[str, Any]:
        return shared.CATALOGUE

    @app.post("/rr/parse/small")
    def parse_small(request: Request) -> dict[str, Any]:
        return shared.profile_digest(request.json())

    @app.post("/rr/parse/medium")
    def parse_medium(request: Request) -> dict[str, Any]:
        return shared.catalogue_digest(request.json())

    @app.post("/rr/form")
    def form(
        request: Request,
        customer: str = Form(...), email: str = Form(...), street: str = Form(...), postcode: str = Form(...),
        city: str = Form(...), country: str = Form(...), phone: str = Form(...), product: str = Form(...),
        note: str = Form(...), quantity: int = Form(...),
    ) -> dict[str, Any]:  # fmt: skip
        return {
            "customer": customer, "email": email, "street": street, "postcode": postcode, "city": city,
            "country": country, "phone": phone, "product": product, "note": note, "quantity": quantity,
        }  # fmt: skip

    @app.post("/rr/multipart")
    def multipart_fields(
        request: Request,
        customer: str = Form(...), email: str = Form(...), street: str = Form(...), postcode: str = Form(...),
        city: str = Form(...), country: str = Form(...), phone: str = Form(...), product: str = Form(...),
        note: str = Form(...), quantity: int = Form(...),
    ) -> dict[str, Any]:  # fmt: skip
        return {
            "customer": customer, "email": email, "street": street, "postcode": postcode, "city": city,
            "country": country, "phone": phone, "product": product, "note": note, "quantity": quantity,
        }  # fmt: skip

    @app.get("/rr/headers")
    def headers_many(request: Request) -> Response:
        items = [request.get_header(name) or shared.NO_ITEM for name in shared.ITEM_HEADERS]
        return JSONResponse({"read": len(items)}, headers=shared.answer_headers(items))

    @app.get("/rr/cookies/set")
    def cookies_set(request: Request) -> Response:
        response = JSONResponse({"set": len(shared.COOKIES)})
        for name, (value, attributes) in shared.COOKIES.items():
            response.set_cookie(name, value, **attributes)
        return response

    @app.get("/rr/cookies/read")
    def cookies_read(request: Request) -> dict[str, str | None]:
        cookies = cookies_of(request)
        return {"session": cookies.get("session"), "theme": cookies.get("theme"), "visits": cookies.get("visits")}

    @app.get("/rr/cookies/signed")
    def cookies_signed(request: Request) -> Response:
        try:
            return JSONResponse({"user": signer.unsign(cookies_of(request).get("user", "")).decode()})
        except BadSignature:
            return JSONResponse({"error": "Unauthorized"}, status_code=401)

    @app.get("/rr/negotiate/json")
    def negotiate_json(request: Request) -> Response:
        return negotiate(request)

    @app.get("/rr/negotiate/xml")
    def negotiate_xml(request: Request) -> Response:
        return negotiate(request)

    @app.get("/rr/negotiate/text")
    def negotiate_text(request: Request) -> Response:
        return negotiate(request)


def register_large(app: Catzilla) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""

    @app.get("/rr/json/large")
    def json_large(request: Request) -> dict[str, Any]:
        return shared.analytics()

    @app.post("/rr/parse/large")
    def parse_large(request: Request) -> dict[str, Any]:
        return shared.analytics_digest(request.json())
