"""GraphQL with Strawberry, which has no integration for Catzilla: a handler gives the schema what the request asks for."""

# No postponed annotations here: Catzilla reads those of the handlers.
from typing import Any

from catzilla import Catzilla, JSONResponse, Request, Response
from shared import graphql as shared
from shared.strawberry_schema import SCHEMA
from strawberry.exceptions import MissingQueryError
from strawberry.http import process_result
from strawberry.schema.exceptions import CannotGetOperationTypeError

LIBRARY = {"*": "strawberry-graphql", "plain_author": None, "plain_tree": None, "plain_list": None}
MOUNTED = (
    "query_author",
    "query_tree",
    "query_list",
    "query_variables",
    "mutate_input",
    "query_syntax_error",
)


def is_operation(body: Any) -> bool:
    """Whether it has a query and, if any, an object of variables: what Strawberry's own integrations ask of a body."""
    return (
        isinstance(body, dict) and isinstance(body.get("query"), str) and isinstance(body.get("variables"), dict | None)
    )


def register(app: Catzilla) -> None:
    @app.post("/graphql/plain/author")
    def plain_author(request: Request) -> dict[str, Any]:
        return {"data": {"author": shared.AUTHOR.get(request.json()["id"])}}

    @app.post("/graphql/plain/tree")
    def plain_tree(request: Request) -> dict[str, Any]:
        return {"data": {"authors": shared.tree(request.json()["first"])}}

    @app.post("/graphql/plain/list")
    def plain_list(request: Request) -> dict[str, Any]:
        return {"data": {"items": shared.ITEMS[: request.json()["first"]]}}

    @app.post("/graphql")
    def graphql(request: Request) -> Response:
        body = request.json()
        if not is_operation(body):
            return JSONResponse({"error": "The body is not an operation"}, 400)
        try:
            result = SCHEMA.execute_sync(
                body["query"], variable_values=body.get("variables"), operation_name=body.get("operationName")
            )
        except (MissingQueryError, CannotGetOperationTypeError):
            return JSONResponse({"error": "There is no such operation"}, 400)
        return JSONResponse(process_result(result))
