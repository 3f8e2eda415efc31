"""Celery for a Flask application, as Flask's documentation sets it up: tasks run in the application's context."""

from __future__ import annotations

from typing import Any

from celery import Celery, Task
from flask import Flask
from shared import task_queue


def init_app(app: Flask) -> None:
    class ContextTask(Task):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            with app.app_context():
                return self.run(*args, **kwargs)

    app.config["CELERY"] = task_queue.SETTINGS
    celery = Celery(app.name, task_cls=ContextTask)
    celery.config_from_object(app.config["CELERY"])
    celery.set_default()
    app.extensions["celery"] = celery
