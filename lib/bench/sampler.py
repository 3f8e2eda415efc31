"""The resource sampler: one process for a benchmark run that is told, line by line, which processes to follow and when.

    python -m bench.sampler --samples FILE.jsonl [--interval-ms 250] [--collect NAMES]

Each line of stdin is a command; each gets one line of JSON on stdout, `{"ok": true, …}` or `{"ok": false, "error": "…"}`:

    watch NAME PID   follow the process tree under PID        → idle_kib
    open NAME        a measured window begins
    close NAME       it ends                                  → seconds, cpu_us, processes, threads, memory_kib, …
    tree NAME        what really runs                         → processes: [{pid, command, threads}]
    unwatch NAME     forget the tree, and its window if one is open
    quit             end, as the end of stdin does

Only while a window is open does it look at processes by itself, every interval, and appends each look to the samples file
at once. Where that file cannot be written, or a collector fails, the next answer has a `warning`. With collectors (bench/collectors),
what `close` answers has `collected` and `uncollected` too.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import select
import signal
import sys
import time
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from bench.samples_file import SamplesFile
from bench.tracker import TrackError, Tree, Window

if TYPE_CHECKING:
    from bench.collectors import Collectors

STATUS_MISSING = 3


class CommandError(Exception):
    """Why a command cannot be carried out, as one line."""


class Sampler:
    """Carries out commands and takes the samples that are due."""

    def __init__(
        self, samples: SamplesFile, interval: float, source: ModuleType, collectors: Collectors | None = None
    ) -> None:
        self._samples = samples
        self._interval = interval
        self._source = source
        self._collectors = collectors
        self._trees: dict[str, Tree] = {}
        self._windows: dict[str, Window] = {}
        self._due: dict[str, float] = {}
        self._commands = {
            "watch": (self._watch, 2),
            "open": (self._open, 1),
            "close": (self._close, 1),
            "tree": (self._tree, 1),
            "unwatch": (self._unwatch, 1),
            "quit": (self._quit, 0),
        }
        self.ended = False

    def answer(self, line: str) -> dict[str, Any]:
        """Carries out one command line; gives its answer."""
        try:
            answer = {"ok": True, **self._run(line.split())}
        except (CommandError, TrackError) as error:
            answer = {"ok": False, "error": str(error)}
        except OSError as error:
            answer = {"ok": False, "error": f"{line.strip()}: {error.strerror or error}"}
        warnings = [self._samples.take_warning(), self._collectors and self._collectors.take_warning()]
        if any(warnings):
            answer["warning"] = "; ".join(filter(None, warnings))
        return answer

    def timeout(self) -> float | None:
        """Seconds until a sample is due; None when no window is open."""
        return max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None

    def take_due_samples(self) -> None:
        """Takes the samples whose time has come. What comes too late is left out, not made up for."""
        for name, due in list(self._due.items()):
            if due > time.monotonic():
                continue
            try:
                self._append(name, self._windows[name].sample())
            except OSError as error:
                self._samples.lose(f"{name}: {error.strerror or error}")
            missed = int((time.monotonic() - due) / self._interval)
            self._due[name] = due + (missed + 1) * self._interval

    def _run(self, words: list[str]) -> dict[str, Any]:
        if not words:
            raise CommandError("empty command")
        if words[0] not in self._commands:
            raise CommandError(f"unknown command: {words[0]} (known: {', '.join(self._commands)})")
        action, count = self._commands[words[0]]
        if len(words) - 1 != count:
            raise CommandError(f"{words[0]} takes {count} argument(s), not {len(words) - 1}")
        return action(*words[1:])

    def _watch(self, name: str, pid: str) -> dict[str, Any]:
        if name in self._trees:
            raise CommandError(f"already watched: {name}")
        # A number too large for a process id is an error of the system's own; ten digits are more than any has.
        if not (pid.isascii() and pid.isdigit() and len(pid) < 10 and int(pid) > 0):
            raise CommandError(f"not a process id: {pid}")
        self._trees[name] = tree = Tree(int(pid), self._source)
        return {"idle_kib": tree.idle_kib}

    def _open(self, name: str) -> dict[str, Any]:
        tree = self._watched(name)
        if name in self._windows:
            raise CommandError(f"already open: {name}")
        self._windows[name] = window = Window(tree, self._source, self._collectors)
        self._due[name] = window.opened + self._interval
        return {}

    def _close(self, name: str) -> dict[str, Any]:
        self._watched(name)
        if name not in self._windows:
            raise CommandError(f"no window open: {name}")
        del self._due[name]
        result, last = self._windows.pop(name).close()
        self._append(name, last)
        return result

    def _tree(self, name: str) -> dict[str, Any]:
        tree = self._watched(name)
        tree.refresh()
        commands = {reading.pid: self._source.command(reading.pid) for reading in tree.processes}
        return {
            "processes": [
                {"pid": reading.pid, "command": commands[reading.pid], "threads": reading.threads}
                for reading in tree.processes
                if commands[reading.pid] is not None
            ]
        }

    def _unwatch(self, name: str) -> dict[str, Any]:
        self._watched(name)
        del self._trees[name]
        self._windows.pop(name, None)
        self._due.pop(name, None)
        return {}

    def _quit(self) -> dict[str, Any]:
        self.ended = True
        return {}

    def _watched(self, name: str) -> Tree:
        if name not in self._trees:
            raise CommandError(f"not watched: {name}")
        return self._trees[name]

    def _append(self, name: str, sample: dict[str, Any]) -> None:
        self._samples.append({"t": sample.pop("t"), "name": name, **sample})


def serve(sampler: Sampler, requests: int, answers: int) -> None:
    """Answers the lines of the descriptor `requests` on `answers` until quit or the end of the input."""
    unread = b""
    while not sampler.ended:
        ready, _, _ = select.select([requests], [], [], sampler.timeout())
        if ready:
            received = os.read(requests, 65536)
            if not received:
                return
            # What stands behind the last end of line is a command still on its way.
            *lines, unread = (unread + received).split(b"\n")
            for line in lines:
                reply = json.dumps(sampler.answer(line.decode(errors="replace"))) + "\n"
                os.write(answers, reply.encode())
                if sampler.ended:
                    return
        sampler.take_due_samples()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _fail(message)


def _fail(message: str) -> NoReturn:
    print(f"bench.sampler: {message}", file=sys.stderr)
    sys.exit(STATUS_MISSING)


def _interval(text: str) -> float:
    if not (text.isascii() and text.isdigit() and 10 <= int(text) <= 60_000):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 10 to 60000")
    return int(text) / 1000


def _collectors(names: str) -> Collectors | None:
    if not names:
        return None
    # Only a run that collects pays for what collectors import.
    from bench.collectors import Collectors

    return Collectors(names.split(","))


def _choose_source() -> ModuleType:
    """The module that reads processes here: Linux's own, where the kernel tells a process's children."""
    pid = os.getpid()
    name = "bench.proc" if os.path.exists(f"/proc/{pid}/task/{pid}/children") else "bench.portable"
    try:
        return importlib.import_module(name)
    except ImportError as error:
        _fail(f"{error}; install what requirements.txt lists")


def main() -> None:
    """The command line. Exit 0 after quit, end of input or SIGTERM; 3 when it cannot start."""
    # A Ctrl-C reaches the whole foreground group; the runner decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    parser = _Parser(prog="bench.sampler", description="Follows the resources of process trees, told by lines on stdin")
    parser.add_argument("--samples", required=True, metavar="FILE", help="file that each sample is appended to")
    parser.add_argument("--interval-ms", type=_interval, default=0.25, dest="interval", metavar="N", help="default 250")
    parser.add_argument("--collect", default="", metavar="NAMES", help="collectors, separated by commas")
    options = parser.parse_args()
    try:
        samples = SamplesFile(options.samples)
    except OSError as error:
        _fail(f"{options.samples}: cannot be written: {error.strerror}; name another file with --samples")
    try:
        sampler = Sampler(samples, options.interval, _choose_source(), _collectors(options.collect))
        serve(sampler, requests=0, answers=1)
    except BrokenPipeError:  # the runner is gone
        pass
    except OSError as error:
        _fail(f"standard input or output: {error.strerror}")


if __name__ == "__main__":
    main()
