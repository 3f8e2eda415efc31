"""The command line of the clients; the package says how it is called."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import uvloop

from bench.clients import answers, broadcast, echo, events, handshakes, held
from bench.clients.load import Load
from bench.clients.tally import Tally
from bench.files import InputError, write_text

CLIENTS: dict[tuple[str, str | None], ModuleType] = {
    ("websocket", "echo"): echo,
    ("websocket", "handshakes"): handshakes,
    ("websocket", "broadcast"): broadcast,
    ("websocket", "idle"): held,
    ("sse", None): events,
    ("stream", None): answers,
    ("idle", None): held,
}
CHECK_SECONDS = 15
SPARE_SECONDS = 18
"""Beyond twice the load's own time: for opening, closing and what a server keeps waiting."""


def main() -> None:
    arguments = _parse()
    try:
        spec = json.loads(arguments.spec)
    except ValueError:
        spec = None
    if not isinstance(spec, dict):
        sys.exit(f"clients: --spec {arguments.spec}: this takes a JSON object")
    load = Load(
        kind=arguments.kind,
        spec=spec,
        port=arguments.port,
        path=arguments.path,
        connections=arguments.connections,
        seconds=arguments.seconds,
        rate=arguments.rate,
    )
    if problem := load.problem():
        sys.exit(f"clients: {problem}")
    try:
        _carry_out(load, None if arguments.check else arguments.result)
    except InputError as error:
        sys.exit(f"clients: {error.args[0]}")
    except Exception as error:  # one line for the runner, whatever it is
        text = (str(error).splitlines() or [""])[0]
        sys.exit(f"clients: {type(error).__name__}: {text}")


def _carry_out(load: Load, result: Path | None) -> None:
    client = CLIENTS[load.kind, load.mode]
    if result is None:
        for problem in uvloop.run(_limited(client.check(load), CHECK_SECONDS)):
            print(problem)
        return
    tally: Tally = uvloop.run(_limited(client.run(load), load.seconds * 2 + SPARE_SECONDS))
    write_text(result, tally.text())


async def _limited(work: Any, seconds: float) -> Any:
    """Nothing waits for ever, whatever the server does."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError as error:
        raise TimeoutError(f"it was not done after {seconds:g} s") from error


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.clients", description="A load that wrk cannot send")
    parser.add_argument("--kind", required=True, choices=sorted({kind for kind, _ in CLIENTS}))
    parser.add_argument("--spec", default="{}", help="the contract's client, as JSON")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True, help="path and query")
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rate", type=float, help="requests/s (default: as many as the server answers)")
    parser.add_argument("--result", type=Path, help="file for the result, as JSON")
    parser.add_argument("--check", action="store_true", help="only look whether it answers right")
    arguments = parser.parse_args()
    if not arguments.check and arguments.result is None:
        parser.error("--result is needed, unless it is a --check")
    return arguments


if __name__ == "__main__":
    main()
