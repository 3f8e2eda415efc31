"""Makes requests cost a known share more CPU time: what `--calibrate` must be able to find."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from bare_asgi_app._application import Application, Receive, Send

VARIABLE = "SERVER_SLOWDOWN"
MOST = 10.0
BATCH = 20
"""Requests that pay together: reading the process's clock costs 1 µs, which is more than 1 % of a request."""


def requested_share() -> float:
    """The share that SERVER_SLOWDOWN asks for, such as 0.05; 0 for none. Ends the process when it is no such number."""
    text = os.environ.get(VARIABLE) or "0"
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= MOST:
        sys.exit(f"bare_asgi_server: {VARIABLE}={text}: this takes a share from 0 to {MOST:g}, such as 0.05")
    return share


def slowed(app: Application, share: float) -> Application:
    """`app` with 1 + `share` times the CPU time per request, whatever of it the server and the kernel use."""
    return Slowdown(app, share, cost_of_wrapping())


class Slowdown:
    """After each batch it burns CPU until all that was burned is the share of all that was not.

    The sums run over the whole process, so it does not matter how requests overlap on the event loop, nor that the
    server goes on working after the application has answered. An overshoot is taken off the next payment.
    """

    def __init__(self, app: Application, share: float, wrapping: float, batch: int = BATCH) -> None:
        self.app = app
        self.share = share
        self.wrapping = wrapping
        self.batch = self.left = batch
        self.burned = 0.0
        self.origin = time.process_time()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        self.left -= 1
        if not self.left:
            self.left = self.batch
            self.pay()

    def pay(self) -> None:
        """Burns what is owed. Only this thread's time counts as burned: the server may have others that work on."""
        begin = time.thread_time()
        natural = time.process_time() - self.origin - self.burned
        end = begin + self.share * natural - self.burned
        while (now := time.thread_time()) < end:
            pass
        self.burned += now - begin + self.batch * self.wrapping


def cost_of_wrapping(requests: int = 2000) -> float:
    """CPU seconds per request of the wrapper around an application that does nothing; they count as burned."""

    async def nothing(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        pass

    wrapped = Slowdown(nothing, 0.0, 0.0, batch=requests + 1)  # never pays
    costs = []
    for _ in range(5):
        plain, with_wrapper = (_time_of(app, requests) for app in (nothing, wrapped))
        wrapped.left = wrapped.batch
        costs.append(with_wrapper - plain)
    return sorted(costs)[2] / requests


def _time_of(app: Application, requests: int) -> float:
    begin = time.thread_time()
    for _ in range(requests):
        try:  # noqa: SIM105 (a context manager would be part of what is timed)
            app({}, _never, _never).send(None)
        except StopIteration:
            pass
    return time.thread_time() - begin


async def _never(*_: Any) -> Any:
    raise AssertionError
