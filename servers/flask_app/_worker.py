"""What Celery's worker loads: the application that is served, for its Celery application."""

from __future__ import annotations

from flask_server import create_app

celery = create_app().extensions["celery"]
