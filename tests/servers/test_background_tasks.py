"""What proves that tasks were done: the count over threads and processes, and contracts that agree with themselves."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ROOT / "servers"
CONTRACT = json.loads((ROOT / "endpoints" / "background_tasks.contract.json").read_text())
SEVERAL_PROCESSES = ["django", "fastapi", "flask"]
REQUESTS = 40


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    monkeypatch.syspath_prepend(str(SERVERS))
    monkeypatch.setenv("SERVER_SCRATCH", str(tmp_path))
    from shared import background_tasks

    return background_tasks


@pytest.mark.parametrize("endpoint", [name for name in CONTRACT if "proof" in CONTRACT[name]])
def test_an_endpoint_promises_answers_and_proves_the_same_number_of_tasks(endpoint: str) -> None:
    contract = CONTRACT[endpoint]
    said = contract["expect"]["body"]["queued"]
    assert said == contract.get("work", 1) == contract["proof"]["per_request"]


def test_a_backlog_is_larger_than_what_one_of_them_keeps() -> None:
    sizes = {name: CONTRACT[name]["max_requests"] * CONTRACT[name]["work"] for name in CONTRACT if "backlog" in name}
    assert sizes == {"task_backlog": 10_000, "queue_backlog": 2_500}


def test_no_task_is_missed_when_threads_count_at_once(shared: ModuleType) -> None:
    done = shared.Done()
    threads = [threading.Thread(target=lambda: [done.add() for _ in range(5000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count() == {"done": 20_000}


def test_waiting_ends_when_there_is_nothing_to_wait_for(shared: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "LIMIT_SECONDS", 0.05)
    monkeypatch.setattr(shared, "STILL_SECONDS", 0.01)
    assert shared.Done().count_since() == {"since": 0}
    assert shared.Order().wait() == []


def test_what_was_done_since_is_told_once_and_whole(shared: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "LIMIT_SECONDS", 1.0)
    done = shared.Done()
    slow = threading.Thread(target=lambda: [(time.sleep(0.05), done.add()) for _ in range(5)])
    slow.start()
    assert done.count_since() == {"since": 5}
    assert done.count_since() == {"since": 0}
    slow.join()


def test_the_order_is_that_of_the_last_batch(shared: ModuleType) -> None:
    order = shared.Order()
    order.add("of an earlier batch")
    order.begin()
    labels = [*["low"] * shared.LOW_BEFORE_HIGH, "high"]
    for label in labels:
        order.add(label)
    assert order.wait() == labels


@contextmanager
def _served(name: str, scratch: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(SERVERS / f"{name}_server.py"), "--port", str(port), "--workers", "2"]
    command += ["--profile", "production", "--groups", "background_tasks/in_process"]
    environment = os.environ | {"SERVER_SCRATCH": str(scratch)}
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _ask(url: str, method: str = "GET") -> dict[str, int]:
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as answer:
        return json.load(answer)


def _wait_for_both(url: str, scratch: Path) -> None:
    limit = time.monotonic() + 30
    while len(list(scratch.glob("*.done"))) < 2:
        assert time.monotonic() < limit, "the second process never came"
        time.sleep(0.05)
    while True:
        try:
            _ask(f"{url}/health")
            return
        except OSError:
            assert time.monotonic() < limit, "the server never answered"
            time.sleep(0.05)


@pytest.mark.parametrize("name", SEVERAL_PROCESSES)
def test_any_process_of_a_server_tells_what_all_have_done(name: str, tmp_path: Path) -> None:
    with _served(name, tmp_path) as url:
        _wait_for_both(url, tmp_path)
        for _ in range(REQUESTS):
            assert _ask(f"{url}/tasks/enqueue", "POST") == {"queued": 1}
        limit = time.monotonic() + 10
        while _ask(f"{url}/tasks/done") != {"done": REQUESTS}:
            assert time.monotonic() < limit, "not all tasks were done"
        assert [_ask(f"{url}/tasks/done") for _ in range(10)] == [{"done": REQUESTS}] * 10
