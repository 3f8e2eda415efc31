"""What the memory group works with: the pool keeps its bounds, objects leave nothing, fixtures are the same each time."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "endpoints" / "fixtures" / "memory.py"


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "servers"))
    from shared import memory

    return memory


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.syspath_prepend(str(ROOT / "servers"))
    from shared import database

    return database.Database(tmp_path / "items.sqlite")


def in_threads(number: int, work) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_pool_opens_five_connections_for_twenty_threads_and_gets_all_back(database) -> None:
    from shared.database import ITEM

    rows = []

    def ask() -> None:
        for item in range(1, 21):
            with database.engine.connect() as connection:
                rows.append(connection.execute(ITEM, {"item": item}).one())

    in_threads(20, ask)
    assert len(rows) == 400
    assert 1 <= database.opened <= 5
    assert database.engine.pool.checkedout() == 0


def test_what_is_not_given_back_is_missed(database) -> None:
    from sqlalchemy.exc import TimeoutError as PoolTimeoutError

    database.engine.pool._timeout = 0.1
    kept = [database.engine.connect() for _ in range(5)]
    with pytest.raises(PoolTimeoutError):
        database.engine.connect()
    for connection in kept:
        connection.close()
    database.engine.connect().close()


def test_each_thread_keeps_a_connection_of_its_own(database) -> None:
    kept = []
    in_threads(3, lambda: kept.append((database.kept(), database.kept())))
    assert all(first is second for first, second in kept)
    assert len({id(first) for first, _ in kept}) == 3


def test_the_objects_are_as_many_as_said_and_none_needs_the_collector(memory: ModuleType) -> None:
    gc.collect()
    gc.disable()
    try:
        assert memory.churn()["objects"] == 10_000
        assert gc.collect() < 100
    finally:
        gc.enable()


def test_the_fixtures_are_the_same_each_time_and_of_the_sizes_their_names_say(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        subprocess.run([sys.executable, str(FIXTURES), str(folder)], check=True)
    first, second = ({file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders)
    assert first == second
    assert {name: len(data) for name, data in first.items()} == {"body_1mb.json": 1024 * 1024, "4kb.bin": 4096}
