"""Celery's settings, and what its workers count in Redis, for the frameworks whose users take Celery.

All servers of a run share one Redis. What each start keeps there has a prefix of its own, so that no worker sees the
tasks of another server, or of an earlier start.
"""

from __future__ import annotations

import os
from typing import Any

from redis import Redis

from shared import background_tasks, launch

HIGH, LOW = 0, 9
"""Celery's priorities on Redis: 0 is the highest."""
URL = f"redis://127.0.0.1:{os.environ['SERVICE_REDIS_PORT']}/0"
PREFIX = f"{os.environ.get(launch.START_VARIABLE, '')}:"
SETTINGS: dict[str, Any] = {
    "broker_url": URL,
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {
        "global_keyprefix": PREFIX,
        # The tasks of a worker that vanished are another's after so many seconds; no task here takes one. Celery looks for
        # them at each tenth of these intervals unless told otherwise.
        "visibility_timeout": 60,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        # As its documentation sets Redis up for priorities.
        "priority_steps": [HIGH, LOW],
        "queue_order_strategy": "priority",
    },
    "task_default_priority": LOW,
    # A task leaves the queue when it is done, and goes back when its process is killed: none is lost.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "imports": ["shared.celery_tasks"],
}
DONE, FAILED, RETRIED, ORDER, ASKED = (f"{PREFIX}{name}" for name in ("done", "failed", "retried", "order", "asked"))
redis = Redis.from_url(URL)


def count() -> dict[str, int]:
    """Tasks done at once, tasks that failed, and those of them that were done when they were tried again."""
    done, failed, retried = redis.mget(DONE, FAILED, RETRIED)
    return {"done": int(done or 0), "failed": int(failed or 0), "retried": int(retried or 0)}


def count_since() -> dict[str, int]:
    """Tasks done since this was last asked, at once or when they were tried again, when no more come."""
    before = int(redis.get(ASKED) or 0)
    now = background_tasks.when_still(lambda: count()["done"] + count()["retried"], before)
    redis.set(ASKED, now)
    return {"since": now - before}


def wait_for_retried() -> dict[str, int]:
    """Waits until a task has failed, and all that failed were done after all."""
    background_tasks.wait_until(lambda: count()["failed"] == count()["retried"] > 0)
    return count()


def begin_order() -> None:
    """From here on, tasks are of a new batch."""
    redis.delete(ORDER)


def wait_for_order() -> list[str]:
    """In which order the tasks of the last batch were done, when all are."""
    background_tasks.wait_until(lambda: redis.llen(ORDER) >= background_tasks.BATCH)
    return [label.decode() for label in redis.lrange(ORDER, 0, -1)]
