"""The clients of bench.clients that speak HTTP, and the check of each client, against small servers of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from bench.clients import answers, broadcast, echo, events, handshakes, held
from bench.clients.http1 import Connection
from client_servers import (
    BODY,
    CHUNKED,
    ECHO,
    EVENTS,
    HEAD,
    NO_ERRORS,
    SHA256,
    TO_ALL,
    Serve,
    answering,
    check,
    chunked,
    errors,
    http,
    measure,
    silence,
    stream_of,
    websockets,
)  # fmt: skip

# Connections that are held


@pytest.mark.parametrize(("keep", "left"), [(True, 20), (False, 0)])
def test_idle_connections_are_held_until_the_server_closes_them(keep: bool, left: int) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    result = measure(held, http(answering(answer, keep=keep)), {}, connections=20)
    assert result["requests"] == 20 and result["errors"] == NO_ERRORS
    assert (result["extra"]["held"], result["extra"]["closed_by_server"]) == (left, 20 - left)


def test_an_idle_connection_with_a_wrong_answer_is_an_error() -> None:
    result = measure(held, http(answering(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")), {}, connections=3)
    assert result["errors"] == errors(status=3)


# Events


def test_events_are_counted_with_their_lateness() -> None:
    result = measure(events, http(stream_of()), EVENTS, seconds=1)
    assert result["requests"] == pytest.approx(80, abs=8) and result["errors"] == NO_ERRORS
    assert result["extra"]["served_connections"] == 4
    assert result["extra"]["events_per_second"] == pytest.approx(80, abs=8)
    assert result["latency_us"]["p50"] < 100_000  # less than the pause of the stream below, which is late
    assert result["paced"]["target_rps"] == 80 and result["paced"]["due"] in (80, 84)


def test_a_stream_that_is_late_says_so() -> None:
    result = measure(events, http(stream_of(late=0.1)), EVENTS, seconds=1)
    assert 100_000 <= result["latency_us"]["min"] <= result["latency_us"]["p50"]
    assert result["paced"]["late_us"]["p50"] == pytest.approx(result["latency_us"]["p50"], rel=0.01)


def test_it_is_told_how_many_clients_were_served() -> None:
    result = measure(events, http(stream_of(served=2)), EVENTS, seconds=1)
    assert result["extra"]["served_connections"] == 2
    assert result["requests"] == pytest.approx(40, abs=4) and result["paced"]["due"] in (80, 84)


@pytest.mark.parametrize("serve", [stream_of(first=1), stream_of(data="no JSON"), stream_of(data='{"number": 0}')])
def test_an_event_that_is_wrong_is_an_error(serve: Serve) -> None:
    result = measure(events, http(serve), EVENTS)
    assert result["requests"] == 0 and result["errors"]["status"] >= 4


def test_an_answer_that_is_no_event_stream_is_an_error() -> None:
    result = measure(events, http(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")), EVENTS)
    assert result["requests"] == 0 and result["errors"]["status"] >= 4


# Answers in chunks


def test_the_first_byte_and_the_whole_answer_are_timed() -> None:
    result = measure(answers, http(answering(chunked(), pause=0.05)), CHUNKED, seconds=0.6)
    assert result["errors"] == NO_ERRORS and result["requests"] == pytest.approx(44, abs=8)
    assert result["extra"]["chunks"] == 10
    assert result["extra"]["first_byte_us"] < 50_000 <= result["latency_us"]["min"]
    assert result["bytes"] == result["requests"] * len(chunked())


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (chunked(BODY[:-1] + b"?"), "status"),
        (chunked(BODY[:-1]), "status"),
        (chunked(size=500), "status"),
        (chunked().replace(b"200 OK", b"500 No"), "status"),
        (b"SSH-2.0-x\r\n\r\n", "status"),
        (HEAD + b"zz\r\n", "status"),
    ],
)
def test_an_answer_that_is_not_whole_is_an_error(answer: bytes, kind: str) -> None:
    result = measure(answers, http(answering(answer)), CHUNKED)
    assert result["errors"][kind] >= 4 and result["errors"][kind] >= result["requests"]
    assert {key for key, count in result["errors"].items() if count} == {kind}


def test_a_connection_that_ends_within_an_answer_is_an_error() -> None:
    result = measure(answers, http(answering(chunked()[:-5], keep=False)), CHUNKED)
    assert result["requests"] == 0 and result["errors"]["read"] >= 4


@pytest.mark.parametrize(
    "answer",
    [
        chunked(),
        chunked().replace(b"0\r\n\r\n", b"0\r\nX-End: 1\r\n\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + BODY,
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 5000])
def test_an_answer_is_the_same_however_it_is_cut(answer: bytes, size: int) -> None:
    async def read() -> Any:
        connection = Connection()

        class Transport:
            def write(self, data: bytes) -> None:
                for start in range(0, len(answer), size):
                    connection.data_received(answer[start : start + size])
                if b"HTTP/1.0" in answer:
                    connection.connection_lost(None)

        connection.connection_made(Transport())
        return await connection.ask(b"", 1)

    got = asyncio.run(read())
    assert (got.status, got.size, got.sha256) == (200, 1000, SHA256)
    assert got.chunks == (10 if b"chunked" in answer else 0) and got.first_byte_ns <= got.ended_ns


# Checks


def test_a_check_of_what_is_right_finds_nothing() -> None:
    assert check(echo, websockets(), ECHO) == []
    assert check(handshakes, websockets(), {"mode": "handshakes", "bytes": 64}) == []
    assert check(broadcast, websockets("to all"), TO_ALL) == []
    assert check(held, websockets(), {"mode": "idle", "bytes": 64}) == []
    assert check(held, http(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")), {}) == []
    assert check(events, http(stream_of()), EVENTS) == []
    assert check(answers, http(answering(chunked())), CHUNKED) == []


@pytest.mark.parametrize(
    ("client", "server", "spec", "said"),
    [
        (echo, lambda: websockets("wrong"), ECHO, "the first message: the answer is another than the message"),
        (echo, lambda: websockets("closes at once"), ECHO, "the first message: the server closed the connection"),
        (echo, lambda: http(answering(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")), ECHO, "the handshake failed"),
        (broadcast, lambda: websockets("to half"), TO_ALL, "1 of 2 connections never got what was sent to all"),
        (events, lambda: http(stream_of(first=1)), EVENTS, "the stream broke: event 1 came where 0 was due"),
        (events, lambda: http(silence), EVENTS, "0 events came within 1.1 s"),
        (answers, lambda: http(answering(chunked(BODY[:-1]))), CHUNKED, "the body has 999 bytes, and not 1000"),
        (answers, lambda: http(answering(chunked(size=500))), CHUNKED, "it came in 2 chunks, and not in 10"),
        (
            held,
            lambda: http(answering(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")),
            {},
            "status is 503, and not 200",
        ),
    ],
)
def test_a_check_says_in_one_line_what_is_wrong(
    client: Any, server: Callable[[], Any], spec: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "JOIN_SECONDS", 0.3)
    problems = check(client, server(), spec)
    assert len(problems) == 1 and problems[0].startswith(said) and "\n" not in problems[0]
