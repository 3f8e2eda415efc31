"""Connections that are opened, asked once, held open and asked once more: what does it cost to have them?

One request is one connection that was opened and answered; its latency is the time that took.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bench.clients.echo import Echo, echo_once
from bench.clients.echo import check as check_echo
from bench.clients.http1 import AnswerError, Connection, connect, request
from bench.clients.load import Load
from bench.clients.pace import Pace
from bench.clients.server import Server
from bench.clients.sockets import OPEN_SECONDS, close_all, open_all, open_socket
from bench.clients.tally import Tally, now_ns


async def run(load: Load) -> Tally:
    return await (_hold_sockets(load) if load.kind == "websocket" else _hold_connections(load))


async def check(load: Load) -> list[str]:
    if load.kind == "websocket":
        return await check_echo(load)
    try:
        connection = await connect(load, OPEN_SECONDS)
        answer = await connection.ask(request(load), OPEN_SECONDS)
        connection.close()
    except (OSError, AnswerError) as error:
        return [f"no answer: {type(error).__name__}: {error}"]
    return [] if answer.status == 200 else [f"status is {answer.status}, and not 200"]


async def _hold_sockets(load: Load) -> Tally:
    tally, silent, at_once = Tally(Server(load.port)), Tally(), Pace(None)

    async def open_one(number: int) -> Echo:
        began_ns = now_ns()
        socket = await open_socket(load, lambda: Echo(number, load, silent, at_once))
        tally.answer(now_ns() - began_ns, 0)
        return socket

    sockets = await _hold(load, tally, [lambda number=number: open_one(number) for number in range(load.connections)])
    alive = [socket for socket in sockets if socket.is_open]
    # Held means that they still work.
    for problem in await asyncio.gather(*(echo_once(socket) for socket in alive)):
        if problem:
            tally.errors["timeout"] += 1
    tally.errors["read"] += len(sockets) - len(alive)
    await close_all(sockets)
    return tally


async def _hold_connections(load: Load) -> Tally:
    tally, text = Tally(Server(load.port)), request(load)

    async def open_one() -> Connection:
        began_ns = now_ns()
        connection = await connect(load, OPEN_SECONDS)
        answer = await connection.ask(text, OPEN_SECONDS)
        tally.answer(answer.ended_ns - began_ns, connection.received, answer.status == 200)
        return connection

    connections = await _hold(load, tally, [open_one] * load.connections)
    for connection in connections:
        connection.close()
    return tally


async def _hold(load: Load, tally: Tally, openers: Sequence[Callable]) -> list:
    """Opens them and waits. A server may close what is idle: that is no error, but it is told."""
    tally.start()
    held = await open_all(tally, openers)
    await asyncio.sleep(load.seconds)
    tally.stop()
    left = sum(1 for item in held if item.is_open)
    tally.extra |= {"held": left, "closed_by_server": len(held) - left}
    return held
