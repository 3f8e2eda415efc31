"""The Celery application, for the server that calls tasks and for the worker that runs them."""

from __future__ import annotations

from celery import Celery
from shared import task_queue

celery = Celery("fastapi_app")
celery.config_from_object(task_queue.SETTINGS)
celery.set_default()
