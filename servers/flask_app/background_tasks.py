"""Tasks in the server with the standard library's thread pool, and tasks of a queue with Celery.

Flask itself runs nothing after an answer; its documentation sends its users to Celery.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from shared import background_tasks as shared

ALONE = ("queue",)
COMPANIONS = {
    "queue": [
        "-m", "celery", "--quiet", "-A", "flask_app._worker", "worker", "-c", "1", "--loglevel", "WARNING",
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


def register(app: Flask) -> None:
    """Adds nothing: tasks in the server and tasks of a queue have an application each."""


def register_in_process(app: Flask) -> None:
    executor = ThreadPoolExecutor(shared.THREADS)
    done = shared.Done()

    def confirm(order: int) -> None:
        shared.receipt(order)
        done.add()

    def wait_and_confirm(order: int) -> None:
        time.sleep(shared.PAUSE_SECONDS)
        shared.receipt(order)
        done.add()

    @app.post("/tasks/none")
    def task_none() -> tuple[dict[str, int], int]:
        return {"queued": 0}, 202

    @app.post("/tasks/enqueue")
    def task_enqueue() -> tuple[dict[str, int], int]:
        executor.submit(confirm, 1)
        return {"queued": 1}, 202

    @app.post("/tasks/concurrent")
    def task_concurrent() -> tuple[dict[str, int], int]:
        for order in range(shared.TOGETHER):
            executor.submit(confirm, order)
        return {"queued": shared.TOGETHER}, 202

    @app.post("/tasks/backlog")
    def task_backlog() -> tuple[dict[str, int], int]:
        for order in range(shared.TOGETHER):
            executor.submit(wait_and_confirm, order)
        return {"queued": shared.TOGETHER}, 202

    @app.get("/tasks/done")
    def tasks_done() -> dict[str, int]:
        return done.count()

    @app.get("/tasks/since")
    def tasks_since() -> dict[str, int]:
        return done.count_since()


def register_queue(app: Flask) -> None:
    # Here, not above: the application that runs its tasks itself does without Celery.
    from shared import celery_tasks, task_queue

    from flask_app import _celery

    _celery.init_app(app)

    @app.post("/queue/none")
    def queue_none() -> tuple[dict[str, int], int]:
        return {"queued": 0}, 202

    @app.post("/queue/enqueue")
    def queue_enqueue() -> tuple[dict[str, int], int]:
        celery_tasks.confirm.delay(1)
        return {"queued": 1}, 202

    @app.post("/queue/concurrent")
    def queue_concurrent() -> tuple[dict[str, int], int]:
        for order in range(shared.TOGETHER):
            celery_tasks.confirm.delay(order)
        return {"queued": shared.TOGETHER}, 202

    @app.post("/queue/retry")
    def queue_retry() -> tuple[dict[str, int], int]:
        celery_tasks.fail_once.delay(1)
        return {"queued": 1}, 202

    @app.post("/queue/priority")
    def queue_priority() -> tuple[dict[str, int], int]:
        task_queue.begin_order()
        for _ in range(shared.LOW_BEFORE_HIGH):
            celery_tasks.add_to_order.apply_async(("low",), priority=task_queue.LOW)
        celery_tasks.add_to_order.apply_async(("high",), priority=task_queue.HIGH)
        return {"queued": shared.BATCH}, 202

    @app.post("/queue/backlog")
    def queue_backlog() -> tuple[dict[str, int], int]:
        for order in range(shared.TOGETHER):
            celery_tasks.wait_and_confirm.delay(order)
        return {"queued": shared.TOGETHER}, 202

    @app.get("/queue/done")
    def queue_done() -> dict[str, int]:
        return task_queue.count()

    @app.get("/queue/since")
    def queue_since() -> dict[str, int]:
        return task_queue.count_since()

    @app.get("/queue/retried")
    def retried() -> dict[str, int]:
        return task_queue.wait_for_retried()

    @app.get("/queue/order")
    def order_of_queue() -> dict[str, Any]:
        return {"order": task_queue.wait_for_order()}
