"""Makes requests cost a known share more CPU time: what `--calibrate` must be able to find.

Each request runs a loop of some steps. How many is set from what the process used over the last batch, kernel and server
included, and from what a step costs at that moment. Reading the clock around each request, and burning in few long
pieces instead of many short ones, were tried: both made all else dearer too, and a share of 20 % came out as 27 to 31 %.

The wrapper around the application has a cost of its own, which nobody can tell apart in a busy process: 2 % came out as 4 %
beside a server without it. So what a slowed server is compared with has the wrapper too, and a share of 0.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from statistics import median
from typing import Any

from bare_asgi_app._application import Application, Receive, Send

VARIABLE = "SERVER_SLOWDOWN"
MOST = 10.0
BATCH = 1000
"""Requests after which the steps are set anew."""
SAMPLE = 2000
"""Steps that are timed for what one costs."""


def requested_share() -> float | None:
    """The share that SERVER_SLOWDOWN asks for, such as 0.05; None where it is not set or empty.

    Ends the process when it is no such number.
    """
    text = os.environ.get(VARIABLE)
    if not text:
        return None
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= MOST:
        sys.exit(f"bare_asgi_server: {VARIABLE}={text}: this takes a share from 0 to {MOST:g}, such as 0.05")
    return share


class Slowdown:
    """An application with 1 + `share` times the CPU time per request that it takes with a share of 0.

    Sums run over the whole process: it does not matter how requests overlap, nor what the server does when.
    """

    def __init__(self, app: Application, share: float) -> None:
        self.app = app
        self.share = share
        self.left = BATCH
        self.steps = 0
        self.step_costs: deque[float] = deque(maxlen=9)
        self.used = time.process_time()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        for _ in range(self.steps):
            pass
        self.left -= 1
        if not self.left:
            self.adjust()

    def adjust(self) -> None:
        """Sets the steps of the next batch, after what the last one used without its own."""
        cost = self.cost_of_step()
        used = time.process_time()
        natural = (used - self.used) / BATCH - self.steps * cost
        self.steps = max(0, round(self.share * natural / cost))
        self.used = used
        self.left = BATCH

    def cost_of_step(self) -> float:
        """CPU seconds of one step: the median of the last samples, as another process may come in between."""
        time.thread_time()  # the first reading after other work takes longer
        begin = time.thread_time()
        for _ in range(SAMPLE):
            pass
        self.step_costs.append((time.thread_time() - begin) / SAMPLE)
        return median(self.step_costs)
