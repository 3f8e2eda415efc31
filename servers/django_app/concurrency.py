"""Concurrency: what waits holds one of the server's threads."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from shared import concurrency

from django_app._answers import answer
from django_app._project import Project

ALONE = ("workers_2", "workers_4")


@require_GET
def connections_100(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def connections_1000(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def paced_100(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def paced_1000(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def latency_equal_rate(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def sustained(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def connections_10000(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def paced_10000(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def fast(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def fast_beside_wait(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def fast_beside_burn(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


@require_GET
def wait_10(request: HttpRequest) -> HttpResponse:
    time.sleep(concurrency.WAIT_SECONDS)
    return answer({"message": concurrency.GREETING})


@require_GET
def burn(request: HttpRequest) -> HttpResponse:
    return answer({"value": concurrency.burn()})


@require_GET
def reconnect(request: HttpRequest) -> HttpResponse:
    return answer({"message": concurrency.GREETING})


def register(project: Project) -> None:
    project.urlpatterns += [
        path("concurrency/connections/100", connections_100),
        path("concurrency/connections/1000", connections_1000),
        path("concurrency/paced/100", paced_100),
        path("concurrency/paced/1000", paced_1000),
        path("concurrency/equal", latency_equal_rate),
        path("concurrency/sustained", sustained),
    ]


def register_ten_thousand(project: Project) -> None:
    project.urlpatterns += [
        path("concurrency/connections/10000", connections_10000),
        path("concurrency/paced/10000", paced_10000),
    ]


def register_mixed(project: Project) -> None:
    project.urlpatterns += [
        path("concurrency/fast", fast),
        path("concurrency/beside/wait", fast_beside_wait),
        path("concurrency/beside/burn", fast_beside_burn),
        path("concurrency/wait/10", wait_10),
        path("concurrency/burn", burn),
    ]


def register_reconnect(project: Project) -> None:
    project.urlpatterns.append(path("concurrency/reconnect", reconnect))


def register_wait_100(project: Project) -> None:
    waited = concurrency.Counter("wait_100")

    @require_GET
    def wait_100(request: HttpRequest) -> HttpResponse:
        time.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return answer({"message": concurrency.GREETING})

    @require_GET
    def waited_100(request: HttpRequest) -> HttpResponse:
        return answer(waited.total())

    project.urlpatterns += [
        path("concurrency/wait/100", wait_100),
        path("concurrency/wait/100/done", waited_100),
    ]


def register_wait_1000(project: Project) -> None:
    waited = concurrency.Counter("wait_1000")

    @require_GET
    def wait_1000(request: HttpRequest) -> HttpResponse:
        time.sleep(concurrency.WAIT_SECONDS)
        waited.add()
        return answer({"message": concurrency.GREETING})

    @require_GET
    def waited_1000(request: HttpRequest) -> HttpResponse:
        return answer(waited.total())

    project.urlpatterns += [
        path("concurrency/wait/1000", wait_1000),
        path("concurrency/wait/1000/done", waited_1000),
    ]


def register_workers_1(project: Project) -> None:
    @require_GET
    def workers_1(request: HttpRequest) -> HttpResponse:
        return answer({"process": concurrency.process_id()})

    project.urlpatterns.append(path("concurrency/workers/1", workers_1))


def register_workers_2(project: Project) -> None:
    concurrency.meet(2)

    @require_GET
    def workers_2(request: HttpRequest) -> HttpResponse:
        return answer({"process": concurrency.process_id()})

    project.urlpatterns.append(path("concurrency/workers/2", workers_2))


def register_workers_4(project: Project) -> None:
    concurrency.meet(4)

    @require_GET
    def workers_4(request: HttpRequest) -> HttpResponse:
        return answer({"process": concurrency.process_id()})

    project.urlpatterns.append(path("concurrency/workers/4", workers_4))
