"""Serves the application of `robyn_server`: `python -m robyn_app._serve <host> <port> [Robyn's own options]`.

Robyn's documentation calls `start` in a script; the options after the port are read by Robyn itself when it is imported.
"""

from __future__ import annotations

import signal
import sys

import robyn_server


def serve(host: str, port: int) -> None:
    """Listens until SIGTERM or SIGINT."""
    # With one process a SIGTERM stops Robyn's server, but not the event loop that the process then waits for. As the keyboard's
    # interrupt it ends both.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # The port was looked at before: Robyn would ask at the terminal for another one.
    robyn_server.create_app().start(host=host, port=port, _check_port=False)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
