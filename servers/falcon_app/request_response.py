"""Requests and responses with Falcon's own means.

It parses forms, cookies, entity tags and Accept headers itself, and leaves models, signatures and compression to libraries.
"""

from __future__ import annotations

import hashlib
from typing import Any
from xml.etree import ElementTree

import falcon
from falcon import Request, Response
from falcon_compression import CompressionMiddleware
from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from shared import request_response as shared

LIBRARY = {
    "form": "pydantic",
    "multipart_fields": "pydantic",
    "cookies_signed": "itsdangerous",
    "compress_off": "falcon-compression",
    "gzip_json": "falcon-compression",
    "brotli_json": "falcon-compression",
}
ALONE = ("compress",)
"""Applications with middleware: it would work on every other group's requests too."""

OFFERED = [falcon.MEDIA_JSON, falcon.MEDIA_XML, "text/plain"]
COOKIE_ARGUMENTS = {"httponly": "http_only", "samesite": "same_site"}
"""What Falcon calls otherwise than the header does."""
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


def cookie_arguments(attributes: dict[str, Any]) -> dict[str, Any]:
    """A cookie is secure and hidden from scripts unless Falcon is told otherwise."""
    return {"secure": False, "http_only": False} | {COOKIE_ARGUMENTS.get(k, k): v for k, v in attributes.items()}


COOKIES = {name: (value, cookie_arguments(attributes)) for name, (value, attributes) in shared.COOKIES.items()}


class JsonControl:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"ok": True}


class JsonSmall:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = shared.PROFILE


class JsonMedium:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = shared.CATALOGUE


class JsonLarge:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = shared.analytics()


class ParseSmall:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = shared.profile_digest(req.get_media())


class ParseMedium:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = shared.catalogue_digest(req.get_media())


class ParseLarge:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = shared.analytics_digest(req.get_media())


class ParseRefused:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = shared.profile_digest(req.get_media())


class Form:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = Order.model_validate(req.get_media()).model_dump()


class MultipartFields:
    def on_post(self, req: Request, resp: Response) -> None:
        fields = {part.name: part.text for part in req.get_media()}
        resp.media = Order.model_validate(fields).model_dump()


class HeadersMany:
    def on_get(self, req: Request, resp: Response) -> None:
        items = [req.get_header(name, default=shared.NO_ITEM) for name in shared.ITEM_HEADERS]
        resp.set_headers(shared.answer_headers(items))
        resp.media = {"read": len(items)}


class CookiesSet:
    def on_get(self, req: Request, resp: Response) -> None:
        for name, (value, arguments) in COOKIES.items():
            resp.set_cookie(name, value, **arguments)
        resp.media = {"set": len(COOKIES)}


class CookiesRead:
    def on_get(self, req: Request, resp: Response) -> None:
        cookies = req.cookies
        resp.media = {name: cookies.get(name) for name in ("session", "theme", "visits")}


class CookiesSigned:
    def on_get(self, req: Request, resp: Response) -> None:
        try:
            resp.media = {"user": signer.unsign(req.cookies.get("user", "")).decode()}
        except BadSignature as error:
            raise falcon.HTTPUnauthorized from error


class Negotiate:
    """The article in the form that the client likes best."""

    def on_get(self, req: Request, resp: Response) -> None:
        chosen = req.client_prefers(OFFERED)
        if chosen is None:
            raise falcon.HTTPNotAcceptable
        resp.content_type = chosen
        if chosen == falcon.MEDIA_JSON:
            resp.media = shared.ARTICLE
        elif chosen == falcon.MEDIA_XML:
            resp.data = ElementTree.tostring(shared.article_tree())
        else:
            resp.text = "{title}, by {author}".format_map(shared.ARTICLE)


class NegotiateJson(Negotiate):
    """Asked for JSON."""


class NegotiateXml(Negotiate):
    """Asked for XML."""


class NegotiateText(Negotiate):
    """Asked for text."""


class HeadAnswer:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.content_type = falcon.MEDIA_TEXT
        resp.text = shared.NOTICE

    on_head = on_get  # Falcon leaves the body out


class Article:
    """The article with its tag, or 304 when the client has that version, as Falcon's documentation compares them."""

    def on_get(self, req: Request, resp: Response) -> None:
        resp.etag = tag = shared.article_tag()
        if any(known in ("*", tag) for known in req.if_none_match or ()):
            resp.status = falcon.HTTP_304
        else:
            resp.media = shared.ARTICLE


class Etag304(Article):
    """The client has this version."""


class Etag200(Article):
    """The client has another version."""


class CompressOff(JsonMedium):
    """The middleware sees that the client asks for nothing."""


class GzipJson(JsonMedium):
    """The middleware compresses at level 6."""


class BrotliJson(JsonMedium):
    """The middleware compresses at quality 4."""


def register(app: falcon.App) -> None:
    app.add_route("/rr/json/control", JsonControl())
    app.add_route("/rr/json/small", JsonSmall())
    app.add_route("/rr/json/medium", JsonMedium())
    app.add_route("/rr/parse/small", ParseSmall())
    app.add_route("/rr/parse/medium", ParseMedium())
    app.add_route("/rr/parse/refused", ParseRefused())
    app.add_route("/rr/form", Form())
    app.add_route("/rr/multipart", MultipartFields())
    app.add_route("/rr/headers", HeadersMany())
    app.add_route("/rr/cookies/set", CookiesSet())
    app.add_route("/rr/cookies/read", CookiesRead())
    app.add_route("/rr/cookies/signed", CookiesSigned())
    app.add_route("/rr/negotiate/json", NegotiateJson())
    app.add_route("/rr/negotiate/xml", NegotiateXml())
    app.add_route("/rr/negotiate/text", NegotiateText())
    app.add_route("/rr/head", HeadAnswer())
    app.add_route("/rr/etag/same", Etag304())
    app.add_route("/rr/etag/other", Etag200())


def register_large(app: falcon.App) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""
    app.add_route("/rr/json/large", JsonLarge())
    app.add_route("/rr/parse/large", ParseLarge())


def register_compress(app: falcon.App) -> None:
    """Everything in it is compressed, if the client asks for it, at the levels that the other frameworks use."""
    app.add_middleware(CompressionMiddleware())
    app.add_route("/rr/compress/off", CompressOff())
    app.add_route("/rr/compress/gzip", GzipJson())
    app.add_route("/rr/compress/brotli", BrotliJson())
