"""The schema of the GraphQL group as Strawberry has it, for the frameworks whose users take Strawberry.

One definition, so that what differs between two such frameworks is how each serves it, not what. Its resolvers are plain functions without a DataLoader: Strawberry's needs an event loop, which not all of them have.
"""

from __future__ import annotations

from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from shared import graphql

Stars = NewType("Stars", int)


@strawberry.type
class Comment:
    id: strawberry.ID
    text: str
    stars: Stars


@strawberry.type
class Post:
    id: int
    title: str

    @strawberry.field
    def comments(self) -> list[Comment]:
        return [Comment(**row) for row in graphql.COMMENTS[self.id]]


@strawberry.type
class Author:
    id: int
    name: str

    @strawberry.field
    def posts(self) -> list[Post]:
        return [Post(**row) for row in graphql.POSTS[self.id]]


@strawberry.type
class Item:
    id: int
    name: str
    price: float
    stock: int
    available: bool


@strawberry.input
class CommentInput:
    post: int
    text: str
    stars: Stars


@strawberry.type
class Query:
    @strawberry.field
    def author(self, id: int) -> Author | None:
        row = graphql.AUTHOR.get(id)
        return Author(**row) if row else None

    @strawberry.field
    def authors(self, first: int) -> list[Author]:
        return [Author(**row) for row in graphql.first_authors(first)]

    @strawberry.field
    def items(self, first: int) -> list[Item]:
        return [Item(**row) for row in graphql.ITEMS[:first]]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def add_comment(self, input: CommentInput) -> Comment | None:
        row = graphql.add_comment(input.post, input.text, input.stars)
        return Comment(**row) if row else None


class Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs what went wrong in a resolver; by default a client's mistakes would be logged too."""
        super().process_errors([error for error in errors if error.path], execution_context)


SCHEMA = Schema(
    query=Query,
    mutation=Mutation,
    config=StrawberryConfig(scalar_map={Stars: strawberry.scalar(name="Stars", parse_value=graphql.stars)}),
)
