"""Broadcast: one connection sends, and all must receive it, the sender too. One request is one message delivered to one."""

from __future__ import annotations

import asyncio
from array import array

from bench.clients.load import Load
from bench.clients.pace import Pace
from bench.clients.server import Server
from bench.clients.sockets import Socket, close_all, open_all, open_socket, wire_size
from bench.clients.tally import Tally, end_all, median, now_ns, until

JOIN_SECONDS = 5
"""Until everyone is in the group. A server may add a connection after it has answered the handshake."""
JOIN_PAUSE = 0.1
ROUND_SECONDS = 2
"""Until a message that has not reached all is given up."""


class Round:
    """The message that is on its way, and who has not got it yet."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.number = 0
        self.payload = b""
        self.waiting: set[Receiver] = set()
        self.complete = asyncio.Event()
        self.sent_ns = 0

    def begin(self, receivers: list[Receiver]) -> None:
        self.number += 1
        self.payload = b"%020d." % self.number + b"x" * (self.size - 21)
        self.waiting = {receiver for receiver in receivers if receiver.is_open}
        self.complete.clear()
        self.sent_ns = now_ns()


class Receiver(Socket):
    """One of the group."""

    def __init__(self, turn: Round, tally: Tally) -> None:
        super().__init__()
        self.got = 0
        self.wrong = 0
        self._round, self._tally = turn, tally

    def received(self, payload: bytes) -> None:
        turn = self._round
        if payload == turn.payload and self in turn.waiting:
            self.got += 1
            self._tally.answer(now_ns() - turn.sent_ns, wire_size(payload))
            turn.waiting.discard(self)
        elif payload[:20].isdigit() and int(payload[:20]) < turn.number:
            self.got += 1  # late: it was counted when its round was given up
        else:
            self.wrong += 1
            self._tally.answer(now_ns() - turn.sent_ns, wire_size(payload), right=False)
        if not turn.waiting:
            turn.complete.set()

    def lost(self) -> None:
        self._tally.error("read")
        self._round.waiting.discard(self)
        if not self._round.waiting:
            self._round.complete.set()


async def run(load: Load) -> Tally:
    tally, pace, turn = Tally(Server(load.port)), Pace(load.rate), Round(load.spec["bytes"])
    sockets = await open_all(tally, [lambda: open_socket(load, lambda: Receiver(turn, tally))] * load.connections)
    if sockets:
        await _join(sockets, turn)
    last_us = array("d")
    tally.start()
    pace.start()
    sender = asyncio.create_task(_send(sockets, turn, tally, pace, last_us))
    await asyncio.wait([sender], timeout=load.seconds)
    tally.stop()
    pace.close(tally)
    await end_all([sender])
    await close_all(sockets)
    tally.extra["messages_per_second"] = len(last_us) / tally.seconds
    if last_us:
        tally.extra["last_delivery_us"] = median(last_us)
    return tally


async def _join(sockets: list[Receiver], turn: Round) -> None:
    """Sends until everyone has got something."""
    end_ns = now_ns() + JOIN_SECONDS * 1_000_000_000
    while any(not socket.got and socket.is_open for socket in sockets) and now_ns() < end_ns:
        turn.begin(sockets)
        sockets[0].send(turn.payload)
        await until(turn.complete, JOIN_PAUSE)


async def _send(sockets: list[Receiver], turn: Round, tally: Tally, pace: Pace, last_us: array[float]) -> None:
    """Sends the next when all have got the one before."""
    sender = sockets[0] if sockets else None
    while sender and sender.is_open:
        await pace.turn()
        turn.begin(sockets)
        sender.send(turn.payload)
        if await until(turn.complete, ROUND_SECONDS):
            last_us.append((now_ns() - turn.sent_ns) / 1000)
        else:
            tally.error("timeout", len(turn.waiting))


async def check(load: Load) -> list[str]:
    """Two connections; what the first sends, both get."""
    tally, turn = Tally(), Round(load.spec["bytes"])
    sockets = await open_all(tally, [lambda: open_socket(load, lambda: Receiver(turn, tally))] * 2)
    problems = []
    if len(sockets) < 2:
        problems.append(f"{2 - len(sockets)} of 2 handshakes failed")
    else:
        await _join(sockets, turn)
        missing = sum(1 for socket in sockets if not socket.got)
        if missing:
            problems.append(f"{missing} of 2 connections never got what was sent to all")
        if any(socket.wrong for socket in sockets):
            problems.append("what came is another than what was sent")
    await close_all(sockets)
    return problems
