"""Processes that a test drives by lines: a child of its own, and the resource sampler."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIB = Path(__file__).resolve().parents[2] / "lib"
PATIENCE = 20  # seconds until a test gives up; no test asserts how long something took

BURN = """
import os, subprocess, sys, threading, time
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))
def used():
    return sum(os.times()[:4])
def say(*words):
    print(*words, flush=True)
"""


class Process:
    """A child that is driven by lines."""

    def __init__(self, command: list[str], **options: Any) -> None:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.popen = subprocess.Popen(command, **pipes, **options)
        self._unread = b""

    @property
    def pid(self) -> int:
        return self.popen.pid

    def send(self, line: str) -> None:
        self.popen.stdin.write(line + "\n")

    def line(self) -> str:
        """The next line; fails the test rather than hang."""
        while b"\n" not in self._unread:
            # Not through Popen's own reader: what that has read ahead, select does not see.
            ready, _, _ = select.select([self.popen.stdout], [], [], PATIENCE)
            assert ready, "no answer"
            received = os.read(self.popen.stdout.fileno(), 65536)
            assert received, "ended without an answer"
            self._unread += received
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def end(self) -> None:
        self.popen.kill()
        self.popen.wait()
        for stream in (self.popen.stdin, self.popen.stdout, self.popen.stderr):
            if stream:
                stream.close()


class Sampler(Process):
    def __init__(self, samples: Path, *arguments: str, **options: Any) -> None:
        command = [sys.executable, "-m", "bench.sampler", "--samples", str(samples), *arguments]
        super().__init__(command, env={**os.environ, "PYTHONPATH": str(LIB)}, **options)
        self.samples = samples

    def ask(self, command: str) -> dict[str, Any]:
        self.send(command)
        return json.loads(self.line())

    def expect(self, command: str) -> dict[str, Any]:
        answer = self.ask(command)
        assert answer["ok"], answer
        return answer

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.samples.read_text().splitlines()]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
