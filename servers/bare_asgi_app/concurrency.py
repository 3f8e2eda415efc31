"""The concurrency group without a framework: what of it is the server's."""

from __future__ import annotations

import asyncio

from shared import concurrency

from bare_asgi_app._application import Paths, Receive, Send, answer

ALONE = ("workers_2", "workers_4")


async def connections_100(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def connections_1000(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def paced_100(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def paced_1000(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def latency_equal_rate(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def sustained(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def connections_10000(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def paced_10000(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def fast(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def fast_beside_wait(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def fast_beside_burn(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


async def wait_10(receive: Receive, send: Send) -> None:
    await asyncio.sleep(concurrency.WAIT_SECONDS)
    await answer(send, {"message": concurrency.GREETING})


async def burn(receive: Receive, send: Send) -> None:
    await answer(send, {"value": concurrency.burn()})


async def reconnect(receive: Receive, send: Send) -> None:
    await answer(send, {"message": concurrency.GREETING})


def register(paths: Paths) -> None:
    paths["/concurrency/connections/100"] = ("GET", connections_100)
    paths["/concurrency/connections/1000"] = ("GET", connections_1000)
    paths["/concurrency/paced/100"] = ("GET", paced_100)
    paths["/concurrency/paced/1000"] = ("GET", paced_1000)
    paths["/concurrency/equal"] = ("GET", latency_equal_rate)
    paths["/concurrency/sustained"] = ("GET", sustained)


def register_ten_thousand(paths: Paths) -> None:
    paths["/concurrency/connections/10000"] = ("GET", connections_10000)
    paths["/concurrency/paced/10000"] = ("GET", paced_10000)


def register_mixed(paths: Paths) -> None:
    paths["/concurrency/fast"] = ("GET", fast)
    paths["/concurrency/beside/wait"] = ("GET", fast_beside_wait)
    paths["/concurrency/beside/burn"] = ("GET", fast_beside_burn)
    paths["/concurrency/wait/10"] = ("GET", wait_10)
    paths["/concurrency/burn"] = ("GET", burn)


def register_reconnect(paths: Paths) -> None:
    paths["/concurrency/reconnect"] = ("GET", reconnect)


def register_wait_100(paths: Paths) -> None:
    waited = concurrency.Counter("wait_100")

    async def wait_100(receive: Receive, send: Send) -> None:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        await answer(send, {"message": concurrency.GREETING})

    async def waited_100(receive: Receive, send: Send) -> None:
        await answer(send, waited.total())

    paths["/concurrency/wait/100"] = ("GET", wait_100)
    paths["/concurrency/wait/100/done"] = ("GET", waited_100)


def register_wait_1000(paths: Paths) -> None:
    waited = concurrency.Counter("wait_1000")

    async def wait_1000(receive: Receive, send: Send) -> None:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        await answer(send, {"message": concurrency.GREETING})

    async def waited_1000(receive: Receive, send: Send) -> None:
        await answer(send, waited.total())

    paths["/concurrency/wait/1000"] = ("GET", wait_1000)
    paths["/concurrency/wait/1000/done"] = ("GET", waited_1000)


def register_workers_1(paths: Paths) -> None:
    async def workers_1(receive: Receive, send: Send) -> None:
        await answer(send, {"process": concurrency.process_id()})

    paths["/concurrency/workers/1"] = ("GET", workers_1)


def register_workers_2(paths: Paths) -> None:
    concurrency.meet(2)

    async def workers_2(receive: Receive, send: Send) -> None:
        await answer(send, {"process": concurrency.process_id()})

    paths["/concurrency/workers/2"] = ("GET", workers_2)


def register_workers_4(paths: Paths) -> None:
    concurrency.meet(4)

    async def workers_4(receive: Receive, send: Send) -> None:
        await answer(send, {"process": concurrency.process_id()})

    paths["/concurrency/workers/4"] = ("GET", workers_4)
