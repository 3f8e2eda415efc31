"""Memory: plain answers, large bodies, many small objects, the collector's settings, files, and a connection pool.

Django's own database connections have no pool for SQLite, so it is SQLAlchemy's here too.
"""

from __future__ import annotations

import gc
import json

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from shared import memory

from django_app._answers import answer
from django_app._project import Project

ALONE = ("gc_on", "gc_off", "gc_frozen")
LIBRARY = {"pool_none": "sqlalchemy", "pool_acquire": "sqlalchemy"}


@require_GET
def memory_plain(request: HttpRequest) -> HttpResponse:
    return answer({"message": memory.GREETING})


@require_GET
def memory_idle_connections(request: HttpRequest) -> HttpResponse:
    return answer({"message": memory.GREETING})


@require_POST
def memory_body_1mb(request: HttpRequest) -> HttpResponse:
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("The body is not JSON") from error
    return answer(memory.summary(body["records"]))


@require_GET
def memory_churn(request: HttpRequest) -> HttpResponse:
    return answer(memory.churn())


@require_GET
def memory_files(request: HttpRequest) -> HttpResponse:
    with memory.FILE.open("rb") as file:
        return answer(memory.digest(file.read()))


@require_GET
def gc_on(request: HttpRequest) -> HttpResponse:
    return answer(memory.churn() | memory.collector())


@require_GET
def gc_off(request: HttpRequest) -> HttpResponse:
    return answer(memory.churn() | memory.collector())


@require_GET
def gc_frozen(request: HttpRequest) -> HttpResponse:
    return answer(memory.churn() | memory.collector())


def register(project: Project) -> None:
    project.urlpatterns += [
        path("memory/plain", memory_plain),
        path("memory/churn", memory_churn),
        path("memory/files", memory_files),
    ]


def register_idle(project: Project) -> None:
    project.urlpatterns.append(path("memory/idle", memory_idle_connections))


def register_bodies(project: Project) -> None:
    project.urlpatterns.append(path("memory/body", memory_body_1mb))


def register_gc_on(project: Project) -> None:
    project.urlpatterns.append(path("memory/gc/on", gc_on))
    gc.enable()


def register_gc_off(project: Project) -> None:
    project.urlpatterns.append(path("memory/gc/off", gc_off))
    gc.disable()


def register_gc_frozen(project: Project) -> None:
    project.urlpatterns.append(path("memory/gc/frozen", gc_frozen))
    gc.collect()
    gc.freeze()


def register_pool(project: Project) -> None:
    from shared.database import ITEM, database  # here, because SQLAlchemy would weigh on the group's other applications

    db = database()

    @require_GET
    def pool_none(request: HttpRequest, item: int) -> HttpResponse:
        row = db.kept().execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            raise Http404
        return answer(row._asdict())

    @require_GET
    def pool_acquire(request: HttpRequest, item: int) -> HttpResponse:
        with db.engine.connect() as connection:
            row = connection.execute(ITEM, {"item": item}).one_or_none()
        if row is None:
            raise Http404
        return answer(row._asdict() | {"opened": db.opened})

    project.urlpatterns += [
        path("memory/pool/none/<int:item>", pool_none),
        path("memory/pool/acquire/<int:item>", pool_acquire),
    ]
