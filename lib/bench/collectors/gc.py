"""Python's garbage collector: how often it ran in the processes that serve, and for how long it stopped them.

The servers count, by the clock on the wall, which costs each collection about two µs: only in runs that ask for it. Not counted
are processes beside those that serve, such as the worker of a task queue, and what other runtimes within a server may collect.
"""

from __future__ import annotations

from typing import Any

from bench.collectors import Metric, NotMeasured
from bench.collectors._server_counters import Opened, ServerCounters, grown

PER_REQUESTS = 1000
NS_PER_US = 1000

METRICS = {
    "gc_collections": Metric("garbage collections", "per window"),
    "gc_full_collections": Metric("of them of the oldest generation", "per window"),
    "gc_pause_us": Metric("time in garbage collections", "µs per window"),
    "gc_longest_pause_us": Metric("longest garbage collection", "µs", "lower"),
    "gc_collections_per_1000": Metric(
        "garbage collections", "per 1,000 requests", "lower", of="gc_collections", scale=PER_REQUESTS
    ),
    "gc_pause_us_per_request": Metric("time in garbage collections", "µs/request", "lower", of="gc_pause_us"),
}


class Collector:
    def __init__(self) -> None:
        self._counters = ServerCounters("gc")

    def open(self, tree: Any) -> Opened:
        return self._counters.open(tree)

    def close(self, tree: Any, opened: Opened) -> dict[str, float]:
        ends = self._counters.close(tree, opened)
        if not ends:
            raise NotMeasured("no process of the server counts its garbage collections")
        # The longest is of this window only where a collection has set it since.
        longest = [after["longest_ns"] for _, after in ends if after["longest_of"] == opened.window]
        return {
            "gc_collections": grown(ends, "collections"),
            "gc_full_collections": grown(ends, "full"),
            "gc_pause_us": grown(ends, "paused_ns") / NS_PER_US,
            "gc_longest_pause_us": max(longest) / NS_PER_US if longest else NotMeasured("there was no collection"),
        }
