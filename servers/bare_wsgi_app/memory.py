"""The memory group without a framework: what of it is the server's and the interpreter's."""

from __future__ import annotations

import gc

from shared import memory

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer, read_json

ALONE = ("gc_on", "gc_off", "gc_frozen")
UNSUPPORTED = {
    "pool_none": "a bare application has no path parameters",
    "pool_acquire": "a bare application has no path parameters",
}


def memory_plain(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": memory.GREETING})


def memory_idle_connections(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": memory.GREETING})


def memory_body_1mb(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, memory.summary(read_json(environ)["records"]))


def memory_churn(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, memory.churn())


def memory_files(environ: Environ, start_response: StartResponse) -> list[bytes]:
    with memory.FILE.open("rb") as file:
        return answer(start_response, memory.digest(file.read()))


def gc_on(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, memory.churn() | memory.collector())


def gc_off(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, memory.churn() | memory.collector())


def gc_frozen(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, memory.churn() | memory.collector())


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
