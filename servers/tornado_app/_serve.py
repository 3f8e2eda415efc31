"""Serves the application of `tornado_server`: `python -m tornado_app._serve <host> <port> <workers>`.

Tornado has no command that serves an application: its documentation starts its server in a script, and several processes
of it by `fork_processes`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys

import tornado_server
from tornado.httpserver import HTTPServer
from tornado.process import fork_processes
from tornado.web import Application

BACKLOG = 2048
"""As long as gunicorn's and uvicorn's; its own, 128, leaves some of a thousand connections waiting for a second try."""


def main(host: str, port: int, workers: int) -> None:
    logging.basicConfig(level=logging.ERROR)
    app = tornado_server.create_app()
    parent = fork(workers) if workers > 1 else None
    asyncio.run(serve(app, host, port, parent))


def fork(workers: int) -> int:
    """Goes on in each worker only, with a pipe that is closed when the process that started them ends, by whatever signal."""
    parent, held = os.pipe()
    fork_processes(workers)
    os.close(held)
    return parent


async def serve(app: Application, host: str, port: int, parent: int | None) -> None:
    """Listens until SIGTERM or SIGINT, or until the parent is gone."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    if parent is not None:
        loop.add_reader(parent, stopped.set)
    server = HTTPServer(app)
    # A socket for each worker: on one for both, of 100 connections opened at once one took 78 and the other 22.
    server.listen(port, host, backlog=BACKLOG, reuse_port=parent is not None)
    await stopped.wait()
    server.stop()
    await server.close_all_connections()


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except OSError as error:
        sys.exit(f"tornado_server: {sys.argv[1]}:{sys.argv[2]}: {error.strerror}")
