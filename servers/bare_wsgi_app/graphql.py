"""The controls of the GraphQL group: the same data as plain JSON."""

from __future__ import annotations

from shared import graphql

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer, read_json

UNSUPPORTED = {
    "query_author": "a bare application has no GraphQL",
    "query_tree": "a bare application has no GraphQL",
    "query_list": "a bare application has no GraphQL",
    "query_variables": "a bare application has no GraphQL",
    "mutate_input": "a bare application has no GraphQL",
    "query_syntax_error": "a bare application has no GraphQL",
}


def plain_author(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"data": {"author": graphql.AUTHOR.get(read_json(environ)["id"])}})


def plain_tree(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"data": {"authors": graphql.tree(read_json(environ)["first"])}})


def plain_list(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"data": {"items": graphql.ITEMS[: read_json(environ)["first"]]}})


def register(paths: Paths) -> None:
    paths["/graphql/plain/author"] = ("POST", plain_author)
    paths["/graphql/plain/tree"] = ("POST", plain_tree)
    paths["/graphql/plain/list"] = ("POST", plain_list)
