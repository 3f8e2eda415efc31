"""Files: uploads by request.files, which Werkzeug keeps on disk above 500 KB; static files by send_from_directory."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, request, send_from_directory
from shared import files
from werkzeug.datastructures import FileStorage

ALONE = ("static",)
MOUNTED = (
    "static_1kb", "static_100kb", "static_1mb", "static_10mb", "static_range", "static_304", "static_traversal",
)  # fmt: skip
UNSUPPORTED = {
    "static_symlink": "send_from_directory follows symbolic links out of its folder and has no option against it",
}


def summary(file: FileStorage) -> dict[str, Any]:
    received = files.Received()
    while chunk := file.read(files.CHUNK):
        received.add(chunk)
    return received.told(file.filename)


def register(app: Flask) -> None:
    """Adds nothing: uploads and static files have applications of their own."""


def register_uploads(app: Flask) -> None:
    files.use_scratch()

    @app.post("/files/upload/control")
    def upload_control() -> dict[str, Any]:
        return summary(request.files["file"])

    @app.post("/files/upload/1mb")
    def upload_1mb() -> dict[str, Any]:
        return summary(request.files["file"])

    @app.post("/files/upload/10mb")
    def upload_10mb() -> dict[str, Any]:
        return summary(request.files["file"])

    @app.post("/files/upload/parts")
    def upload_parts() -> dict[str, Any]:
        uploads = [summary(request.files[f"file_{number}"]) for number in range(1, 5)]
        return {"title": request.form["title"], "note": request.form["note"], "files": uploads}

    @app.post("/files/upload/type")
    def upload_refused_type() -> dict[str, Any]:
        file = request.files["file"]
        if file.mimetype != files.IMAGE:
            abort(415)
        return summary(file)

    @app.post("/files/upload/size")
    def upload_refused_size() -> dict[str, Any]:
        request.max_content_length = files.LIMIT
        return summary(request.files["file"])

    @app.post("/files/upload/temporary")
    def upload_temporary() -> dict[str, Any]:
        told = summary(request.files["file"])
        return told | {"on_disk": files.is_on_disk(told["bytes"])}

    @app.get("/files/upload/temporary/left")
    def temporary_left() -> dict[str, int]:
        return {"left": files.count_temporary()}


def register_uploads_large(app: Flask) -> None:
    files.use_scratch()

    @app.post("/files/upload/100mb")
    def upload_100mb() -> dict[str, Any]:
        return summary(request.files["file"])


def register_static(app: Flask) -> None:
    @app.get("/files/static/<path:name>")
    def static_file(name: str) -> Response:
        return send_from_directory(files.STATIC, name)
