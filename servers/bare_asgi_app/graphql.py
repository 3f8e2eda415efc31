"""The controls of the GraphQL group: the same data as plain JSON."""

from __future__ import annotations

from shared import graphql

from bare_asgi_app._application import Paths, Receive, Send, answer, read_json

UNSUPPORTED = {
    "query_author": "a bare application has no GraphQL",
    "query_tree": "a bare application has no GraphQL",
    "query_list": "a bare application has no GraphQL",
    "query_variables": "a bare application has no GraphQL",
    "mutate_input": "a bare application has no GraphQL",
    "query_syntax_error": "a bare application has no GraphQL",
}


async def plain_author(receive: Receive, send: Send) -> None:
    await answer(send, {"data": {"author": graphql.AUTHOR.get((await read_json(receive))["id"])}})


async def plain_tree(receive: Receive, send: Send) -> None:
    await answer(send, {"data": {"authors": graphql.tree((await read_json(receive))["first"])}})


async def plain_list(receive: Receive, send: Send) -> None:
    await answer(send, {"data": {"items": graphql.ITEMS[: (await read_json(receive))["first"]]}})


def register(paths: Paths) -> None:
    paths["/graphql/plain/author"] = ("POST", plain_author)
    paths["/graphql/plain/tree"] = ("POST", plain_tree)
    paths["/graphql/plain/list"] = ("POST", plain_list)
