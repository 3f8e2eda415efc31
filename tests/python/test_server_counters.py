"""What servers count for collectors, in real processes: garbage collections, statements, connections of a pool."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.collectors import Collectors, NotMeasured
from bench.collectors import gc as garbage
from collecting import Tree, asked, window
from driven import LIB, Process, Sampler

ROOT = LIB.parent
COLLECTING = """
import gc, os, sys
sys.path.insert(0, sys.argv[1])
from shared import counters
gc.disable()
counters.start()
print("ready", flush=True)
for line in sys.stdin:
    young, full = map(int, line.split())
    if young < 0:
        if os.fork() == 0:
            gc.collect()
            os._exit(0)
        os.wait()
    for _ in range(young): gc.collect(0)
    for _ in range(full): gc.collect()
    print(len(gc.get_objects()), flush=True)
"""


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    """A process that serves, as far as counting goes."""
    monkeypatch.setenv("SERVER_COUNTERS", str(tmp_path))
    monkeypatch.setenv("SERVER_COLLECT", "gc")
    process = Process([sys.executable, "-c", COLLECTING, str(ROOT / "servers")])
    assert process.line() == "ready"
    yield process
    process.end()


def test_collections_of_a_real_process_are_counted_and_timed(counting: Process) -> None:
    collector, tree = garbage.Collector(), Tree(counting.pid, 2**22)
    asked(counting, "5 5")
    opened = collector.open(tree)
    asked(counting, "40 3")
    first = collector.close(tree, opened)
    assert (first["gc_collections"], first["gc_full_collections"]) == (43, 3)
    # A full collection looks at thousands of objects.
    assert 0 < first["gc_longest_pause_us"] < first["gc_pause_us"] < 60e6
    assert first["gc_pause_us"] / 43 < first["gc_longest_pause_us"]
    opened = collector.open(tree)
    asked(counting, "1 0")
    second = collector.close(tree, opened)
    assert (second["gc_collections"], second["gc_full_collections"]) == (1, 0)
    assert second["gc_longest_pause_us"] == pytest.approx(second["gc_pause_us"])
    nothing = collector.close(tree, collector.open(tree))
    assert nothing["gc_collections"] == nothing["gc_pause_us"] == 0
    assert isinstance(nothing["gc_longest_pause_us"], NotMeasured)


def test_a_fork_counts_for_itself(counting: Process, tmp_path: Path) -> None:
    collector, tree = garbage.Collector(), Tree(counting.pid)
    opened = collector.open(tree)
    asked(counting, "-1 0")
    (child,) = (int(file.stem) for file in tmp_path.glob("[0-9]*.gc") if int(file.stem) != counting.pid)
    assert collector.close(tree, opened)["gc_collections"] == 0
    assert collector.close(Tree(counting.pid, child), opened)["gc_collections"] == 1


def test_a_server_that_was_not_asked_counts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER_COUNTERS", str(tmp_path))
    monkeypatch.delenv("SERVER_COLLECT", raising=False)
    process = Process([sys.executable, "-c", COLLECTING, str(ROOT / "servers")])
    assert process.line() == "ready"
    found = window(Collectors(["gc"]), Tree(process.pid))
    process.end()
    assert set(found["collected"].values()) == {None} and list(tmp_path.iterdir()) == []
    assert found["uncollected"]["gc_collections"] == "no process of the server counts its garbage collections"
    monkeypatch.delenv("SERVER_COUNTERS")
    assert "no folder was named" in Collectors(["gc"]).describe()["gc"]["reason"]


QUERYING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from shared import database
found = database.Database(Path(sys.argv[2], "items.sqlite"))
held = []
print("ready", flush=True)
for line in sys.stdin:
    for word in line.split():
        if word == "take": held.append(found.engine.connect())
        if word == "give": held.pop().close()
        if word == "ask": held[-1].execute(database.ITEM, {"item": 1}).one()
        if word == "kept": found.kept().execute(database.ITEM, {"item": 1}).one()
    print("done", flush=True)
"""


def test_statements_and_connections_of_a_real_pool_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER_COUNTERS", str(tmp_path))
    monkeypatch.setenv("SERVER_COLLECT", "gc,database")
    process = Process([sys.executable, "-c", QUERYING, str(ROOT / "servers"), str(tmp_path)])
    assert process.line() == "ready"
    found, tree = Collectors(["database"]), Tree(process.pid)

    def collected(words: str) -> list[float]:
        opened = found.open(tree)
        asked(process, words)
        return [found.close(tree, opened)["collected"][name] for name in ("sql_queries", "pool_checkouts", "pool_peak")]

    try:
        assert collected("take take ask ask ask give take take give give") == [3, 4, 3]
        assert collected("kept kept") == [2, 0, 1]  # the one that is out still
        assert collected("give take ask give") == [1, 1, 1]
        assert collected("") == [0, 0, 0]
    finally:
        process.end()
    alone = window(found, Tree(2**22))
    assert alone["uncollected"]["pool_peak"] == "the application has no database that is counted"


def test_the_sampler_collects_over_its_windows_and_tells_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVER_COUNTERS", str(tmp_path / "counters"))
    (tmp_path / "counters").mkdir()
    # A folder of the test's own cannot be searched in another process: a collector that is nowhere is a fault as well.
    sampler = Sampler(tmp_path / "samples.jsonl", "--collect", "gc,nowhere")
    monkeypatch.setenv("SERVER_COLLECT", "gc")
    process = Process([sys.executable, "-c", COLLECTING, str(ROOT / "servers")])
    try:
        assert process.line() == "ready"
        answer = sampler.expect(f"watch a {process.pid}")
        assert answer["warning"].startswith("the collector nowhere failed: ModuleNotFoundError")
        assert "warning" not in sampler.expect("open a")
        asked(process, "7 0")
        result = sampler.expect("close a")
        assert result["collected"]["gc_collections"] == 7 and result["uncollected"] == {} and result["seconds"] > 0
    finally:
        process.end()
        sampler.end()
