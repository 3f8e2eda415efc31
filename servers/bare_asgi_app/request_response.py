"""JSON with the standard library: what is made, and what is parsed."""

from __future__ import annotations

from shared import request_response as shared

from bare_asgi_app._application import Paths, Receive, Send, answer, read_json

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


async def json_control(receive: Receive, send: Send) -> None:
    await answer(send, {"ok": True})


async def json_small(receive: Receive, send: Send) -> None:
    await answer(send, shared.PROFILE)


async def json_medium(receive: Receive, send: Send) -> None:
    await answer(send, shared.CATALOGUE)


async def json_large(receive: Receive, send: Send) -> None:
    await answer(send, shared.analytics())


async def parse_small(receive: Receive, send: Send) -> None:
    await answer(send, shared.profile_digest(await read_json(receive)))


async def parse_medium(receive: Receive, send: Send) -> None:
    await answer(send, shared.catalogue_digest(await read_json(receive)))


async def parse_large(receive: Receive, send: Send) -> None:
    await answer(send, shared.analytics_digest(await read_json(receive)))


async def parse_refused(receive: Receive, send: Send) -> None:
    await answer(send, shared.profile_digest(await read_json(receive)))


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
