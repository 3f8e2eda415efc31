"""JSON with the standard library: what is made, and what is parsed."""

from __future__ import annotations

from shared import request_response as shared

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer, read_json

UNSUPPORTED = {
    "form": "a bare application parses no forms",
    "multipart_fields": "a bare application parses no forms",
    "compress_off": "a bare application does not compress",
    "gzip_json": "a bare application does not compress",
    "brotli_json": "a bare application does not compress",
    "headers_many": "a bare application has no headers by name",
    "cookies_set": "a bare application has no cookies",
    "cookies_read": "a bare application has no cookies",
    "cookies_signed": "a bare application has no cookies",
    "negotiate_json": "a bare application does not negotiate",
    "negotiate_xml": "a bare application does not negotiate",
    "negotiate_text": "a bare application does not negotiate",
    "head_answer": "a bare application finds one method on a path",
    "etag_304": "a bare application has no conditional requests",
    "etag_200": "a bare application has no conditional requests",
}


def json_control(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"ok": True})


def json_small(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.PROFILE)


def json_medium(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.CATALOGUE)


def json_large(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.analytics())


def parse_small(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.profile_digest(read_json(environ)))


def parse_medium(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.catalogue_digest(read_json(environ)))


def parse_large(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.analytics_digest(read_json(environ)))


def parse_refused(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, shared.profile_digest(read_json(environ)))


def register(paths: Paths) -> None:
    paths["/rr/json/control"] = ("GET", json_control)
    paths["/rr/json/small"] = ("GET", json_small)
    paths["/rr/json/medium"] = ("GET", json_medium)
    paths["/rr/parse/small"] = ("POST", parse_small)
    paths["/rr/parse/medium"] = ("POST", parse_medium)
    paths["/rr/parse/refused"] = ("POST", parse_refused)


def register_large(paths: Paths) -> None:
    """The 10 MB: its objects and its garbage would weigh on the other endpoints."""
    paths["/rr/json/large"] = ("GET", json_large)
    paths["/rr/parse/large"] = ("POST", parse_large)
