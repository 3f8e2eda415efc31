"""Tasks in the server with the standard library's thread pool, and tasks of a queue with Celery.

Django 5.2 itself runs nothing after an answer: its own tasks come with 6.0, and bring no worker.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from shared import background_tasks as shared

from django_app._answers import answer
from django_app._project import Project

ALONE = ("queue",)
COMPANIONS = {
    "queue": [
        "-m", "celery", "--quiet", "-A", "django_app._celery", "worker", "-c", "1", "--loglevel", "WARNING",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ],
}  # fmt: skip
LIBRARY = {
    "queue_enqueue": "celery",
    "queue_concurrent": "celery",
    "queue_retry": "celery",
    "queue_priority": "celery",
    "queue_backlog": "celery",
}
UNSUPPORTED = {
    "task_failing": "a ThreadPoolExecutor tries a task once: its error stays in a future that nobody asks",
    "task_priority": "a ThreadPoolExecutor runs tasks in the order in which they came and knows no priority",
}


def register(project: Project) -> None:
    """Adds nothing: tasks in the server and tasks of a queue have an application each."""


def register_in_process(project: Project) -> None:
    executor = ThreadPoolExecutor(shared.THREADS)
    done = shared.Done()

    def confirm(order: int) -> None:
        shared.receipt(order)
        done.add()

    def wait_and_confirm(order: int) -> None:
        time.sleep(shared.PAUSE_SECONDS)
        shared.receipt(order)
        done.add()

    @require_POST
    def task_none(request: HttpRequest) -> HttpResponse:
        return answer({"queued": 0}, 202)

    @require_POST
    def task_enqueue(request: HttpRequest) -> HttpResponse:
        executor.submit(confirm, 1)
        return answer({"queued": 1}, 202)

    @require_POST
    def task_concurrent(request: HttpRequest) -> HttpResponse:
        for order in range(shared.TOGETHER):
            executor.submit(confirm, order)
        return answer({"queued": shared.TOGETHER}, 202)

    @require_POST
    def task_backlog(request: HttpRequest) -> HttpResponse:
        for order in range(shared.TOGETHER):
            executor.submit(wait_and_confirm, order)
        return answer({"queued": shared.TOGETHER}, 202)

    @require_GET
    def tasks_done(request: HttpRequest) -> HttpResponse:
        return answer(done.count())

    @require_GET
    def tasks_since(request: HttpRequest) -> HttpResponse:
        return answer(done.count_since())

    project.urlpatterns += [
        path("tasks/none", task_none),
        path("tasks/enqueue", task_enqueue),
        path("tasks/concurrent", task_concurrent),
        path("tasks/backlog", task_backlog),
        path("tasks/done", tasks_done),
        path("tasks/since", tasks_since),
    ]


def register_queue(project: Project) -> None:
    # Here, not above: the application that runs its tasks itself does without Celery.
    from shared import celery_tasks, task_queue

    import django_app._celery  # noqa: F401 - makes the application that the tasks belong to

    @require_POST
    def queue_none(request: HttpRequest) -> HttpResponse:
        return answer({"queued": 0}, 202)

    @require_POST
    def queue_enqueue(request: HttpRequest) -> HttpResponse:
        celery_tasks.confirm.delay(1)
        return answer({"queued": 1}, 202)

    @require_POST
    def queue_concurrent(request: HttpRequest) -> HttpResponse:
        for order in range(shared.TOGETHER):
            celery_tasks.confirm.delay(order)
        return answer({"queued": shared.TOGETHER}, 202)

    @require_POST
    def queue_retry(request: HttpRequest) -> HttpResponse:
        celery_tasks.fail_once.delay(1)
        return answer({"queued": 1}, 202)

    @require_POST
    def queue_priority(request: HttpRequest) -> HttpResponse:
        task_queue.begin_order()
        for _ in range(shared.LOW_BEFORE_HIGH):
            celery_tasks.add_to_order.apply_async(("low",), priority=task_queue.LOW)
        celery_tasks.add_to_order.apply_async(("high",), priority=task_queue.HIGH)
        return answer({"queued": shared.BATCH}, 202)

    @require_POST
    def queue_backlog(request: HttpRequest) -> HttpResponse:
        for order in range(shared.TOGETHER):
            celery_tasks.wait_and_confirm.delay(order)
        return answer({"queued": shared.TOGETHER}, 202)

    @require_GET
    def queue_done(request: HttpRequest) -> HttpResponse:
        return answer(task_queue.count())

    @require_GET
    def queue_since(request: HttpRequest) -> HttpResponse:
        return answer(task_queue.count_since())

    @require_GET
    def retried(request: HttpRequest) -> HttpResponse:
        return answer(task_queue.wait_for_retried())

    @require_GET
    def order_of_queue(request: HttpRequest) -> HttpResponse:
        return answer({"order": task_queue.wait_for_order()})

    project.urlpatterns += [
        path("queue/none", queue_none),
        path("queue/enqueue", queue_enqueue),
        path("queue/concurrent", queue_concurrent),
        path("queue/retry", queue_retry),
        path("queue/priority", queue_priority),
        path("queue/backlog", queue_backlog),
        path("queue/done", queue_done),
        path("queue/since", queue_since),
        path("queue/retried", retried),
        path("queue/order", order_of_queue),
    ]
