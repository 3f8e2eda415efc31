"""SQL statements and the use of the connection pool, where an application has a database.

The servers count by SQLAlchemy's events, which costs one or two µs per statement: only in runs that ask for it.
"""

from __future__ import annotations

from typing import Any

from bench.collectors import Metric, NotMeasured
from bench.collectors._server_counters import Opened, ServerCounters, grown

METRICS = {
    "sql_queries": Metric("SQL statements", "per window"),
    "pool_checkouts": Metric("connections taken from the pool", "per window"),
    "pool_peak": Metric("most connections out of one pool at a time", "connections"),
    "sql_queries_per_request": Metric("SQL statements", "per request", "lower", of="sql_queries"),
    "pool_checkouts_per_request": Metric(
        "connections taken from the pool", "per request", "lower", of="pool_checkouts"
    ),
}


class Collector:
    def __init__(self) -> None:
        self._counters = ServerCounters("database")

    def open(self, tree: Any) -> Opened:
        return self._counters.open(tree)

    def close(self, tree: Any, opened: Opened) -> dict[str, float]:
        ends = self._counters.close(tree, opened)
        if not ends:
            raise NotMeasured("the application has no database that is counted")
        return {
            "sql_queries": grown(ends, "queries"),
            "pool_checkouts": grown(ends, "checkouts"),
            # Each process has a pool of its own. Their peaks come at different times, so they are not added up.
            "pool_peak": max(_peak(before, after, opened.window) for before, after in ends),
        }


def _peak(before: Any, after: Any, window: int) -> int:
    """The most that were out of one pool: when the window began, or at a checkout since."""
    return max(before["out"], after["most"] if after["most_of"] == window else 0)
