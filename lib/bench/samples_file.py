"""The file of samples: one line of JSON each, on disk as soon as taken, and no reason to stop when it cannot be written."""

from __future__ import annotations

import json
import os
from typing import Any


class SamplesFile:
    """Lines of JSON appended to a file, each in one write. `warning` says what could not be written since last asked."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        self._torn = False
        self._lost = 0
        self._reason = ""

    def append(self, line: dict[str, Any]) -> None:
        """Writes one line, or remembers that it was lost."""
        # After a line that was cut short, for want of room, the next one starts on its own.
        text = ("\n" if self._torn else "") + json.dumps(line) + "\n"
        try:
            written = os.write(self._descriptor, text.encode())
        except OSError as error:
            self.lose(error.strerror or str(error))
            return
        self._torn = written < len(text)
        if self._torn:
            self.lose("no room left")

    def take_warning(self) -> str | None:
        """What was lost since the last call, as one line; None when nothing was."""
        if not self._lost:
            return None
        lost, self._lost = self._lost, 0
        return f"{self._path}: {lost} sample(s) not written: {self._reason}"

    def lose(self, reason: str) -> None:
        """Counts one sample that is not in the file, and why."""
        self._lost, self._reason = self._lost + 1, reason
