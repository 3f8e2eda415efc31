"""What the middleware works with: origins, tokens, tenants, and the access log's file. Holds no middleware."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

GREETING = "Hello, middleware!"
"""What each handler answers, so that endpoints differ by their middleware only."""

ORIGINS = ["http://localhost:3000", "http://localhost:5173"]
ALLOWED_METHODS = ["GET", "POST", "PUT", "DELETE"]
ALLOWED_HEADERS = ["Authorization", "Content-Type", "X-Request-Id"]
EXPOSED_HEADERS = ["X-Total-Count"]
MAX_AGE = 600
"""Seconds for which a browser may keep the answer to a preflight."""

HEALTH = "/health"
LOG_LINES = "/mw/log/lines"
NOT_GUARDED = frozenset({HEALTH})
NOT_LOGGED = frozenset({HEALTH, LOG_LINES})

LOG_FORMAT = "%s %s %d %d"
"""Method, path, status, microseconds."""

TOKENS = {f"user{number:03d}": hashlib.sha256(b"secret of user %03d" % number).hexdigest() for number in range(100)}
"""User → the secret half of the token `<user>.<secret>`."""

NO_TENANT = {"tenant": "none", "plan": "free"}
TENANTS = {name: {"tenant": name, "plan": plan} for name, plan in (("acme", "gold"), ("globex", "silver"))}


def user_of(authorization: str | None) -> str | None:
    """The user whose token this header carries. The user is public; the secret is compared in constant time."""
    scheme, _, token = (authorization or "").partition(" ")
    user, _, secret = token.partition(".")
    expected = TOKENS.get(user)
    if scheme != "Bearer" or expected is None:
        return None
    return user if hmac.compare_digest(secret.encode(), expected.encode()) else None


def tenant_of(name: str | None) -> dict[str, str]:
    """What is known of the tenant that a request names."""
    return TENANTS.get(name or "", NO_TENANT)


def wrapped(data: Any) -> dict[str, Any]:
    """An answer inside the envelope that every answer of an application gets."""
    return {"data": data, "version": 1}


class SoldOutError(Exception):
    """What a handler raises when something is sold out; it carries what that is."""


class AccessLog:
    """A file that the standard library's logging writes, each line flushed, and how many lines are in it.

    All processes of a server append to one file, so the number is read from the file and not counted while writing.
    """

    def __init__(self) -> None:
        folder = os.environ.get("SERVER_SCRATCH") or tempfile.mkdtemp(prefix="access-log-")
        self.file = Path(folder, "access.log")
        self.logger = logging.getLogger("access")
        self.logger.setLevel(logging.INFO)
        self.logger.propagate = False
        handler = logging.FileHandler(self.file, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(message)s"))
        self.logger.addHandler(handler)
        self._read = self._lines = 0
        self._last = ""

    def count(self) -> dict[str, Any]:
        """The number of lines, and the last without its time. Reads only what was written since the last call."""
        with self.file.open("rb") as file:
            file.seek(self._read)
            new = file.read()
        if new:
            self._read += len(new)
            self._lines += new.count(b"\n")
            self._last = new.splitlines()[-1].decode()
        line, _, microseconds = self._last.rpartition(" ")
        return {"lines": self._lines, "last": line, "timed": microseconds.isdigit()}
