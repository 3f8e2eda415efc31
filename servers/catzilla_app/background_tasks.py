"""Tasks in the server with `app.add_task`, which runs them in threads. There is no queue outside of the process.

An executor is switched on for the whole application, and its threads look for tasks a thousand times a second each: so
it is served alone.
"""

from __future__ import annotations

import io
import time
from contextlib import redirect_stdout
from typing import Any

from catzilla import Catzilla, JSONResponse, Request
from catzilla.background_tasks import TaskPriority
from shared import background_tasks as shared

ALONE = ("in_process",)
UNSUPPORTED = {
    "task_failing": "add_task takes max_retries and ignores it: a task that raises is tried once",
    "queue_none": "tasks run inside the process only: there is neither a broker nor a worker beside the server",
    "queue_enqueue": "tasks run inside the process only: there is neither a broker nor a worker beside the server",
    "queue_concurrent": "tasks run inside the process only: there is neither a broker nor a worker beside the server",
    "queue_retry": "tasks run inside the process only: there is neither a broker nor a worker beside the server",
    "queue_priority": "tasks run inside the process only: there is neither a broker nor a worker beside the server",
    "queue_backlog": "tasks run inside the process only: there is neither a broker nor a worker beside the server",
}


def register(app: Catzilla) -> None:
    """Adds nothing: the application with tasks is served alone."""


def register_in_process(app: Catzilla) -> None:
    with redirect_stdout(io.StringIO()):  # it prints five lines about itself
        app.enable_background_tasks(workers=shared.THREADS)
    done, order_done = shared.Done(), shared.Order()

    def confirm(order: int) -> None:
        shared.receipt(order)
        done.add()

    def wait_and_confirm(order: int) -> None:
        time.sleep(shared.PAUSE_SECONDS)
        shared.receipt(order)
        done.add()

    def add_to_order(label: str) -> None:
        time.sleep(shared.BATCH_PAUSE_SECONDS)
        order_done.add(label)
        done.add()

    @app.post("/tasks/none")
    def task_none(request: Request) -> JSONResponse:
        return JSONResponse({"queued": 0}, status_code=202)

    @app.post("/tasks/enqueue")
    def task_enqueue(request: Request) -> JSONResponse:
        app.add_task(confirm, 1)
        return JSONResponse({"queued": 1}, status_code=202)

    @app.post("/tasks/concurrent")
    def task_concurrent(request: Request) -> JSONResponse:
        for order in range(shared.TOGETHER):
            app.add_task(confirm, order)
        return JSONResponse({"queued": shared.TOGETHER}, status_code=202)

    @app.post("/tasks/priority")
    def task_priority(request: Request) -> JSONResponse:
        order_done.begin()
        for _ in range(shared.LOW_BEFORE_HIGH):
            app.add_task(add_to_order, "low", priority=TaskPriority.LOW)
        app.add_task(add_to_order, "high", priority=TaskPriority.HIGH)
        return JSONResponse({"queued": shared.BATCH}, status_code=202)

    @app.post("/tasks/backlog")
    def task_backlog(request: Request) -> JSONResponse:
        for order in range(shared.TOGETHER):
            app.add_task(wait_and_confirm, order)
        return JSONResponse({"queued": shared.TOGETHER}, status_code=202)

    @app.get("/tasks/done")
    def tasks_done(request: Request) -> dict[str, int]:
        return done.count()

    @app.get("/tasks/since")
    def tasks_since(request: Request) -> dict[str, int]:
        return done.count_since()

    @app.get("/tasks/order")
    def order_of_tasks(request: Request) -> dict[str, Any]:
        return {"order": order_done.wait()}
