"""Memory: plain answers, large bodies, many small objects, the collector's settings, files, and a connection pool.

What waits for a file or a database is a plain `def`, which FastAPI calls in a thread, as its documentation has it.
"""

from __future__ import annotations

import gc
from typing import Any

from fastapi import FastAPI, HTTPException
from shared import memory

ALONE = ("gc_on", "gc_off", "gc_frozen")
LIBRARY = {"pool_none": "sqlalchemy", "pool_acquire": "sqlalchemy"}


def register(app: FastAPI) -> None:
    @app.get("/memory/plain")
    async def memory_plain() -> dict[str, str]:
        return {"message": memory.GREETING}

    @app.get("/memory/churn")
    async def memory_churn() -> dict[str, int]:
        return memory.churn()

    @app.get("/memory/files")
    def memory_files() -> dict[str, int]:
        with memory.FILE.open("rb") as file:
            return memory.digest(file.read())


def register_idle(app: FastAPI) -> None:
    @app.get("/memory/idle")
    async def memory_idle_connections() -> dict[str, str]:
        return {"message": memory.GREETING}


def register_bodies(app: FastAPI) -> None:
    @app.post("/memory/body")
    async def memory_body_1mb(body: dict[str, Any]) -> dict[str, int]:
        return memory.summary(body["records"])


def register_gc_on(app: FastAPI) -> None:
    @app.get("/memory/gc/on")
    async def gc_on() -> dict[str, int | bool]:
        return memory.churn() | memory.collector()

    gc.enable()


def register_gc_off(app: FastAPI) -> None:
    @app.get("/memory/gc/off")
    async def gc_off() -> dict[str, int | bool]:
        return memory.churn() | memory.collector()

    gc.disable()


def register_gc_frozen(app: FastAPI) -> None:
    @app.get("/memory/gc/frozen")
    async def gc_frozen() -> dict[str, int | bool]:
        return memory.churn() | memory.collector()

    gc.collect()
    gc.freeze()


def register_pool(app: FastAPI) -> None:
    from shared.database import ITEM, database  # here, because SQLAlchemy would weigh on the group's other applications

    db = database()

    @app.get("/memory/pool/none/{item}")
    def pool_none(item: int) -> dict[str, Any]:
        row = db.kept().execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            raise HTTPException(404)
        return row._asdict()

    @app.get("/memory/pool/acquire/{item}")
    def pool_acquire(item: int) -> dict[str, Any]:
        with db.engine.connect() as connection:
            row = connection.execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            raise HTTPException(404)
        return row._asdict() | {"opened": db.opened}
