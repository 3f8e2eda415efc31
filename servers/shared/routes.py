"""The route tables of the routing group: paths only, no router."""

from __future__ import annotations

TABLE_SIZE = 1000
"""Sibling routes in the large application; the stress route stands in the middle of them."""

TABLE = ["first", *(f"route{i:03d}" for i in range(1, TABLE_SIZE - 1)), "last"]
"""Last path segments of /routing/table/<segment>, in the order in which they are registered."""

REGISTERED = [f"resource{i:03d}" for i in range(TABLE_SIZE)]
"""Names of the 1,000 routes that /routing/register gives to a fresh application."""
