"""Answers of the basic endpoints: plain data and arithmetic."""

from __future__ import annotations

from typing import Any

GREETING = "Hello, World!"
TOTAL_USERS = 100
USERS = [{"id": i, "name": f"User {i}", "email": f"user{i}@example.com"} for i in range(1, TOTAL_USERS + 1)]
CONSTRAINTS = ["price_positive", "name_length", "category_required"]


def user(user_id: int) -> dict[str, Any]:
    """One user with a link to the profile."""
    return {
        "user_id": user_id,
        "name": f"User {user_id}",
        "email": f"user{user_id}@example.com",
        "profile_url": f"/user/{user_id}/profile",
    }


def users_page(limit: int, offset: int) -> dict[str, Any]:
    """A slice of the hundred users."""
    return {"users": USERS[offset : offset + limit], "total": TOTAL_USERS, "limit": limit, "offset": offset}


def profile(user_id: int, now: float) -> dict[str, Any]:
    """A nested profile. `now` is in seconds since the epoch."""
    handle = f"user{user_id}"
    return {
        "user": {
            "id": user_id,
            "name": f"User {user_id}",
            "email": f"{handle}@example.com",
            "profile": {
                "bio": f"This is user {user_id}'s biography",
                "location": "San Francisco, CA",
                "website": f"https://{handle}.example.com",
                "social": {"twitter": f"@{handle}", "github": handle, "linkedin": handle},
            },
            "stats": {"posts": 3 * user_id, "followers": 10 * user_id, "following": 5 * user_id},
        },
        "generated_at": now,
    }


def search_page(query: str, limit: int, offset: int, sort_by: str) -> dict[str, Any]:
    """At most five results from `offset` on."""
    return {
        "results": [f"Result {i}" for i in range(offset, min(offset + limit, offset + 5))],
        "query": query,
        "pagination": {"limit": limit, "offset": offset, "sort_by": sort_by},
        "validation_applied": True,
        "total": TOTAL_USERS,
    }
