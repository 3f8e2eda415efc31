"""Memory: plain answers, large bodies, many small objects, the collector's settings, files, and a connection pool."""

from __future__ import annotations

import gc
from typing import Any

from flask import Flask, abort, request
from shared import memory

ALONE = ("gc_on", "gc_off", "gc_frozen")
LIBRARY = {"pool_none": "sqlalchemy", "pool_acquire": "sqlalchemy"}


def register(app: Flask) -> None:
    @app.get("/memory/plain")
    def memory_plain() -> dict[str, str]:
        return {"message": memory.GREETING}

    @app.get("/memory/churn")
    def memory_churn() -> dict[str, int]:
        return memory.churn()

    @app.get("/memory/files")
    def memory_files() -> dict[str, int]:
        with memory.FILE.open("rb") as file:
            return memory.digest(file.read())


def register_idle(app: Flask) -> None:
    @app.get("/memory/idle")
    def memory_idle_connections() -> dict[str, str]:
        return {"message": memory.GREETING}


def register_bodies(app: Flask) -> None:
    @app.post("/memory/body")
    def memory_body_1mb() -> dict[str, int]:
        return memory.summary(request.get_json()["records"])


def register_gc_on(app: Flask) -> None:
    @app.get("/memory/gc/on")
    def gc_on() -> dict[str, int]:
        return memory.churn() | memory.collector()

    gc.enable()


def register_gc_off(app: Flask) -> None:
    @app.get("/memory/gc/off")
    def gc_off() -> dict[str, int]:
        return memory.churn() | memory.collector()

    gc.disable()


def register_gc_frozen(app: Flask) -> None:
    @app.get("/memory/gc/frozen")
    def gc_frozen() -> dict[str, int]:
        return memory.churn() | memory.collector()

    gc.collect()
    gc.freeze()


def register_pool(app: Flask) -> None:
    from shared.database import ITEM, database  # here, because SQLAlchemy would weigh on the group's other applications

    db = database()

    @app.get("/memory/pool/none/<int:item>")
    def pool_none(item: int) -> dict[str, Any]:
        row = db.kept().execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            abort(404)
        return row._asdict()

    @app.get("/memory/pool/acquire/<int:item>")
    def pool_acquire(item: int) -> dict[str, Any]:
        with db.engine.connect() as connection:
            row = connection.execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            abort(404)
        return row._asdict() | {"opened": db.opened}
