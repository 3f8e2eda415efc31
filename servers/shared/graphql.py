"""Authors, their posts and the comments on them, and a list of items: what the GraphQL group answers with."""

from __future__ import annotations

import itertools
import os
from collections import deque
from typing import Any

Row = dict[str, Any]

AUTHORS, POSTS_EACH, COMMENTS_EACH, ITEM_COUNT = 5, 3, 4, 100
KEPT = 1000
"""Comments that are kept of those that were added: a load must not fill the memory."""

AUTHOR: dict[int, Row] = {number: {"id": number, "name": f"Author {number}"} for number in range(1, AUTHORS + 1)}
ITEMS: list[Row] = [
    {"id": number, "name": f"Item {number}", "price": number * 0.25, "stock": number % 7, "available": number % 7 > 0}
    for number in range(1, ITEM_COUNT + 1)
]

_added: deque[Row] = deque(maxlen=KEPT)
_serials = itertools.count(1)


def _numbers(owner: int, each: int) -> range:
    """The numbers of what the owner has `each` of, when all owners' are numbered in one row."""
    return range(each * (owner - 1) + 1, each * owner + 1)


POSTS: dict[int, list[Row]] = {
    author: [{"id": number, "title": f"Post {number}"} for number in _numbers(author, POSTS_EACH)] for author in AUTHOR
}
"""Author's id → the author's posts."""
COMMENTS: dict[int, list[Row]] = {
    post["id"]: [
        {"id": f"c{number}", "text": f"Comment {number}", "stars": number % 5 + 1}
        for number in _numbers(post["id"], COMMENTS_EACH)
    ]
    for posts in POSTS.values()
    for post in posts
}
"""Post's id → the comments on it."""


def first_authors(count: int) -> list[Row]:
    return list(AUTHOR.values())[:count]


def tree(count: int) -> list[Row]:
    """The first authors with their posts and the comments on these, joined anew each time."""
    return [
        author | {"posts": [post | {"comments": COMMENTS[post["id"]]} for post in POSTS[author["id"]]]}
        for author in first_authors(count)
    ]


def stars(value: object) -> int:
    """One to five stars; a ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 5:
        raise ValueError("stars are a whole number from 1 to 5")
    return value


def add_comment(post: int, text: str, given: int) -> Row | None:
    """A comment with an id that no other has, kept for a while; None when there is no such post."""
    if post not in COMMENTS:
        return None
    comment = {"id": f"{os.getpid()}-{next(_serials)}", "text": text, "stars": given}
    _added.append(comment)
    return comment
