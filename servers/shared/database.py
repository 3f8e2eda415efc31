"""A table in a SQLite file and SQLAlchemy's pool before it, with the same settings in all frameworks."""

from __future__ import annotations

import atexit
import os
import sqlite3
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, bindparam, create_engine, event, select
from sqlalchemy.pool import NullPool, QueuePool

from shared import counters

ROWS = 1000
POOL: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 5, "max_overflow": 0}
ITEMS = Table(
    "items", MetaData(), Column("id", Integer, primary_key=True), Column("name", String), Column("price", Integer)
)
ITEM = select(ITEMS).where(ITEMS.c.id == bindparam("item"))


class Database:
    """Two engines on one file: one with a pool, one that gives each thread a connection to keep."""

    def __init__(self, file: Path) -> None:
        fill(file)
        self.opened = 0
        self.engine = create_engine(f"sqlite:///{file}", **POOL)
        event.listen(self.engine, "connect", self._count)
        # As nothing ends its transaction, it must have none.
        self._unpooled = create_engine(f"sqlite:///{file}", poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._kept = threading.local()
        if counters.is_asked("database"):
            counters.count_database(self.engine, [self._unpooled])

    def kept(self) -> Connection:
        """The connection of this thread: opened once, never given back. The control of what a pool costs."""
        if not hasattr(self._kept, "connection"):
            self._kept.connection = self._unpooled.connect()
        return self._kept.connection

    def _count(self, connection: Any, record: Any) -> None:
        self.opened += 1


def fill(file: Path) -> None:
    """A table of a thousand rows."""
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price INTEGER)")
        rows = ((number, f"item {number:04d}", number * 7 % 1000) for number in range(1, ROWS + 1))
        connection.executemany("INSERT INTO items VALUES (?, ?, ?)", rows)
    connection.close()


@cache
def database() -> Database:
    """The database of this process: each worker has a file of its own, so that none waits for another's."""
    folder = os.environ.get("SERVER_SCRATCH")
    if not folder:  # started by hand: the file goes with the process
        temporary = tempfile.TemporaryDirectory(prefix="database-")
        atexit.register(temporary.cleanup)
        folder = temporary.name
    return Database(Path(folder, f"items-{os.getpid()}.sqlite"))
