"""Processes beside a server: there before it, ended with it, and none where none is asked for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

SERVERS = Path(__file__).resolve().parents[2] / "servers"
GROUP = """
COMPANIONS = {{"queue": ["-c", {code!r}]}}
def register(app): pass
def register_queue(app): pass
def register_plain(app): pass
"""
ENTRY = """
import sys
from pathlib import Path
from shared import companions, launch
launch.SERVERS = Path(__file__).parent
companions.LIMIT_SECONDS = 3.0
serve = "import os, time; print(os.environ['SERVER_START'], flush=True); time.sleep(60)"
server = launch.Server("pytest", lambda options: [sys.executable, "-c", serve], {})
launch.main(launch.Entry("made", "Made", None, 21890, dict.fromkeys(launch.PROFILES, server)))
"""
WORKING = """
import time
from pathlib import Path
from shared import companions
time.sleep(0.3)
Path("ready").touch()
companions.tell_ready()
time.sleep(60)
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a made server whose application `queue` has this companion. All of its processes are ended."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *groups: str) -> subprocess.Popen[str]:
        (tmp_path / "made_app").mkdir(exist_ok=True)
        (tmp_path / "made_app" / "tasks.py").write_text(GROUP.format(code=code))
        (tmp_path / "made_server.py").write_text(ENTRY)
        command = [sys.executable, str(tmp_path / "made_server.py"), "--groups", ",".join(groups)]
        environment = os.environ | {"PYTHONPATH": str(SERVERS)}
        environment.pop("SERVER_START", None)
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, start_new_session=True, **pipes))
        return started[-1]

    yield start
    for server in started:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def _first_line(server: subprocess.Popen[str]) -> str:
    assert server.stdout
    return server.stdout.readline().strip()


def test_it_is_ready_before_the_server_starts_and_a_child_of_it(
    made: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    server = made(WORKING, "tasks/queue")
    assert _first_line(server)
    assert (tmp_path / "ready").exists()
    (companion,) = psutil.Process(server.pid).children()
    assert os.getpgid(companion.pid) == server.pid


def test_a_signal_to_the_server_alone_ends_it_too(made: Callable[..., subprocess.Popen[str]]) -> None:
    server = made(WORKING, "tasks/queue")
    assert _first_line(server)
    (companion,) = psutil.Process(server.pid).children()
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=10)
    gone, alive = psutil.wait_procs([companion], timeout=10)
    assert (gone, alive) == ([companion], [])


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise SystemExit(7)", "ended with status 7 before it was ready"),
        ("import time; time.sleep(60)", "was not ready within 3 s"),
    ],
)
def test_one_that_is_never_ready_is_named_in_one_line_and_leaves_nothing(
    made: Callable[..., subprocess.Popen[str]], code: str, why: str
) -> None:
    server = made(code, "tasks/queue")
    said, error = server.communicate(timeout=30)
    assert (server.returncode, said, error) == (1, "", f"made_server: -c {code}: {why}\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)


@pytest.mark.parametrize("groups", [("tasks",), ("tasks/plain",), ()])
def test_other_applications_have_none(made: Callable[..., subprocess.Popen[str]], groups: tuple[str, ...]) -> None:
    server = made(WORKING, *groups)
    assert _first_line(server)
    assert not psutil.Process(server.pid).children()


def test_each_start_has_a_name_of_its_own(made: Callable[..., subprocess.Popen[str]]) -> None:
    names = {_first_line(made(WORKING, "tasks/plain")) for _ in range(2)}
    assert len(names) == 2
    assert "" not in names


@pytest.mark.parametrize("name", ["django", "fastapi", "flask"])
def test_what_runs_beside_a_server_is_described(name: str) -> None:
    command = [sys.executable, str(SERVERS / f"{name}_server.py"), "--describe"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert said["companions"]["background_tasks/queue"][:2] == ["-m", "celery"]


def test_a_companion_that_is_started_by_hand_tells_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SERVERS))
    monkeypatch.delenv("COMPANION_READY_FD", raising=False)
    from shared import companions

    companions.tell_ready()
