"""The WebSocket clients of bench.clients against small servers of this machine, and their command line."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from bench.clients import broadcast, echo, handshakes, held, sockets
from bench.clients.load import Load
from bench.clients.server import Server
from bench.clients.tally import PERCENTS
from client_servers import (
    CHUNKED,
    ECHO,
    NO_ERRORS,
    TO_ALL,
    Member,
    answering,
    errors,
    http,
    measure,
    silence,
    websockets,
)

LUA = Path(__file__).resolve().parents[2] / "lib" / "wrk.lua"


# Echo


@pytest.mark.parametrize("fault", ["", "fragments"])
def test_echoes_are_counted_and_timed(fault: str) -> None:
    result = measure(echo, websockets(fault), ECHO)
    assert result["requests"] > 100 and result["errors"] == NO_ERRORS
    assert result["bytes"] == result["requests"] * 66
    assert result["seconds"] >= 0.4 and result["cpu_us"] > 0 and result["paced"] is None
    latency = result["latency_us"]
    assert 0 < latency["min"] <= latency["p50"] <= latency["p99_9"] <= latency["max"] <= result["seconds"] * 1e6


def test_a_result_has_the_form_of_wrks() -> None:
    result = measure(echo, websockets(), ECHO)
    lua = LUA.read_text()
    for key in set(result) - {"extra", "server_cpu_us"}:
        assert f'"{key}":' in lua
    assert all(f'"{key}":' in lua or f"{key} =" in lua for key in result["latency_us"])
    points = lua.split("PERCENTS = {")[1].split("}")[0]
    assert tuple(float(point) for point in points.replace("\n", " ").split(",") if point.strip()) == PERCENTS
    assert [point[0] for point in result["quantiles"]] == [0, *PERCENTS, 100]
    values = [point[1] for point in result["quantiles"]]
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("silent", errors(timeout=4)),
        ("half silent", errors(timeout=2)),
        ("closes at once", errors(read=4)),
    ],
)
def test_who_is_not_answered_is_an_error(fault: str, expected: dict[str, int]) -> None:
    result = measure(echo, websockets(fault), ECHO)
    assert result["errors"] == expected
    assert (result["requests"] > 0) == (fault == "half silent")


def test_a_load_without_connections_ends_before_its_time() -> None:
    assert measure(echo, websockets("closes at once"), ECHO, seconds=5)["seconds"] < 5


def test_another_echo_than_the_message_is_wrong() -> None:
    result = measure(echo, websockets("wrong"), ECHO)
    assert result["errors"]["status"] == result["requests"] > 0


def test_a_server_that_is_not_there_and_one_that_is_no_websocket() -> None:
    @asynccontextmanager
    async def nobody() -> AsyncIterator[int]:
        async with websockets() as port:
            pass
        yield port

    result = measure(echo, nobody(), ECHO)
    assert result["errors"] == errors(connect=4) and result["latency_us"] is None and result["quantiles"] == []
    result = measure(echo, http(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")), ECHO)
    assert result["errors"] == errors(status=4)


def test_a_handshake_that_is_never_answered_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "OPEN_SECONDS", 0.3)
    monkeypatch.setattr(sockets, "OPENING_SECONDS", 0.5)
    result = measure(echo, http(silence), ECHO, connections=sockets.AT_ONCE + 10)
    assert result["errors"] == errors(timeout=sockets.AT_ONCE + 10)


def test_a_paced_load_keeps_its_rate() -> None:
    result = measure(echo, websockets(), ECHO, seconds=1, rate=200)
    assert result["requests"] == pytest.approx(200, abs=20)
    paced = result["paced"]
    assert paced["target_rps"] == 200 and paced["achieved_rps"] == pytest.approx(200, abs=20)
    assert paced["due"] == pytest.approx(200, abs=4) and paced["drawn"] is None
    assert paced["late_us"]["p50"] < 300_000  # what a server that is too slow reaches, below


def test_what_a_paced_load_could_not_send_is_late() -> None:
    result = measure(echo, websockets("slow"), ECHO, connections=1, seconds=1, rate=100)
    assert result["requests"] == pytest.approx(19, abs=2)
    assert result["paced"]["due"] == pytest.approx(95, abs=3)
    assert result["paced"]["late_us"]["max"] > 700_000 and result["paced"]["late_us"]["p50"] > 300_000


# Handshakes


def test_handshakes_are_counted_with_the_time_of_the_upgrade() -> None:
    result = measure(handshakes, websockets(), {"mode": "handshakes", "bytes": 64})
    assert result["requests"] > 20 and result["errors"] == NO_ERRORS
    assert 0 < result["extra"]["handshake_us"] < result["latency_us"]["max"]
    assert len(Member.all) >= result["requests"]


@pytest.mark.parametrize(("fault", "kind"), [("wrong", "status"), ("closes at once", "read")])
def test_a_handshake_with_a_fault_is_an_error(fault: str, kind: str) -> None:
    result = measure(handshakes, websockets(fault), {"mode": "handshakes", "bytes": 64})
    assert result["errors"][kind] > 0 and {key for key, count in result["errors"].items() if count} == {kind}
    assert result["requests"] == (result["errors"]["status"] if kind == "status" else 0)


# Broadcast


def test_a_broadcast_counts_what_is_delivered() -> None:
    result = measure(broadcast, websockets("to all"), TO_ALL, connections=8)
    assert result["errors"] == NO_ERRORS
    sent = result["extra"]["messages_per_second"] * result["seconds"]
    assert sent > 10 and result["requests"] == pytest.approx(8 * sent, abs=8)
    assert result["latency_us"]["min"] <= result["extra"]["last_delivery_us"] <= result["latency_us"]["max"]


def test_who_never_gets_what_is_sent_to_all_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast, "JOIN_SECONDS", 0.2)
    monkeypatch.setattr(broadcast, "ROUND_SECONDS", 0.15)
    result = measure(broadcast, websockets("to half"), TO_ALL, connections=8)
    assert result["requests"] == 12 and result["errors"] == errors(timeout=8)
    assert result["extra"]["messages_per_second"] == 0


# Sockets that are held


def test_idle_sockets_are_opened_held_and_still_work() -> None:
    result = measure(held, websockets(), {"mode": "idle", "bytes": 64}, connections=20)
    assert result["requests"] == 20 and result["errors"] == NO_ERRORS
    assert (result["extra"]["held"], result["extra"]["closed_by_server"]) == (20, 0)
    assert result["seconds"] >= 0.4


@pytest.mark.parametrize(("fault", "expected"), [("closes at once", errors(read=20)), ("wrong", errors(timeout=20))])
def test_an_idle_socket_that_does_not_work_is_an_error(fault: str, expected: dict[str, int]) -> None:
    result = measure(held, websockets(fault), {"mode": "idle", "bytes": 64}, connections=20)
    assert result["errors"] == expected


# What the server uses


@contextmanager
def echo_server() -> Iterator[int]:
    """The server of the calibration, in a process group of its own, as the runner starts servers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bench.clients.echo_server", str(port)]
    server = subprocess.Popen(command, cwd=LUA.parent, start_new_session=True)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        server.kill()
        server.wait()


def test_the_servers_cpu_time_is_that_of_the_load() -> None:
    with echo_server() as port:
        load = Load("websocket", ECHO, port, "/x", connections=200, seconds=0.4)
        result = json.loads(asyncio.run(echo.run(load)).text())
        assert result["errors"] == NO_ERRORS
        assert 50_000 < result["server_cpu_us"] < result["seconds"] * 1.3e6


def test_of_a_server_that_is_not_there_nothing_is_known() -> None:
    assert Server(1).cpu_us() is None


# The command line


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.clients", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=LUA.parent)


def served(*arguments: str) -> subprocess.CompletedProcess[str]:
    async def run() -> subprocess.CompletedProcess[str]:
        async with websockets() as port:
            return await asyncio.to_thread(call, *arguments, "--port", str(port))

    return asyncio.run(run())


def test_the_result_is_a_file_and_nothing_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "a folder" / "result"
    arguments = ["--kind", "websocket", "--spec", json.dumps(ECHO), "--path", "/x", "--connections", "2"]
    done = served(*arguments, "--seconds", "0.3", "--rate", "100", "--result", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    result = json.loads(file.read_text())
    assert result["requests"] > 20 and result["paced"]["target_rps"] == 100
    assert [item.name for item in file.parent.iterdir()] == ["result"]


def test_a_check_prints_its_problems_and_ends_well() -> None:
    done = served("--kind", "websocket", "--spec", json.dumps(ECHO), "--path", "/x", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = served("--kind", "stream", "--spec", json.dumps(CHUNKED), "--path", "/x", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("kind", "spec", "said"),
    [
        ("websocket", "[]", "clients: --spec []: this takes a JSON object"),
        ("websocket", '{"mode": "shout"}', "clients: there is no client of kind websocket and mode shout"),
        ("websocket", '{"mode": "echo"}', "clients: the spec of a client of kind websocket says no bytes"),
        ("websocket", '{"mode": "echo", "bytes": 8}', "clients: the spec's bytes is 8; a message has at least 24"),
        (
            "sse",
            '{"events_per_second": "x"}',
            "clients: the spec's events_per_second is 'x'; it is a number from 0.001 on",
        ),
    ],
)
def test_what_cannot_be_sent_ends_with_one_line(kind: str, spec: str, said: str) -> None:
    done = call("--kind", kind, "--spec", spec, "--path", "/x", "--port", "1", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{said}\n")


def test_a_client_that_raises_ends_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    arguments = ["--kind", "idle", "--path", "/x", "--port", "1", "--seconds", "0.1"]
    done = call(*arguments, "--result", str(tmp_path / "file" / "result"))
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("clients: ") and "cannot be written" in done.stderr
