"""No task is lost when a worker of Celery is killed and replaced in the middle of its tasks, on a real Redis.

Each task writes its own number. It may come twice (the worker died between the work and the word that it was done), and must
come once.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotThere

SERVERS = Path(__file__).resolve().parents[2] / "servers"
APPLICATIONS = {
    "django": "django_app._celery",
    "fastapi": "fastapi_app._celery",
    "flask": "flask_app._worker",
}
TASKS = 40
TASK_SECONDS = 0.05
START = "a start"
# The settings are the servers' own but for the times after which a vanished worker's task is given to another.
WORKER = """
import sys
from shared import background_tasks, task_queue
background_tasks.BATCH_PAUSE_SECONDS = {seconds}
task_queue.SETTINGS["broker_transport_options"] |= {{"visibility_timeout": 1, "unacked_restore_interval": 1}}
task_queue.SETTINGS |= {changes}
from celery.__main__ import main
sys.argv = ["celery", "--quiet", "-A", "{application}", "worker", "-c", "1", "--loglevel", "CRITICAL", "--without-gossip", "--without-mingle"]
main()
"""
CALLER = """
import {application}
from shared import celery_tasks
for number in range({tasks}):
    celery_tasks.add_to_order.delay(str(number))
"""


def _wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(SERVERS / "services" / "redis.sh"), str(port), str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = Redis(port=port)
    try:
        _wait_until(lambda: server.poll() is None and _answers(client))
        yield client
    finally:
        server.terminate()
        server.wait(timeout=10)
    assert list(tmp_path.iterdir()) == []  # it kept nothing


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except NotThere:
        return False


@pytest.fixture
def run(redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Runs Python with the servers' modules and this Redis. All that it started is ended."""
    port = redis.connection_pool.connection_kwargs["port"]
    environment = os.environ | {"PYTHONPATH": str(SERVERS), "SERVICE_REDIS_PORT": str(port), "SERVER_START": START}
    environment |= {"SERVER_GROUPS": "background_tasks/queue", "PYTHONWARNINGS": "ignore"}
    environment["TMPDIR"] = str(tmp_path_factory.mktemp("workers"))  # one that is killed leaves a folder there
    started: list[subprocess.Popen[bytes]] = []

    def start(code: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        finally:
            process.wait(timeout=10)


def _done(redis: Redis) -> list[bytes]:
    return redis.lrange(f"{START}:order", 0, -1)


def _kill_the_process_that_works(worker: subprocess.Popen[bytes], redis: Redis, done: int) -> None:
    """The child that runs the tasks, in the middle of one, once so many are done."""
    _wait_until(lambda: len(_done(redis)) >= done and psutil.Process(worker.pid).children())
    time.sleep(TASK_SECONDS / 2)
    for child in psutil.Process(worker.pid).children():
        child.kill()


def _worker(application: str, **changes: object) -> str:
    return WORKER.format(application=application, seconds=TASK_SECONDS, changes=changes)


@pytest.mark.parametrize("framework", APPLICATIONS)
def test_no_task_is_lost_when_workers_are_killed(
    framework: str, redis: Redis, run: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    application = APPLICATIONS[framework]
    assert run(CALLER.format(application=application, tasks=TASKS)).wait(timeout=30) == 0
    worker = run(_worker(application))
    for done in (3, 8):
        _kill_the_process_that_works(worker, redis, done)
    _wait_until(lambda: len(_done(redis)) >= TASKS // 2)
    time.sleep(TASK_SECONDS / 2)
    os.killpg(worker.pid, signal.SIGKILL)
    assert worker.wait(timeout=10) == -signal.SIGKILL
    assert len(set(_done(redis))) < TASKS
    run(_worker(application))
    _wait_until(lambda: len(set(_done(redis))) == TASKS)


def test_without_late_acknowledgement_one_is_lost(redis: Redis, run: Callable[[str], subprocess.Popen[bytes]]) -> None:
    application = APPLICATIONS["fastapi"]
    assert run(CALLER.format(application=application, tasks=TASKS)).wait(timeout=30) == 0
    worker = run(_worker(application, task_acks_late=False))
    for done in (3, 8):
        _kill_the_process_that_works(worker, redis, done)
    _wait_until(lambda: str(TASKS - 1).encode() in _done(redis))
    assert len(set(_done(redis))) < TASKS


@pytest.mark.parametrize("framework", APPLICATIONS)
def test_another_start_does_not_see_the_tasks(
    framework: str, redis: Redis, run: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    assert run(CALLER.format(application=APPLICATIONS[framework], tasks=1)).wait(timeout=30) == 0
    keys = [key.decode() for key in redis.keys("*")]
    assert keys
    assert all(key.startswith(f"{START}:") for key in keys), keys
