"""The controls of the validation group: a body that is parsed and not validated."""

from __future__ import annotations

from bare_asgi_app._application import Paths, Receive, Send, answer, read_json

UNSUPPORTED = {
    "validate_simple": "a bare application has no validation",
    "validate_complex": "a bare application has no validation",
    "validate_nested": "a bare application has no validation",
    "validate_list": "a bare application has no validation",
    "validate_custom": "a bare application has no validation",
    "validate_error": "a bare application has no validation",
    "compile_models": "a bare application has no models",
}


async def raw_json(receive: Receive, send: Send) -> None:
    await answer(send, {"fields": len(await read_json(receive))})


async def raw_list(receive: Receive, send: Send) -> None:
    await answer(send, {"count": len((await read_json(receive))["items"])})


def register(paths: Paths) -> None:
    paths["/validate/raw"] = ("POST", raw_json)
    paths["/validate/raw/list"] = ("POST", raw_list)
