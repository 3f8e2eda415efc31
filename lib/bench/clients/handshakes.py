"""Handshakes: connect, upgrade, one echo, close, and again. One request is one such connection."""

from __future__ import annotations

import asyncio
from array import array

from bench.clients.echo import Echo, check, echo_once
from bench.clients.load import Load
from bench.clients.pace import Pace
from bench.clients.server import Server
from bench.clients.sockets import CLOSE_SECONDS, OPEN_SECONDS, open_socket, wire_size
from bench.clients.tally import Tally, end_all, median, now_ns, until

__all__ = ["check", "run"]
REST_SECONDS = 0.01
"""After a failure, so that a server that refuses is not flooded."""


async def run(load: Load) -> Tally:
    tally, pace = Tally(Server(load.port)), Pace(load.rate)
    upgrades_us = array("d")
    tally.start()
    pace.start()
    workers = [
        asyncio.create_task(_connect_again(number, load, tally, pace, upgrades_us))
        for number in range(load.connections)
    ]
    await asyncio.wait(workers, timeout=load.seconds)
    tally.stop()
    pace.close(tally)
    await end_all(workers)
    if upgrades_us:
        tally.extra["handshake_us"] = median(upgrades_us)
    return tally


async def _connect_again(number: int, load: Load, tally: Tally, pace: Pace, upgrades_us: array[float]) -> None:
    size = wire_size(b"x" * load.spec["bytes"])
    silent, at_once = Tally(), Pace(None)  # the echo within a handshake is not a request of its own
    while tally.running:
        await pace.turn()
        began_ns = now_ns()
        try:
            socket = await open_socket(load, lambda: Echo(number, load, silent, at_once))
        except Exception as error:
            tally.failure(error)
            await asyncio.sleep(REST_SECONDS)
            continue
        try:
            upgrades_us.append((now_ns() - began_ns) / 1000)
            problem = await echo_once(socket, OPEN_SECONDS)
            if problem and not socket.is_open:
                tally.error("read")
            elif problem and not socket.answered:
                tally.error("timeout")
            else:
                tally.answer(now_ns() - began_ns, size, not problem)
            socket.close()
            await until(socket.closed, CLOSE_SECONDS)
        finally:
            socket.abort()
