"""Concurrency: what waits holds one of the server's threads."""

from __future__ import annotations

import time

from flask import Flask
from shared import concurrency

ALONE = ("workers_2", "workers_4")


def register(app: Flask) -> None:
    @app.get("/concurrency/connections/100")
    def connections_100() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/connections/1000")
    def connections_1000() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/100")
    def paced_100() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/1000")
    def paced_1000() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/equal")
    def latency_equal_rate() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/sustained")
    def sustained() -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_ten_thousand(app: Flask) -> None:
    @app.get("/concurrency/connections/10000")
    def connections_10000() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/paced/10000")
    def paced_10000() -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_mixed(app: Flask) -> None:
    @app.get("/concurrency/fast")
    def fast() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/beside/wait")
    def fast_beside_wait() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/beside/burn")
    def fast_beside_burn() -> dict[str, str]:
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/10")
    def wait_10() -> dict[str, str]:
        time.sleep(concurrency.WAIT_SECONDS)
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/burn")
    def burn() -> dict[str, int]:
        return {"value": concurrency.burn()}


def register_wait_100(app: Flask) -> None:
    waited = concurrency.Counter("wait_100")

    @app.get("/concurrency/wait/100")
    def wait_100() -> dict[str, str]:
        time.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/100/done")
    def waited_100() -> dict[str, int]:
        return waited.total()


def register_wait_1000(app: Flask) -> None:
    waited = concurrency.Counter("wait_1000")

    @app.get("/concurrency/wait/1000")
    def wait_1000() -> dict[str, str]:
        time.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return {"message": concurrency.GREETING}

    @app.get("/concurrency/wait/1000/done")
    def waited_1000() -> dict[str, int]:
        return waited.total()


def register_reconnect(app: Flask) -> None:
    @app.get("/concurrency/reconnect")
    def reconnect() -> dict[str, str]:
        return {"message": concurrency.GREETING}


def register_workers_1(app: Flask) -> None:
    @app.get("/concurrency/workers/1")
    def workers_1() -> dict[str, int]:
        return {"process": concurrency.process_id()}


def register_workers_2(app: Flask) -> None:
    concurrency.meet(2)

    @app.get("/concurrency/workers/2")
    def workers_2() -> dict[str, int]:
        return {"process": concurrency.process_id()}


def register_workers_4(app: Flask) -> None:
    concurrency.meet(4)

    @app.get("/concurrency/workers/4")
    def workers_4() -> dict[str, int]:
        return {"process": concurrency.process_id()}
