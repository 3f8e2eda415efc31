"""Serves the application of `catzilla_server`: `python -m catzilla_app._serve <host> <port>`.

Catzilla has no command of its own that serves an application: its documentation calls `listen` in a script.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

import catzilla_server


def serve(host: str, port: int) -> None:
    """Listens until SIGTERM or SIGINT."""
    app = catzilla_server.create_app()
    # listen() prints a start-up notice even in production mode without a banner.
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        app.listen(port, host)


if __name__ == "__main__":
    try:
        serve(sys.argv[1], int(sys.argv[2]))
    except RuntimeError as error:  # "Listen error: address already in use" and its like
        sys.exit(f"catzilla_server: {sys.argv[1]}:{sys.argv[2]}: {error}")
