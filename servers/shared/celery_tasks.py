"""The tasks of the queue. `@shared_task` binds them to whichever Celery application a framework makes.

One definition, so that what differs between two frameworks is how each makes its application and calls a task.
"""

from __future__ import annotations

import time
from typing import Any

from celery import Task, shared_task
from celery.signals import worker_ready

from shared import background_tasks, companions, task_queue


@worker_ready.connect
def tell_ready(**_: Any) -> None:
    companions.tell_ready()


@shared_task
def confirm(order: int) -> None:
    """The small task."""
    background_tasks.receipt(order)
    task_queue.redis.incr(task_queue.DONE)


@shared_task
def wait_and_confirm(order: int) -> None:
    time.sleep(background_tasks.PAUSE_SECONDS)
    background_tasks.receipt(order)
    task_queue.redis.incr(task_queue.DONE)


@shared_task(bind=True, autoretry_for=(background_tasks.FlakyError,), max_retries=3, default_retry_delay=0)
def fail_once(self: Task, order: int) -> None:
    """Fails when it is tried for the first time; Celery puts it into the queue again."""
    if self.request.retries == 0:
        task_queue.redis.incr(task_queue.FAILED)
        raise background_tasks.FlakyError(order)
    background_tasks.receipt(order)
    task_queue.redis.incr(task_queue.RETRIED)


@shared_task
def add_to_order(label: str) -> None:
    """A task of a batch that is done by priority."""
    time.sleep(background_tasks.BATCH_PAUSE_SECONDS)
    task_queue.redis.rpush(task_queue.ORDER, label)
    task_queue.redis.incr(task_queue.DONE)
