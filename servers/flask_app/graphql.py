"""GraphQL with Strawberry's view for Flask."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from shared import graphql as shared
from shared.strawberry_schema import SCHEMA
from strawberry.flask.views import GraphQLView

LIBRARY = {"*": "strawberry-graphql", "plain_author": None, "plain_tree": None, "plain_list": None}
MOUNTED = (
    "query_author",
    "query_tree",
    "query_list",
    "query_variables",
    "mutate_input",
    "query_syntax_error",
)


def register(app: Flask) -> None:
    @app.post("/graphql/plain/author")
    def plain_author() -> dict[str, Any]:
        return {"data": {"author": shared.AUTHOR.get(request.get_json()["id"])}}

    @app.post("/graphql/plain/tree")
    def plain_tree() -> dict[str, Any]:
        return {"data": {"authors": shared.tree(request.get_json()["first"])}}

    @app.post("/graphql/plain/list")
    def plain_list() -> dict[str, Any]:
        return {"data": {"items": shared.ITEMS[: request.get_json()["first"]]}}

    view = GraphQLView.as_view("graphql", schema=SCHEMA, graphql_ide=None, allow_queries_via_get=False)
    app.add_url_rule("/graphql", view_func=view)
