"""What the processes of one server know of each other: they wait until all are there, and count together."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

SERVERS = Path(__file__).resolve().parents[2] / "servers"
WORKER = """
import sys, time
from shared import concurrency
concurrency.START_SECONDS = {limit}
concurrency.meet({processes})
counter = concurrency.Counter("done")
for _ in range({times}):
    counter.add()
print(time.monotonic())
"""


@pytest.fixture
def start(tmp_path: Path):
    """Starts a process of the server of this test; all are ended with it."""
    running: list[subprocess.Popen[str]] = []

    def run(processes: int, times: int = 0, limit: float = 20) -> subprocess.Popen[str]:
        program = WORKER.format(processes=processes, times=times, limit=limit)
        environment = {"SERVER_SCRATCH": str(tmp_path), "PYTHONPATH": str(SERVERS)}
        running.append(
            subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)
        )
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> float:
    """When it was done, by the clock that all processes share."""
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return float(output)


def test_no_process_goes_on_before_all_are_there(start) -> None:
    first = start(processes=2)
    with pytest.raises(subprocess.TimeoutExpired):
        first.wait(timeout=2)
    second_began = time.monotonic()
    second = start(processes=2)
    assert min(ended(first), ended(second)) > second_began


def test_a_process_that_waits_in_vain_serves_alone(start) -> None:
    began = time.monotonic()
    assert ended(start(processes=2, limit=0.5)) - began > 0.5


def test_what_all_processes_do_is_one_count(start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for process in [start(processes=3, times=1000) for _ in range(3)]:
        ended(process)
    monkeypatch.syspath_prepend(str(SERVERS))
    monkeypatch.setenv("SERVER_SCRATCH", str(tmp_path))
    from shared import concurrency

    concurrency.folder.cache_clear()
    assert concurrency.Counter("done").total() == {"done": 3000}
    assert concurrency.Counter("other").total() == {"done": 0}
    concurrency.folder.cache_clear()


def test_a_request_burns_a_number_of_steps_and_not_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SERVERS))
    from shared import concurrency

    whole = concurrency.burn()
    assert concurrency.burn() == whole
    monkeypatch.setattr(concurrency, "ITERATIONS", concurrency.ITERATIONS - 1)
    assert concurrency.burn() != whole
