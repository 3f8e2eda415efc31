"""The HTTP servers and how each is started: one place, so that all who run on a server run on it with equal settings.

`target` is "module:factory": what makes the application. Each server is started as its own documentation does it, with
the access log off and only errors on stderr.
"""

from __future__ import annotations

import sys
from pathlib import Path

from shared.launch import PROFILES, Options, Server

HELD = ("streaming/sse", "streaming/websocket", "streaming/websocket_broadcast", "streaming/websocket_idle")
"""Applications whose connections stay open: what WSGI serves with a thread for each, or not at all."""
CONNECTIONS = 16384
"""That a process may hold: gunicorn's and granian's own limits, 1000 and 1024, leave some of many connections waiting."""
GUNICORN_THREADS = 4
GUNICORN_THREADS_HELD = 640
"""Where a connection keeps its thread, as those of HELD do: more than the 512 that a load opens."""
GUNICORN_KEEP_ALIVE_SECONDS = 5
GRANIAN_THREADS = {
    "asgi": 1,  # fixed: the event loop
    # Its documentation advises few where answers take about a millisecond. 1, 2 and 4 cost the same CPU time here, its
    # default of 512 twice as much. As many as gunicorn's, so that handlers that wait are served alike in both.
    "wsgi": 4,
}
GRANIAN_LOGGING = Path(__file__).with_name("granian_logging.json")


def asgi(target: str) -> dict[str, Server]:
    """What serves an ASGI application, by profile."""
    return {"legacy": uvicorn(target), "production": uvicorn(target), "fastest": granian(target, "asgi")}


def wsgi(target: str) -> dict[str, Server]:
    """What serves a WSGI application, by profile."""
    return {"legacy": gunicorn(target), "production": threaded_gunicorn(target), "fastest": granian(target, "wsgi")}


def held(target: str) -> dict[str, Server]:
    """What serves a WSGI application whose connections stay open, by profile: granian does not hand out its socket."""
    return dict.fromkeys(PROFILES, threaded_gunicorn(target, GUNICORN_THREADS_HELD))


def uvicorn(target: str) -> Server:
    """uvicorn with what its extra `standard` brings."""

    def command(options: Options) -> list[str]:
        return [
            sys.executable, "-m", "uvicorn", target, "--factory",
            "--host", options.host, "--port", str(options.port), "--workers", str(options.workers),
            "--log-level", "warning", "--no-access-log",
        ]  # fmt: skip

    loop = {"threads": 1, "loop": "uvloop", "parser": "httptools", "interface": "ASGI"}
    return Server("uvicorn", command, loop | {"keep_alive_seconds": 5, "access_log": False})


def gunicorn(target: str) -> Server:
    """gunicorn with its default worker: one thread, a connection for each request."""

    def command(options: Options) -> list[str]:
        return _gunicorn(target, options, "sync")

    worker = {"worker_class": "sync", "threads": 1, "parser": "gunicorn", "interface": "WSGI"}
    return Server("gunicorn", command, worker | {"keep_alive_seconds": 0, "access_log": False})


def threaded_gunicorn(target: str, threads: int = GUNICORN_THREADS) -> Server:
    """gunicorn with its threaded worker, which keeps connections alive."""

    def command(options: Options) -> list[str]:
        arguments = ["--threads", str(threads), "--keep-alive", str(GUNICORN_KEEP_ALIVE_SECONDS)]
        arguments += ["--worker-connections", str(CONNECTIONS)]
        # Without it the kernel gives nearly all keep-alive connections to one of the workers.
        arguments += ["--reuse-port"] if options.workers > 1 else []
        return _gunicorn(target, options, "gthread") + arguments

    worker = {"worker_class": "gthread", "threads": threads, "parser": "gunicorn", "interface": "WSGI"}
    return Server(
        "gunicorn", command, worker | {"keep_alive_seconds": GUNICORN_KEEP_ALIVE_SECONDS, "access_log": False}
    )


def _gunicorn(target: str, options: Options, worker_class: str) -> list[str]:
    # The control socket is one file for all gunicorns of a user, and a thread more.
    return [
        sys.executable, "-m", "gunicorn", f"{target}()",
        "--bind", f"{options.host}:{options.port}", "--workers", str(options.workers),
        "--worker-class", worker_class, "--http-parser", "python", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip


def granian(target: str, interface: str) -> Server:
    """granian for "asgi" or "wsgi"."""
    threads = GRANIAN_THREADS[interface]

    def command(options: Options) -> list[str]:
        return [
            sys.executable, "-m", "granian", target, "--factory", "--interface", interface, "--http", "1",
            "--host", options.host, "--port", str(options.port), "--workers", str(options.workers),
            "--blocking-threads", str(threads), *(["--loop", "uvloop"] if interface == "asgi" else []),
            # It limits connections. With the default, 1024 divided by the workers, a thousand of them on two workers
            # would leave some that nobody ever accepts.
            "--backpressure", str(CONNECTIONS),
            "--no-access-log", "--log-level", "error", "--log-config", str(GRANIAN_LOGGING),
        ]  # fmt: skip

    loop = {"threads": threads, "loop": "uvloop" if interface == "asgi" else "tokio", "parser": "hyper"}
    # The time limit is that of a request's headers; idle connections fall under it.
    return Server("granian", command, loop | {
        "interface": interface.upper(), "keep_alive_seconds": 30, "access_log": False
    })  # fmt: skip
