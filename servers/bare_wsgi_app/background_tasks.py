"""The control of the background tasks group."""

from __future__ import annotations

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer

UNSUPPORTED = {
    "task_enqueue": "a bare application runs nothing after its answer",
    "task_concurrent": "a bare application runs nothing after its answer",
    "task_failing": "a bare application runs nothing after its answer",
    "task_priority": "a bare application runs nothing after its answer",
    "task_backlog": "a bare application runs nothing after its answer",
    "queue_none": "a bare application has no task queue",
    "queue_enqueue": "a bare application has no task queue",
    "queue_concurrent": "a bare application has no task queue",
    "queue_retry": "a bare application has no task queue",
    "queue_priority": "a bare application has no task queue",
    "queue_backlog": "a bare application has no task queue",
}


def task_none(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"queued": 0}, "202 Accepted")


def register(paths: Paths) -> None:
    """Adds nothing: the control belongs to the application that the others' tasks run in."""


def register_in_process(paths: Paths) -> None:
    """The control: what the others answer without a task."""
    paths["/tasks/none"] = ("POST", task_none)
