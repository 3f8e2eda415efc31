"""Request and response, to be written: each handler answers 501 until it is."""

from __future__ import annotations

from blacksheep_app._application import Answer, Application, not_implemented

ALONE = ("compress",)


def register(app: Application) -> None:
    # A tiny JSON answer
    @app.route("GET", "/rr/json/control")
    def json_control() -> Answer:
        return not_implemented()

    # 1 KB of JSON is made
    @app.route("GET", "/rr/json/small")
    def json_small() -> Answer:
        return not_implemented()

    # 100 KB of JSON are made
    @app.route("GET", "/rr/json/medium")
    def json_medium() -> Answer:
        return not_implemented()

    # 1 KB of JSON is parsed
    @app.route("POST", "/rr/parse/small")
    def parse_small() -> Answer:
        return not_implemented()

    # 100 KB of JSON are parsed
    @app.route("POST", "/rr/parse/medium")
    def parse_medium() -> Answer:
        return not_implemented()

    # A body that is not JSON is refused
    @app.route("POST", "/rr/parse/refused")
    def parse_refused() -> Answer:
        return not_implemented()

    # Ten fields of a form, urlencoded
    @app.route("POST", "/rr/form")
    def form() -> Answer:
        return not_implemented()

    # The same ten fields, multipart
    @app.route("POST", "/rr/multipart")
    def multipart_fields() -> Answer:
        return not_implemented()

    # Twenty headers read, ten answered
    @app.route("GET", "/rr/headers")
    def headers_many() -> Answer:
        return not_implemented()

    # Three cookies with attributes are set
    @app.route("GET", "/rr/cookies/set")
    def cookies_set() -> Answer:
        return not_implemented()

    # Three cookies are read
    @app.route("GET", "/rr/cookies/read")
    def cookies_read() -> Answer:
        return not_implemented()

    # A signed cookie is read and verified
    @app.route("GET", "/rr/cookies/signed")
    def cookies_signed() -> Answer:
        return not_implemented()

    # An answer by Accept: JSON
    @app.route("GET", "/rr/negotiate/json")
    def negotiate_json() -> Answer:
        return not_implemented()

    # An answer by Accept: XML
    @app.route("GET", "/rr/negotiate/xml")
    def negotiate_xml() -> Answer:
        return not_implemented()

    # An answer by Accept: text
    @app.route("GET", "/rr/negotiate/text")
    def negotiate_text() -> Answer:
        return not_implemented()

    # 1 KB of text; HEAD gives its head alone
    @app.route("GET", "/rr/head")
    def head_answer() -> Answer:
        return not_implemented()

    # The client has this version: 304
    @app.route("GET", "/rr/etag/same")
    def etag_304() -> Answer:
        return not_implemented()

    # The client has another version
    @app.route("GET", "/rr/etag/other")
    def etag_200() -> Answer:
        return not_implemented()


def register_compress(app: Application) -> None:
    # 100 KB of JSON, not compressed, where compression is on
    @app.route("GET", "/rr/compress/off")
    def compress_off() -> Answer:
        return not_implemented()

    # 100 KB of JSON, gzip level 6
    @app.route("GET", "/rr/compress/gzip")
    def gzip_json() -> Answer:
        return not_implemented()

    # 100 KB of JSON, Brotli quality 4
    @app.route("GET", "/rr/compress/brotli")
    def brotli_json() -> Answer:
        return not_implemented()


def register_large(app: Application) -> None:
    # 10 MB of JSON are made
    @app.route("GET", "/rr/json/large")
    def json_large() -> Answer:
        return not_implemented()

    # 10 MB of JSON are parsed
    @app.route("POST", "/rr/parse/large")
    def parse_large() -> Answer:
        return not_implemented()
