"""Memory: plain answers, large bodies, many small objects, the collector's settings, files, and a connection pool.

The collector is set when the routes are there: registering one turns it on again.
"""

from __future__ import annotations

import gc
from typing import Any

from catzilla import Catzilla, JSONResponse, Path, Request, Response
from shared import memory

ALONE = ("gc_on", "gc_off", "gc_frozen")
LIBRARY = {"pool_none": "sqlalchemy", "pool_acquire": "sqlalchemy"}


def register(app: Catzilla) -> None:
    @app.get("/memory/plain")
    def memory_plain(request: Request) -> dict[str, str]:
        return {"message": memory.GREETING}

    @app.get("/memory/churn")
    def memory_churn(request: Request) -> dict[str, int]:
        return memory.churn()

    @app.get("/memory/files")
    def memory_files(request: Request) -> dict[str, int]:
        with memory.FILE.open("rb") as file:
            return memory.digest(file.read())


def register_idle(app: Catzilla) -> None:
    @app.get("/memory/idle")
    def memory_idle_connections(request: Request) -> dict[str, str]:
        return {"message": memory.GREETING}


def register_bodies(app: Catzilla) -> None:
    @app.post("/memory/body")
    def memory_body_1mb(request: Request) -> dict[str, int]:
        return memory.summary(request.json()["records"])


def register_gc_on(app: Catzilla) -> None:
    @app.get("/memory/gc/on")
    def gc_on(request: Request) -> dict[str, int]:
        return memory.churn() | memory.collector()

    gc.enable()


def register_gc_off(app: Catzilla) -> None:
    @app.get("/memory/gc/off")
    def gc_off(request: Request) -> dict[str, int]:
        return memory.churn() | memory.collector()

    gc.disable()


def register_gc_frozen(app: Catzilla) -> None:
    @app.get("/memory/gc/frozen")
    def gc_frozen(request: Request) -> dict[str, int]:
        return memory.churn() | memory.collector()

    gc.collect()
    gc.freeze()


def register_pool(app: Catzilla) -> None:
    from shared.database import ITEM, database  # here, because SQLAlchemy would weigh on the group's other applications

    db = database()

    @app.get("/memory/pool/none/{item}")
    def pool_none(request: Request, item: int = Path(...)) -> dict[str, Any] | Response:
        row = db.kept().execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            return JSONResponse({"error": "Not found"}, 404)
        return row._asdict()

    @app.get("/memory/pool/acquire/{item}")
    def pool_acquire(request: Request, item: int = Path(...)) -> dict[str, Any] | Response:
        with db.engine.connect() as connection:
            row = connection.execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            return JSONResponse({"error": "Not found"}, 404)
        return row._asdict() | {"opened": db.opened}
