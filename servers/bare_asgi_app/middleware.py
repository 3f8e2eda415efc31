"""The controls of the middleware group."""

from __future__ import annotations

from shared import middleware

from bare_asgi_app._application import Paths, Receive, Send, answer

UNSUPPORTED = {
    "chain_of_1": "a bare application has no middleware",
    "chain_of_5": "a bare application has no middleware",
    "chain_of_10": "a bare application has no middleware",
    "hooks_of_1": "a bare application has no middleware",
    "hooks_of_5": "a bare application has no middleware",
    "hooks_of_10": "a bare application has no middleware",
    "cors_simple": "a bare application has no middleware",
    "cors_preflight": "a bare application has no middleware",
    "auth_accepted": "a bare application has no middleware",
    "auth_refused": "a bare application has no middleware",
    "access_log": "a bare application has no middleware",
    "modify_request": "a bare application has no middleware",
    "modify_response": "a bare application has no middleware",
    "error_handler": "a bare application has no exception handlers",
}


async def chain_of_0(receive: Receive, send: Send) -> None:
    await answer(send, {"message": middleware.GREETING})


async def hooks_of_0(receive: Receive, send: Send) -> None:
    await answer(send, {"message": middleware.GREETING})


def register(paths: Paths) -> None:
    """Adds nothing: the group is measured in applications of its own."""


def register_plain(paths: Paths) -> None:
    """The controls: what the others answer without middleware."""
    paths["/mw/chain/0"] = ("GET", chain_of_0)
    paths["/mw/hooks/0"] = ("GET", hooks_of_0)
