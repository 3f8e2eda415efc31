"""Server-sent events: clients that listen while the server sends each of them so many events a second.

The data of an event is JSON with its `number` in the stream and when the stream `started`, in seconds of the system's
monotonic clock. So event n is due at started + n / rate, and one latency is how late it came. One request is one event.
"""

from __future__ import annotations

import asyncio
import json
from array import array

from bench.clients.http1 import AnswerError, Connection, connect, request
from bench.clients.load import Load
from bench.clients.server import Server
from bench.clients.sockets import OPEN_SECONDS
from bench.clients.tally import Tally, end_all, lateness, now_ns

EVENT_STREAM = "text/event-stream"
SERVED_SHARE = 0.9
"""Of the events that were due: who got as many was served."""
REST_SECONDS = 0.05
CHECK_EVENTS = 3
CHECK_SECONDS = 8


class EventError(Exception):
    """An event is not what the client was promised."""


class Listener:
    """One client, and the events of the stream that it listens to."""

    def __init__(self, load: Load, tally: Tally, late_us: array[float]) -> None:
        self.events = 0
        self._rate = load.spec["events_per_second"]
        self._tally, self._late_us = tally, late_us
        self.begin()

    def begin(self) -> None:
        """A new stream."""
        self._number = 0
        self._text = b""

    def feed(self, piece: bytes) -> None:
        """Takes what came, and counts the events that are whole."""
        *blocks, self._text = (self._text + piece).replace(b"\r\n", b"\n").split(b"\n\n")
        for block in blocks:
            lines = [line[5:].strip() for line in block.split(b"\n") if line.startswith(b"data:")]
            if lines:  # a comment has none
                self._count(b"\n".join(lines), len(block) + 2)

    def _count(self, data: bytes, size: int) -> None:
        late_ns = now_ns() - self._due_ns(data)
        self._number += 1
        self.events += 1
        self._tally.answer(late_ns, size)
        if self._tally.running:
            self._late_us.append(max(late_ns, 0) / 1000)

    def _due_ns(self, data: bytes) -> int:
        try:
            event = json.loads(data)
            number, started = event["number"], float(event["started"])
        except (ValueError, TypeError, KeyError) as error:
            raise EventError(f"an event's data is {data[:60]!r}") from error
        if number != self._number:
            raise EventError(f"event {number} came where {self._number} was due")
        return int((started + number / self._rate) * 1e9)


async def run(load: Load) -> Tally:
    tally, late_us = Tally(Server(load.port)), array("d")
    listeners = [Listener(load, tally, late_us) for _ in range(load.connections)]
    tally.start()
    tasks = [asyncio.create_task(_listen(load, tally, listener)) for listener in listeners]
    await asyncio.wait(tasks, timeout=load.seconds)
    tally.stop()
    await end_all(tasks)
    rate = load.spec["events_per_second"]
    due = int(rate * tally.seconds)
    tally.extra["served_connections"] = sum(
        1 for listener in listeners if listener.events >= max(1, due * SERVED_SHARE)
    )
    tally.extra["events_per_second"] = tally.answered / tally.seconds
    tally.paced = {
        "target_rps": rate * load.connections,
        "achieved_rps": round(tally.answered / tally.seconds, 3),
        "due": due * load.connections,
        "late_us": lateness(late_us),
        "drawn": None,
    }
    return tally


async def _listen(load: Load, tally: Tally, listener: Listener) -> None:
    """Listens on, as a browser does: when a stream has ended, to the next one."""
    connection: Connection | None = None
    try:
        while tally.running:
            try:
                if not connection or not connection.is_open:
                    connection = await connect(load, OPEN_SECONDS)
                await _listen_once(load, listener, connection, load.seconds + OPEN_SECONDS)
            except (OSError, AnswerError, EventError) as error:
                tally.failure(error)
                if connection:
                    connection.close()
                await asyncio.sleep(REST_SECONDS)
    finally:
        if connection:
            connection.close()


async def _listen_once(load: Load, listener: Listener, connection: Connection, seconds: float) -> None:
    """One stream up to its end."""
    broken: list[EventError] = []

    def take(piece: bytes) -> None:
        try:
            if not broken:
                listener.feed(piece)
        except EventError as error:
            broken.append(error)
            connection.close()

    listener.begin()
    try:
        answer = await connection.ask(request(load, EVENT_STREAM), seconds, take)
    except ConnectionResetError:
        if broken:
            raise broken[0] from None
        raise
    if broken:
        raise broken[0]
    kind = answer.headers.get("content-type", "")
    if answer.status != 200 or not kind.startswith(EVENT_STREAM):
        raise EventError(f"status {answer.status} and content type {kind!r}, and not an event stream")


async def check(load: Load) -> list[str]:
    """Listens to one stream for a few events."""
    tally = Tally()
    listener = Listener(load, tally, array("d"))
    try:
        connection = await connect(load, OPEN_SECONDS)
    except OSError as error:
        return [f"no connection: {error}"]
    task = asyncio.create_task(_listen_once(load, listener, connection, CHECK_SECONDS))
    wait = CHECK_EVENTS / load.spec["events_per_second"] + 1
    done, _ = await asyncio.wait([task], timeout=wait)
    task.cancel()
    ended = (await asyncio.gather(task, return_exceptions=True))[0]
    connection.close()
    if done and isinstance(ended, Exception):
        return [f"the stream broke: {str(ended) or type(ended).__name__}"]
    return [] if listener.events >= CHECK_EVENTS else [f"{listener.events} events came within {wait:.1f} s"]
