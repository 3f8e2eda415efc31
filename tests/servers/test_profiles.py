"""Which server serves which profile, the references that no framework takes part in, and the slow-down for calibration."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from environments import python_of

SERVERS = Path(__file__).resolve().parents[2] / "servers"
ENTRIES = sorted(path.name.removesuffix("_server.py") for path in SERVERS.glob("*_server.py"))
REFERENCES = [name for name in ENTRIES if 'ROLE = "reference"' in (SERVERS / f"{name}_server.py").read_text()]


def _run(
    *arguments: str, slowdown: str | None = None, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(SERVERS)}
    environment.pop("SERVER_SLOWDOWN", None)
    if slowdown is not None:
        environment["SERVER_SLOWDOWN"] = slowdown
    command = [python, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def _describe(name: str, profile: str) -> dict[str, Any]:
    done = _run(str(SERVERS / f"{name}_server.py"), "--describe", "--profile", profile, python=python_of(name))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ENTRIES)
def test_whoever_speaks_wsgi_or_asgi_is_served_by_granian_in_fastest_and_by_no_other(name: str) -> None:
    fastest, production = _describe(name, "fastest"), _describe(name, "production")
    if production["settings"]["interface"] in ("WSGI", "ASGI"):
        assert fastest["server"] == "granian" != production["server"]
        assert fastest["settings"]["interface"] == production["settings"]["interface"]
    else:
        assert (fastest["server"], fastest["settings"]) == (production["server"], production["settings"])


@pytest.mark.parametrize("profile", ["legacy", "production", "fastest"])
def test_those_of_one_interface_are_served_alike(profile: str) -> None:
    seen: dict[str, set[str]] = {}
    for said in (_describe(name, profile) for name in ENTRIES):
        if said["settings"]["interface"] != "own":
            seen.setdefault(said["settings"]["interface"], set()).add(json.dumps([said["server"], said["settings"]]))
    assert set(seen) == {"ASGI", "WSGI"}
    assert all(len(ways) == 1 for ways in seen.values()), seen


@contextmanager
def _served(name: str, profile: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(SERVERS / f"{name}_server.py"), "--port", str(port), "--profile", profile]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    server = subprocess.Popen([*command, "--groups", "basic"], start_new_session=True, **pipes)
    try:
        yield server, port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def _wait_for_health(server: subprocess.Popen[str], port: int) -> dict[str, str]:
    """The headers of the first answer."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                return dict(answer.headers)
        except OSError:
            assert server.poll() is None, server.communicate()[0]
            time.sleep(0.05)
    raise AssertionError("the server never answered")


@pytest.mark.parametrize("name", REFERENCES)
def test_granian_refuses_a_busy_port_says_nothing_and_ends_on_sigterm(name: str) -> None:
    with _served(name, "fastest") as (server, port):
        headers = {key.lower(): value for key, value in _wait_for_health(server, port).items()}
        assert headers["server"] == "granian"
        second = _run(str(SERVERS / f"{name}_server.py"), "--port", str(port), "--profile", "fastest")
        assert (second.returncode, second.stdout) == (1, "")
        assert second.stderr == f"{name}_server: --host 127.0.0.1 --port {port}: Address already in use\n"
        server.send_signal(signal.SIGTERM)
        assert (server.communicate(timeout=30)[0], server.returncode) == ("", 0)


def test_there_are_a_wsgi_and_an_asgi_reference() -> None:
    assert sorted(_describe(name, "production")["settings"]["interface"] for name in REFERENCES) == ["ASGI", "WSGI"]


@pytest.mark.parametrize("name", REFERENCES)
def test_no_framework_is_imported_for_a_reference(name: str) -> None:
    loaded = f"import {name}_server as entry, sys; entry.create_app(); print(*sys.modules)"
    modules = {module.partition(".")[0] for module in _run("-c", loaded).stdout.split()}
    frameworks = set(ENTRIES) - set(REFERENCES)
    assert f"{name}_app" in modules and frameworks
    assert not modules & (frameworks | {"starlette", "werkzeug"})


@pytest.mark.parametrize(
    ("slowdown", "kind"), [(None, "function"), ("", "function"), ("0", "Slowdown"), ("0.05", "Slowdown")]
)
def test_nothing_is_wrapped_unless_a_slowdown_is_asked_for(slowdown: str | None, kind: str) -> None:
    code = "import bare_asgi_server as entry; print(type(entry.create_app()).__name__)"
    assert _run("-c", code, slowdown=slowdown).stdout == f"{kind}\n"


@pytest.mark.parametrize("slowdown", ["five", "-0.1", "nan", "11"])
def test_a_wrong_slowdown_ends_with_one_line_before_anything_starts(slowdown: str) -> None:
    done = _run(str(SERVERS / "bare_asgi_server.py"), slowdown=slowdown)
    assert done.returncode == 1
    assert done.stderr == (
        f"bare_asgi_server: SERVER_SLOWDOWN={slowdown}: this takes a share from 0 to 10, such as 0.05\n"
    )


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.5])
def test_the_slowed_process_uses_the_share_more_than_without_one(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    monkeypatch.syspath_prepend(str(SERVERS))
    from bare_asgi_app import _slowdown

    work, step = 50e-6, 20e-9
    used = 0.0
    monkeypatch.setattr(_slowdown.time, "process_time", lambda: used)
    monkeypatch.setattr(_slowdown.Slowdown, "cost_of_step", lambda self: step)
    slowed = _slowdown.Slowdown(lambda *_: None, share)
    for _ in range(3):
        before = used
        used += _slowdown.BATCH * (work + slowed.steps * step)
        slowed.adjust()
    assert (used - before) / _slowdown.BATCH == pytest.approx((1 + share) * work, rel=1e-3)
