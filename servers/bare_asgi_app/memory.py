"""The memory group without a framework: what of it is the server's and the interpreter's."""

from __future__ import annotations

import gc

from shared import memory

from bare_asgi_app._application import Paths, Receive, Send, answer, read_json

ALONE = ("gc_on", "gc_off", "gc_frozen")
UNSUPPORTED = {
    "pool_none": "a bare application has no path parameters",
    "pool_acquire": "a bare application has no path parameters",
}


async def memory_plain(receive: Receive, send: Send) -> None:
    await answer(send, {"message": memory.GREETING})


async def memory_idle_connections(receive: Receive, send: Send) -> None:
    await answer(send, {"message": memory.GREETING})


async def memory_body_1mb(receive: Receive, send: Send) -> None:
    await answer(send, memory.summary((await read_json(receive))["records"]))


async def memory_churn(receive: Receive, send: Send) -> None:
    await answer(send, memory.churn())


async def memory_files(receive: Receive, send: Send) -> None:
    with memory.FILE.open("rb") as file:
        await answer(send, memory.digest(file.read()))


async def gc_on(receive: Receive, send: Send) -> None:
    await answer(send, memory.churn() | memory.collector())


async def gc_off(receive: Receive, send: Send) -> None:
    await answer(send, memory.churn() | memory.collector())


async def gc_frozen(receive: Receive, send: Send) -> None:
    await answer(send, memory.churn() | memory.collector())


def register(paths: Paths) -> None:
    paths["/memory/plain"] = ("GET", memory_plain)
    paths["/memory/churn"] = ("GET", memory_churn)
    paths["/memory/files"] = ("GET", memory_files)


def register_idle(paths: Paths) -> None:
    paths["/memory/idle"] = ("GET", memory_idle_connections)


def register_bodies(paths: Paths) -> None:
    paths["/memory/body"] = ("POST", memory_body_1mb)


def register_gc_on(paths: Paths) -> None:
    paths["/memory/gc/on"] = ("GET", gc_on)
    gc.enable()


def register_gc_off(paths: Paths) -> None:
    paths["/memory/gc/off"] = ("GET", gc_off)
    gc.disable()


def register_gc_frozen(paths: Paths) -> None:
    paths["/memory/gc/frozen"] = ("GET", gc_frozen)
    gc.collect()
    gc.freeze()
