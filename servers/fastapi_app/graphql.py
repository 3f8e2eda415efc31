"""GraphQL with Strawberry's router for FastAPI."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from shared import graphql as shared
from shared.strawberry_schema import SCHEMA
from strawberry.fastapi import GraphQLRouter

LIBRARY = {"*": "strawberry-graphql", "plain_author": None, "plain_tree": None, "plain_list": None}
MOUNTED = (
    "query_author",
    "query_tree",
    "query_list",
    "query_variables",
    "mutate_input",
    "query_syntax_error",
)


def register(app: FastAPI) -> None:
    @app.post("/graphql/plain/author")
    async def plain_author(body: dict[str, int]) -> dict[str, Any]:
        return {"data": {"author": shared.AUTHOR.get(body["id"])}}

    @app.post("/graphql/plain/tree")
    async def plain_tree(body: dict[str, int]) -> dict[str, Any]:
        return {"data": {"authors": shared.tree(body["first"])}}

    @app.post("/graphql/plain/list")
    async def plain_list(body: dict[str, int]) -> dict[str, Any]:
        return {"data": {"items": shared.ITEMS[: body["first"]]}}

    app.include_router(GraphQLRouter(SCHEMA, graphql_ide=None, allow_queries_via_get=False), prefix="/graphql")
