"""When a request may leave: at once, or at the next time of a schedule that no other has taken."""

from __future__ import annotations

import asyncio
from array import array
from collections import deque
from collections.abc import Callable

from bench.clients.tally import Tally, lateness, now_ns

Send = Callable[[], None]


class Pace:
    """The schedule of a load. Without a rate, everything leaves at once."""

    def __init__(self, rate: float | None) -> None:
        self._rate = rate
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Send] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._late_us = array("d")
        self._taken = 0
        self._started_ns = 0

    def start(self) -> None:
        self._started_ns = now_ns()

    def when_due(self, send: Send) -> None:
        """Calls `send` at the next free slot: now, if that is overdue."""
        if self._rate is None:
            send()
            return
        self._waiting.append(send)
        self._serve()

    async def turn(self) -> None:
        """The same for a coroutine."""
        if self._rate is not None:
            turn = self._loop.create_future()
            self.when_due(lambda: turn.done() or turn.set_result(None))
            await turn

    def close(self, tally: Tally) -> None:
        """Ends the schedule, and tells the tally how it was kept. A slot that nobody took is as late as it is by now."""
        if self._timer:
            self._timer.cancel()
        self._waiting.clear()
        if self._rate is None:
            return
        end_ns = self._started_ns + int(tally.seconds * 1e9)
        while (due_ns := self._due_ns(self._taken)) < end_ns:
            self._late_us.append((end_ns - due_ns) / 1000)
            self._taken += 1
        tally.paced = {
            "target_rps": self._rate,
            "achieved_rps": round(tally.answered / tally.seconds, 3),
            "due": round(self._rate * max(0.0, tally.seconds - tally.mean_us / 1e6), 3),
            "late_us": lateness(self._late_us),
            "drawn": None,
        }

    def _due_ns(self, slot: int) -> int:
        return self._started_ns + int((slot + 0.5) / (self._rate or 1) * 1e9)

    def _serve(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            wait_ns = self._due_ns(self._taken) - now_ns()
            if wait_ns > 0:
                self._timer = self._loop.call_later(wait_ns / 1e9, self._serve)
                return
            self._late_us.append(-wait_ns / 1000)
            self._taken += 1
            self._waiting.popleft()()
