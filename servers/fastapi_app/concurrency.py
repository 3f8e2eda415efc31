"""Concurrency: what waits is an `async def` that awaits; what computes is one too, as the documentation has it for code without waiting."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI
from shared import concurrency

ALONE = ("workers_2", "workers_4")


def register(app: FastAPI) -> None:
    @app.get("/concurrency/connections/100")
    async def connections_100() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/connections/1000")
    async def connections_1000() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/100")
    async def paced_100() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/1000")
    async def paced_1000() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/equal")
    async def latency_equal_rate() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/sustained")
    async def sustained() -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_ten_thousand(app: FastAPI) -> None:
    @app.get("/concurrency/connections/10000")
    async def connections_10000() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/10000")
    async def paced_10000() -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_mixed(app: FastAPI) -> None:
    @app.get("/concurrency/fast")
    async def fast() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/beside/wait")
    async def fast_beside_wait() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/beside/burn")
    async def fast_beside_burn() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/10")
    async def wait_10() -> dict[str, str]:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/burn")
    async def burn() -> dict[str, int]:
        return {"value": concurrency.burn()}


def register_wait_100(app: FastAPI) -> None:
    waited = concurrency.Counter("wait_100")

    @app.get("/concurrency/wait/100")
    async def wait_100() -> dict[str, str]:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/100/done")
    async def waited_100() -> dict[str, int]:
        return waited.total()


def register_wait_1000(app: FastAPI) -> None:
    waited = concurrency.Counter("wait_1000")

    @app.get("/concurrency/wait/1000")
    async def wait_1000() -> dict[str, str]:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/1000/done")
    async def waited_1000() -> dict[str, int]:
        return waited.total()


def register_reconnect(app: FastAPI) -> None:
    @app.get("/concurrency/reconnect")
    async def reconnect() -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_workers_1(app: FastAPI) -> None:
    @app.get("/concurrency/workers/1")
    async def workers_1() -> dict[str, int]:
        return {"process": concurrency.process_id()}


def register_workers_2(app: FastAPI) -> None:
    concurrency.meet(2)

    @app.get("/concurrency/workers/2")
    async def workers_2() -> dict[str, int]:
        return {"process": concurrency.process_id()}


def register_workers_4(app: FastAPI) -> None:
    concurrency.meet(4)

    @app.get("/concurrency/workers/4")
    async def workers_4() -> dict[str, int]:
        return {"process": concurrency.process_id()}
