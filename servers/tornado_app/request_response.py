"""Requests and responses with Tornado's own means.

It parses forms and cookies, tags its answers and compresses with gzip itself. Its signed cookies have a format of their own, so
its users take a library for one that others have signed; so they do for negotiation.
"""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree

import mimeparse
from itsdangerous import BadSignature, Signer
from pydantic import BaseModel
from shared import request_response as shared
from tornado.web import HTTPError

from tornado_app._handler import Handler
from tornado_app._project import Project

UNSUPPORTED = {"brotli_json": "Tornado compresses with gzip only"}
LIBRARY = {
    "form": "pydantic",
    "multipart_fields": "pydantic",
    "cookies_signed": "itsdangerous",
    "negotiate_json": "python-mimeparse",
    "negotiate_xml": "python-mimeparse",
    "negotiate_text": "python-mimeparse",
}
ALONE = ("compress",)
"""Applications whose settings change all answers: they would work on every other group's requests too."""

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


class JsonControl(Handler):
    def get(self) -> None:
        self.write({"ok": True})


class JsonSmall(Handler):
    def get(self) -> None:
        self.write(shared.PROFILE)


class JsonMedium(Handler):
    def get(self) -> None:
        self.write(shared.CATALOGUE)


class JsonLarge(Handler):
    def get(self) -> None:
        self.write(shared.analytics())


class ParseSmall(Handler):
    def post(self) -> None:
        self.write(shared.profile_digest(self.json_body()))


class ParseMedium(Handler):
    def post(self) -> None:
        self.write(shared.catalogue_digest(self.json_body()))


class ParseLarge(Handler):
    def post(self) -> None:
        self.write(shared.analytics_digest(self.json_body()))


class ParseRefused(Handler):
    def post(self) -> None:
        self.write(shared.profile_digest(self.json_body()))


class Form(Handler):
    def post(self) -> None:
        self.write(self.valid_form(Order).model_dump())


class MultipartFields(Handler):
    def post(self) -> None:
        self.write(self.valid_form(Order).model_dump())


class HeadersMany(Handler):
    def get(self) -> None:
        items = [self.request.headers.get(name, shared.NO_ITEM) for name in shared.ITEM_HEADERS]
        for name, value in shared.answer_headers(items).items():
            self.set_header(name, value)
        self.write({"read": len(items)})


class CookiesSet(Handler):
    def get(self) -> None:
        for name, (value, attributes) in shared.COOKIES.items():
            self.set_cookie(name, value, **attributes)
        self.write({"set": len(shared.COOKIES)})


class CookiesRead(Handler):
    def get(self) -> None:
        self.write({name: self.get_cookie(name) for name in ("session", "theme", "visits")})


class CookiesSigned(Handler):
    def get(self) -> None:
        try:
            self.write({"user": signer.unsign(self.get_cookie("user", "")).decode()})
        except BadSignature as error:
            raise HTTPError(401) from error


class Negotiate(Handler):
    """The article in the form that the client likes best."""

    def get(self) -> None:
        chosen = mimeparse.best_match(OFFERED, self.request.headers.get("Accept", "*/*"))
        if chosen == "application/json":
            self.write(shared.ARTICLE)
        elif chosen == "application/xml":
            self.set_header("Content-Type", chosen)
            self.write(ElementTree.tostring(shared.article_tree()))
        elif chosen == "text/plain":
            self.set_header("Content-Type", chosen)
            self.write("{title}, by {author}".format_map(shared.ARTICLE))
        else:
            raise HTTPError(406)


class NegotiateJson(Negotiate):
    """Asked for JSON."""


class NegotiateXml(Negotiate):
    """Asked for XML."""


class NegotiateText(Negotiate):
    """Asked for text."""


class HeadAnswer(Handler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write(shared.NOTICE)

    head = get  # Tornado leaves the body out


class Article(Handler):
    """The article; Tornado answers 304 when the client has the version that `compute_etag` names."""

    def compute_etag(self) -> str:
        return f'"{shared.article_tag()}"'

    def get(self) -> None:
        self.write(shared.ARTICLE)


class Etag304(Article):
    """The client has this version."""


class Etag200(Article):
    """The client has another version."""


class CompressOff(JsonMedium):
    """The client asks for no compression."""


class GzipJson(JsonMedium):
    """Compressed at level 6."""


def register(project: Project) -> None:
    project.handlers += [
        (r"/rr/json/control", JsonControl),
        (r"/rr/json/small", JsonSmall),
        (r"/rr/json/medium", JsonMedium),
        (r"/rr/parse/small", ParseSmall),
        (r"/rr/parse/medium", ParseMedium),
        (r"/rr/parse/refused", ParseRefused),
        (r"/rr/form", Form),
        (r"/rr/multipart", MultipartFields),
        (r"/rr/headers", HeadersMany),
        (r"/rr/cookies/set", CookiesSet),
        (r"/rr/cookies/read", CookiesRead),
        (r"/rr/cookies/signed", CookiesSigned),
        (r"/rr/negotiate/json", NegotiateJson),
        (r"/rr/negotiate/xml", NegotiateXml),
        (r"/rr/negotiate/text", NegotiateText),
        (r"/rr/head", HeadAnswer),
        (r"/rr/etag/same", Etag304),
        (r"/rr/etag/other", Etag200),
    ]


def register_large(project: Project) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""
    project.handlers += [(r"/rr/json/large", JsonLarge), (r"/rr/parse/large", ParseLarge)]


def register_compress(project: Project) -> None:
    """Everything in it is compressed, if the client asks for it, at the level that the other frameworks use: its own."""
    project.settings["compress_response"] = True
    project.handlers += [(r"/rr/compress/off", CompressOff), (r"/rr/compress/gzip", GzipJson)]
