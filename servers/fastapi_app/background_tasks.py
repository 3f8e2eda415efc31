"""Tasks in the server with BackgroundTasks, and tasks of a queue with Celery.

BackgroundTasks runs a request's tasks one after another when its answer is sent; those of several requests run at once.
They are `async def`, as they never block: FastAPI runs plain `def` tasks in a thread pool, at several times the cost. To
call a task of Celery is to talk to Redis, which blocks, so those handlers are `def`.
"""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import BackgroundTasks, FastAPI
from shared import background_tasks as shared

ALONE = ("queue",)
COMPANIONS = {
    "queue": [
        "-m", "celery", "--quiet", "-A", "fastapi_app._celery", "worker", "-c", "1", "--loglevel", "WARNING",
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
    "task_failing": "BackgroundTasks tries a task once: when it raises, it is gone, and so are the tasks after it",
    "task_priority": "BackgroundTasks runs tasks in the order in which they were added and knows no priority",
}


def register(app: FastAPI) -> None:
    """Adds nothing: tasks in the server and tasks of a queue have an application each."""


def register_in_process(app: FastAPI) -> None:
    done = shared.Done()

    async def confirm(order: int) -> None:
        shared.receipt(order)
        done.add()

    async def wait_and_confirm(order: int) -> None:
        await asyncio.sleep(shared.PAUSE_SECONDS)
        shared.receipt(order)
        done.add()

    @app.post("/tasks/none", status_code=202)
    async def task_none() -> dict[str, int]:
        return {"queued": 0}

    @app.post("/tasks/enqueue", status_code=202)
    async def task_enqueue(tasks: BackgroundTasks) -> dict[str, int]:
        tasks.add_task(confirm, 1)
        return {"queued": 1}

    @app.post("/tasks/concurrent", status_code=202)
    async def task_concurrent(tasks: BackgroundTasks) -> dict[str, int]:
        for order in range(shared.TOGETHER):
            tasks.add_task(confirm, order)
        return {"queued": shared.TOGETHER}

    @app.post("/tasks/backlog", status_code=202)
    async def task_backlog(tasks: BackgroundTasks) -> dict[str, int]:
        for order in range(shared.TOGETHER):
            tasks.add_task(wait_and_confirm, order)
        return {"queued": shared.TOGETHER}

    @app.get("/tasks/done")
    async def tasks_done() -> dict[str, int]:
        return done.count()

    @app.get("/tasks/since")
    def tasks_since() -> dict[str, int]:
        return done.count_since()


def register_queue(app: FastAPI) -> None:
    # Here, not above: the application that runs its tasks itself does without Celery.
    from shared import celery_tasks, task_queue

    import fastapi_app._celery  # noqa: F401 - makes the application that the tasks belong to

    @app.post("/queue/none", status_code=202)
    def queue_none() -> dict[str, int]:
        return {"queued": 0}

    @app.post("/queue/enqueue", status_code=202)
    def queue_enqueue() -> dict[str, int]:
        celery_tasks.confirm.delay(1)
        return {"queued": 1}

    @app.post("/queue/concurrent", status_code=202)
    def queue_concurrent() -> dict[str, int]:
        for order in range(shared.TOGETHER):
            celery_tasks.confirm.delay(order)
        return {"queued": shared.TOGETHER}

    @app.post("/queue/retry", status_code=202)
    def queue_retry() -> dict[str, int]:
        celery_tasks.fail_once.delay(1)
        return {"queued": 1}

    @app.post("/queue/priority", status_code=202)
    def queue_priority() -> dict[str, int]:
        task_queue.begin_order()
        for _ in range(shared.LOW_BEFORE_HIGH):
            celery_tasks.add_to_order.apply_async(("low",), priority=task_queue.LOW)
        celery_tasks.add_to_order.apply_async(("high",), priority=task_queue.HIGH)
        return {"queued": shared.BATCH}

    @app.post("/queue/backlog", status_code=202)
    def queue_backlog() -> dict[str, int]:
        for order in range(shared.TOGETHER):
            celery_tasks.wait_and_confirm.delay(order)
        return {"queued": shared.TOGETHER}

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
