"""Echo: each connection sends a message and waits until the same bytes are back. One request is one echo."""

from __future__ import annotations

import asyncio

from bench.clients.load import Load
from bench.clients.pace import Pace
from bench.clients.server import Server
from bench.clients.sockets import OPEN_SECONDS, Socket, close_all, open_all, open_socket, wire_size
from bench.clients.tally import Tally, now_ns, until


def message(number: int, sequence: int, size: int) -> bytes:
    """A message that no other connection and no other time sends."""
    return b"%08d.%012d." % (number, sequence) + b"x" * (size - 22)


class Echo(Socket):
    """A connection that sends the next message when the one before is back."""

    def __init__(self, number: int, load: Load, tally: Tally, pace: Pace) -> None:
        super().__init__()
        self.answered = 0
        self.back = asyncio.Event()
        self.is_right = False
        self._number, self._size = number, load.spec["bytes"]
        self._tally, self._pace = tally, pace
        self._sequence = 0
        self._expected = b""
        self._sent_ns = 0

    def fire(self) -> None:
        self._sequence += 1
        self._expected = message(self._number, self._sequence, self._size)
        self._sent_ns = now_ns()
        self.send(self._expected)

    def received(self, payload: bytes) -> None:
        self.answered += 1
        self.is_right = payload == self._expected
        self._tally.answer(now_ns() - self._sent_ns, wire_size(payload), self.is_right)
        self._expected = b""
        if self._tally.running:
            self._pace.when_due(self.fire)
        else:
            self.back.set()

    def lost(self) -> None:
        self._tally.error("read")
        self.back.set()


async def run(load: Load) -> Tally:
    tally, pace = Tally(Server(load.port)), Pace(load.rate)
    numbers = range(load.connections)
    openers = [lambda number=number: open_socket(load, lambda: Echo(number, load, tally, pace)) for number in numbers]
    sockets = await open_all(tally, openers)
    tally.start()
    pace.start()
    for socket in sockets:
        pace.when_due(socket.fire)
    await hold(sockets, load.seconds)
    # One that was not answered even once waits for ever, as far as this load can tell.
    if load.rate is None:
        tally.error("timeout", sum(1 for socket in sockets if socket.is_open and not socket.answered))
    tally.stop()
    pace.close(tally)
    await close_all(sockets)
    return tally


async def hold(sockets: list[Echo], seconds: float) -> None:
    """Waits for the end, which is there early when no connection is left."""
    losses = [asyncio.create_task(socket.closed.wait()) for socket in sockets]
    if losses:
        _, open_still = await asyncio.wait(losses, timeout=seconds)
        for task in open_still:
            task.cancel()


async def check(load: Load) -> list[str]:
    """Opens one connection and sends two messages, which must come back."""
    tally = Tally()
    try:
        socket = await open_socket(load, lambda: Echo(0, load, tally, Pace(None)))
    except Exception as error:
        return [f"the handshake failed: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"]
    problems = []
    for time in ("first", "second"):
        problem = await echo_once(socket)
        if problem:
            problems.append(f"the {time} message: {problem}")
            break
    await close_all([socket])
    return problems


async def echo_once(socket: Echo, seconds: float = OPEN_SECONDS) -> str | None:
    """Sends one message outside of a load; why it did not come back, or nothing."""
    socket.back.clear()
    socket.is_right = False
    socket.fire()
    if not await until(socket.back, seconds):
        return f"no answer within {seconds} s"
    if not socket.is_open and not socket.is_right:
        return "the server closed the connection"
    return None if socket.is_right else "the answer is another than the message"
