"""What the tracker makes of readings, with a made-up system; and that both ways of reading a real one agree."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Set
from types import SimpleNamespace

import pytest
from bench import portable, proc
from bench.proc import Reading
from bench.tracker import TrackError, Tree, Window

MS = 1_000_000


def process(pid: int, cpu_ms: float = 0, **more: object) -> Reading:
    values = {"started": pid, "ended": False, "reaped_ns": 0, "threads": 1, "switches": {pid: (0, 0)}, "children": []}
    return Reading(pid=pid, cpu_ns=int(cpu_ms * MS), **{**values, **more})


class System(SimpleNamespace):
    """Processes by id, as a test sets them; memory is 100 KiB for each."""

    def __init__(self, *processes: Reading, refuses: type[OSError] | None = None) -> None:
        super().__init__(refuses=refuses, cpu=(1000, 10), waited=0, files=[], queues=[])
        self.become(*processes)

    def become(self, *processes: Reading) -> None:
        self.processes = {p.pid: p for p in processes}

    def read(self, pid: int) -> Reading | None:
        return self.processes.get(pid)

    def pss_kib(self, pid: int) -> int | None:
        if self.refuses:
            raise self.refuses("no")
        return 100 if pid in self.processes else None

    def rss_kib(self, pid: int) -> int | None:
        return 300 if pid in self.processes else None

    def open_files(self, pid: int) -> int:
        if self.refuses:
            raise self.refuses("no")
        return self.files.pop(0) if self.files else 5

    def sockets(self, pid: int) -> set[str]:
        if self.refuses:
            raise self.refuses("no")
        return {f"socket of {pid}"}

    def unaccepted(self, inodes: Set[str]) -> int | None:
        return self.queues.pop(0) if inodes and self.queues else None

    def host_cpu(self) -> tuple[int, int] | None:
        return self.cpu

    def pressure_us(self) -> int | None:
        return self.waited


def test_only_what_is_used_within_the_window_counts() -> None:
    system = System(process(1, 500, children=[2]), process(2, 70))
    window = Window(Tree(1, system), system)
    system.become(process(1, 510, children=[2]), process(2, 75))
    assert window.close()[0]["cpu_us"] == 15_000


def test_a_process_that_ends_keeps_what_was_last_seen() -> None:
    system = System(process(1, 500, children=[2]), process(2, 70))
    window = Window(Tree(1, system), system)
    system.become(process(1, 500, children=[2]), process(2, 100))
    window.sample()
    system.become(process(1, 501))
    assert window.close()[0]["cpu_us"] == 31_000


def test_what_a_process_used_after_the_last_look_comes_from_its_parent() -> None:
    system = System(process(1, 500, children=[2]), process(2, 70))
    window = Window(Tree(1, system), system)
    system.become(process(1, 500, children=[2]), process(2, 100))
    window.sample()
    system.become(process(1, 501, reaped_ns=160 * MS))
    assert window.close()[0]["cpu_us"] == 91_000


def test_a_stranger_with_the_id_of_a_process_that_ended_is_no_member() -> None:
    system = System(process(1, children=[2]), process(2, 70))
    window = Window(Tree(1, system), system)
    system.become(process(1), process(2, 9000, started=99))
    result = window.close()[0]
    assert result["cpu_us"] == 0
    assert result["memory_kib"]["after"] == 100


def test_a_child_with_the_id_of_one_that_ended_starts_at_nothing() -> None:
    system = System(process(1, children=[2]), process(2, 70, switches={2: (50, 50)}))
    window = Window(Tree(1, system), system)
    system.become(process(1, children=[2]), process(2, 100, started=99, switches={2: (7, 3)}))
    result = window.close()[0]
    assert result["cpu_us"] == 100_000
    assert result["context_switches"] == {"voluntary": 7, "involuntary": 3}


def test_counts_are_the_highest_seen_at_one_time() -> None:
    system = System(process(1, threads=2))
    window = Window(Tree(1, system), system)
    system.become(process(1, threads=2, children=[2, 3]), process(2, threads=4), process(3, ended=True))
    window.sample()
    system.become(process(1, threads=2))
    result, last = window.close()
    assert (result["processes"], result["threads"], result["samples"]) == (2, 6, 2)
    assert result["memory_kib"] == {"idle": 100, "before": 100, "peak": 200, "after": 100}
    assert last["pss_kib"] == 100


@pytest.mark.parametrize("refusal", [PermissionError, FileNotFoundError])
def test_resident_memory_where_the_proportional_is_not_told(refusal: type[OSError]) -> None:
    system = System(process(1), refuses=refusal)
    result, last = Window(Tree(1, system), system).close()
    assert result["memory_kind"] == "rss"
    assert result["memory_kib"] == {"idle": 300, "before": 300, "peak": 300, "after": 300}
    assert last["rss_kib"] == 300


def test_files_that_stay_open_are_counted_and_those_that_close_late_are_not() -> None:
    system = System(process(1))
    system.files = [5, 9, 9, 5]
    assert Window(Tree(1, system), system).close()[0]["files"] == {"before": 5, "after": 5}
    system.files = [5, *[9] * 1000]
    assert Window(Tree(1, system), system).close()[0]["files"] == {"before": 5, "after": 9}
    system = System(process(1), refuses=PermissionError)
    assert Window(Tree(1, system), system).close()[0]["files"] == {"before": None, "after": None}


def test_connections_that_wait_are_those_of_the_last_look_under_load() -> None:
    system = System(process(1))
    window = Window(Tree(1, system), system)
    system.queues = [90, 40, 0]
    window.sample()
    window.sample()
    assert window.close()[0]["unaccepted"] == 40
    assert Window(Tree(1, system), system).close()[0]["unaccepted"] is None
    system = System(process(1), refuses=PermissionError)
    system.queues = [90]
    window = Window(Tree(1, system), system)
    window.sample()
    assert window.close()[0]["unaccepted"] is None


def test_connections_that_nobody_accepts_are_counted_at_their_own_socket() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as idle, socket.create_server(("127.0.0.1", 0)) as other:
        mine = proc.sockets(os.getpid())
        assert {str(os.fstat(server.fileno()).st_ino) for server in (idle, other)} <= mine
        clients = [socket.create_connection(idle.getsockname()) for _ in range(7)]
        assert proc.unaccepted(mine) == 7
        assert proc.unaccepted({str(os.fstat(other.fileno()).st_ino)}) == 0
        accepted = [idle.accept()[0] for _ in range(3)]
        assert proc.unaccepted(mine) == 4
        for each in (*clients, *accepted):
            each.close()
    assert proc.unaccepted({str(os.stat("/").st_ino)}) is None
    assert proc.sockets(2**22 + 1) == set()


def test_the_busiest_process_shows_how_evenly_workers_share() -> None:
    system = System(process(1, 500, children=[2, 3]), process(2, 70), process(3, 10))
    window = Window(Tree(1, system), system)
    system.become(process(1, 500, children=[2, 3]), process(2, 100), process(3, 20))
    assert window.close()[0]["busiest_share"] == 0.75
    assert Window(Tree(1, system), system).close()[0]["busiest_share"] is None


def test_kinds_of_memory_are_never_mixed() -> None:
    system = System(process(1))
    window = Window(Tree(1, system), system)
    system.refuses = PermissionError
    result = window.close()[0]
    assert result["memory_kind"] == "pss"
    assert result["memory_kib"] == {"idle": 100, "before": 100, "peak": None, "after": None}


def test_what_the_system_does_not_tell_is_none_and_not_zero() -> None:
    system = System(process(1, switches={}))
    system.cpu = system.waited = None
    result = Window(Tree(1, system), system).close()[0]
    assert result["context_switches"] == {"voluntary": None, "involuntary": None}
    assert result["steal_share"] is None
    assert result["pressure_share"] is None


def test_steal_is_a_share_of_all_time_in_the_window() -> None:
    system = System(process(1))
    window = Window(Tree(1, system), system)
    system.cpu = (1200, 15)
    assert window.close()[0]["steal_share"] == 0.025


@pytest.mark.parametrize("processes", [[], [process(1, ended=True)]])
def test_a_process_that_does_not_run_cannot_be_watched(processes: list[Reading]) -> None:
    with pytest.raises(TrackError, match="no process 1"):
        Tree(1, System(*processes))


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="needs Linux")
def test_both_ways_of_reading_agree() -> None:
    child = subprocess.Popen(["sleep", "60"])
    try:
        ours, theirs = proc.read(os.getpid()), portable.read(os.getpid())
        assert ours.pid == theirs.pid
        assert ours.threads == theirs.threads
        assert child.pid in ours.children
        assert child.pid in theirs.children
        assert theirs.cpu_ns == pytest.approx(ours.cpu_ns, abs=200 * MS)
        assert theirs.reaped_ns == pytest.approx(ours.reaped_ns, abs=50 * MS)
        assert proc.pss_kib(os.getpid()) == pytest.approx(portable.pss_kib(os.getpid()), rel=0.1)
        assert proc.rss_kib(os.getpid()) == pytest.approx(portable.rss_kib(os.getpid()), rel=0.1)
        assert proc.rss_kib(os.getpid()) >= proc.pss_kib(os.getpid())
        assert proc.command(os.getpid()) == portable.command(os.getpid())
    finally:
        child.kill()
        child.wait()
    for source in (proc, portable):
        assert source.read(child.pid) is None
        assert source.pss_kib(child.pid) is None
        assert source.rss_kib(child.pid) is None
        assert source.command(child.pid) is None


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs Linux")
def test_cpu_time_without_the_cpu_clock_comes_from_the_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    end = time.process_time() + 0.05
    while time.process_time() < end:
        sum(range(1000))
    clock = proc.read(os.getpid()).cpu_ns
    monkeypatch.setattr(proc, "_cpu_clock", lambda pid: None)
    assert proc.read(os.getpid()).cpu_ns == pytest.approx(clock, abs=50 * MS)


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs Linux")
def test_a_process_that_was_not_reaped_has_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    child.stdout.read()
    end = time.monotonic() + 20
    while not proc.read(child.pid).ended:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert proc.pss_kib(child.pid) is None
    assert proc.rss_kib(child.pid) is None
    child.communicate()


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs Linux")
def test_every_thread_has_its_switches() -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(3)]
    before = proc.read(os.getpid()).threads
    for thread in threads:
        thread.start()
    try:
        reading = proc.read(os.getpid())
        assert reading.threads == before + 3 == len(reading.switches)
        assert {thread.native_id for thread in threads} <= reading.switches.keys()
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_name_with_brackets_and_spaces_does_not_confuse_the_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = ["S", "1", *["0"] * 9, "30", "12", "5", "1", *["0"] * 4, "777", "0"]
    files = {"/proc/5/stat": f"5 (a) S (b 1 2) {' '.join(fields)}\n".encode()}
    monkeypatch.setattr(proc, "_read", files.get)
    monkeypatch.setattr(proc, "_cpu_clock", lambda pid: None)
    monkeypatch.setattr(proc, "_threads", lambda pid: [5])
    reading = proc.read(5)
    assert (reading.ended, reading.started, reading.switches) == (False, 777, {})
    assert reading.cpu_ns == 42 * proc.TICK_NS
    assert reading.reaped_ns == 6 * proc.TICK_NS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"cpu  10 1 5 80 2 0 1 4 3 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n", (103, 4)),
        (b"cpu  10 1 5 80\n", None),
        (b"intr 1 2 3 4 5 6 7 8 9\n", None),
        (None, None),
    ],
)
def test_host_time(monkeypatch: pytest.MonkeyPatch, text: bytes | None, expected: tuple[int, int] | None) -> None:
    monkeypatch.setattr(proc, "_read", lambda path: text)
    assert proc.host_cpu() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            b"some avg10=0.39 avg60=0.22 avg300=0.14 total=8722888\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
            8722888,
        ),
        (b"", None),
        (None, None),
    ],
)
def test_pressure(monkeypatch: pytest.MonkeyPatch, text: bytes | None, expected: int | None) -> None:
    monkeypatch.setattr(proc, "_read", lambda path: text)
    assert proc.pressure_us() == expected
