"""GraphQL with Strawberry's view for Django."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from shared import graphql as shared
from shared.strawberry_schema import SCHEMA
from strawberry.django.views import GraphQLView

from django_app._answers import answer
from django_app._project import Project

LIBRARY = {"*": "strawberry-graphql", "plain_author": None, "plain_tree": None, "plain_list": None}
MOUNTED = (
    "query_author",
    "query_tree",
    "query_list",
    "query_variables",
    "mutate_input",
    "query_syntax_error",
)


def read_json(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise BadRequest("The body is not JSON") from error


@require_POST
def plain_author(request: HttpRequest) -> HttpResponse:
    return answer({"data": {"author": shared.AUTHOR.get(read_json(request)["id"])}})


@require_POST
def plain_tree(request: HttpRequest) -> HttpResponse:
    return answer({"data": {"authors": shared.tree(read_json(request)["first"])}})


@require_POST
def plain_list(request: HttpRequest) -> HttpResponse:
    return answer({"data": {"items": shared.ITEMS[: read_json(request)["first"]]}})


def register(project: Project) -> None:
    project.urlpatterns += [
        path("graphql/plain/author", plain_author),
        path("graphql/plain/tree", plain_tree),
        path("graphql/plain/list", plain_list),
        path("graphql", GraphQLView.as_view(schema=SCHEMA, graphql_ide=None, allow_queries_via_get=False)),
    ]
