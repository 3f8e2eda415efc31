"""Concurrency: what waits is an `async def`, which runs on a loop beside the server's own; all else runs on the server's."""

from __future__ import annotations

import asyncio

from catzilla import Catzilla, Request
from shared import concurrency

UNSUPPORTED = {
    "workers_2": "Catzilla serves from one process: it has no option for more, and its port cannot be shared",
    "workers_4": "Catzilla serves from one process: it has no option for more, and its port cannot be shared",
}


def register(app: Catzilla) -> None:
    @app.get("/concurrency/connections/100")
    def connections_100(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/connections/1000")
    def connections_1000(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/100")
    def paced_100(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/1000")
    def paced_1000(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/equal")
    def latency_equal_rate(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/sustained")
    def sustained(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_ten_thousand(app: Catzilla) -> None:
    @app.get("/concurrency/connections/10000")
    def connections_10000(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/10000")
    def paced_10000(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_mixed(app: Catzilla) -> None:
    @app.get("/concurrency/fast")
    def fast(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/beside/wait")
    def fast_beside_wait(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/beside/burn")
    def fast_beside_burn(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/10")
    async def wait_10(request: Request) -> dict[str, str]:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/burn")
    def burn(request: Request) -> dict[str, int]:
        return {"value": concurrency.burn()}


def register_wait_100(app: Catzilla) -> None:
    waited = concurrency.Counter("wait_100")

    @app.get("/concurrency/wait/100")
    async def wait_100(request: Request) -> dict[str, str]:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/100/done")
    def waited_100(request: Request) -> dict[str, int]:
        return waited.total()


def register_wait_1000(app: Catzilla) -> None:
    waited = concurrency.Counter("wait_1000")

    @app.get("/concurrency/wait/1000")
    async def wait_1000(request: Request) -> dict[str, str]:
        await asyncio.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/1000/done")
    def waited_1000(request: Request) -> dict[str, int]:
        return waited.total()


def register_reconnect(app: Catzilla) -> None:
    @app.get("/concurrency/reconnect")
    def reconnect(request: Request) -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_workers_1(app: Catzilla) -> None:
    @app.get("/concurrency/workers/1")
    def workers_1(request: Request) -> dict[str, int]:
        return {"process": concurrency.process_id()}
