"""The concurrency group without a framework: what of it is the server's."""

from __future__ import annotations

import time

from shared import concurrency

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer

ALONE = ("workers_2", "workers_4")


def connections_100(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def connections_1000(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def paced_100(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def paced_1000(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def latency_equal_rate(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def sustained(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def connections_10000(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def paced_10000(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def fast(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def fast_beside_wait(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def fast_beside_burn(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def wait_10(environ: Environ, start_response: StartResponse) -> list[bytes]:
    time.sleep(concurrency.WAIT_SECONDS)
    return answer(start_response, {"message": concurrency.GREETING})


def burn(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"value": concurrency.burn()})


def reconnect(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"message": concurrency.GREETING})


def register(paths: Paths) -> None:
    paths["/concurrency/connections/100"] = ("GET", connections_100)
    paths["/concurrency/connections/1000"] = ("GET", connections_1000)
    paths["/concurrency/paced/100"] = ("GET", paced_100)
    paths["/concurrency/paced/1000"] = ("GET", paced_1000)
    paths["/concurrency/equal"] = ("GET", latency_equal_rate)
    paths["/concurrency/sustained"] = ("GET", sustained)


def register_ten_thousand(paths: Paths) -> None:
    paths["/concurrency/connections/10000"] = ("GET", connections_10000)
    paths["/concurrency/paced/10000"] = ("GET", paced_10000)


def register_mixed(paths: Paths) -> None:
    paths["/concurrency/fast"] = ("GET", fast)
    paths["/concurrency/beside/wait"] = ("GET", fast_beside_wait)
    paths["/concurrency/beside/burn"] = ("GET", fast_beside_burn)
    paths["/concurrency/wait/10"] = ("GET", wait_10)
    paths["/concurrency/burn"] = ("GET", burn)


def register_reconnect(paths: Paths) -> None:
    paths["/concurrency/reconnect"] = ("GET", reconnect)


def register_wait_100(paths: Paths) -> None:
    waited = concurrency.Counter("wait_100")

    def wait_100(environ: Environ, start_response: StartResponse) -> list[bytes]:
        time.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return answer(start_response, {"message": concurrency.GREETING})

    def waited_100(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, waited.total())

    paths["/concurrency/wait/100"] = ("GET", wait_100)
    paths["/concurrency/wait/100/done"] = ("GET", waited_100)


def register_wait_1000(paths: Paths) -> None:
    waited = concurrency.Counter("wait_1000")

    def wait_1000(environ: Environ, start_response: StartResponse) -> list[bytes]:
        time.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return answer(start_response, {"message": concurrency.GREETING})

    def waited_1000(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, waited.total())

    paths["/concurrency/wait/1000"] = ("GET", wait_1000)
    paths["/concurrency/wait/1000/done"] = ("GET", waited_1000)


def register_workers_1(paths: Paths) -> None:
    def workers_1(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, {"process": concurrency.process_id()})

    paths["/concurrency/workers/1"] = ("GET", workers_1)


def register_workers_2(paths: Paths) -> None:
    concurrency.meet(2)

    def workers_2(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, {"process": concurrency.process_id()})

    paths["/concurrency/workers/2"] = ("GET", workers_2)


def register_workers_4(paths: Paths) -> None:
    concurrency.meet(4)

    def workers_4(environ: Environ, start_response: StartResponse) -> list[bytes]:
        return answer(start_response, {"process": concurrency.process_id()})

    paths["/concurrency/workers/4"] = ("GET", workers_4)
