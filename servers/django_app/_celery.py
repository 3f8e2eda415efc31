"""The Celery application, which reads Django's settings, for the server that calls tasks and the worker that runs them."""

from __future__ import annotations

import django
from celery import Celery
from django.conf import settings
from shared import task_queue

from django_app._project import configure

if not settings.configured:  # in the worker: the server has its project when it comes here
    configure()
    django.setup()
for name, value in task_queue.SETTINGS.items():
    setattr(settings, f"CELERY_{name.upper()}", value)
celery = Celery("django_app")
celery.config_from_object("django.conf:settings", namespace="CELERY")
celery.set_default()
