"""Files: uploads by UploadFile, which Catzilla always keeps on disk; static files by mount_static.

It never frees the memory of an upload, so the contracts cap the requests, and uploads have processes of their own.
"""

from typing import Any

from catzilla import Catzilla, File, Form, JSONResponse, Request, Response, UploadFile
from shared import files

ALONE = ("static",)
MOUNTED = ("static_1kb", "static_100kb", "static_1mb", "static_10mb")
UNSUPPORTED = {
    "static_range": "mount_static does not know ranges: it answers with the whole file",
    "static_304": "mount_static sends no Last-Modified and takes no notice of If-Modified-Since: it answers with the file",
    "static_traversal": "a path with .. is answered twice, 403 and then 404, so that the second is taken for the next answer",
    "static_symlink": "mount_static follows symbolic links out of its folder and has no option against it",
}


def summary(file: UploadFile) -> dict[str, Any]:
    received = files.Received()
    for chunk in file.stream_chunks(files.CHUNK):
        received.add(chunk)
    return received.told(file.filename)


def register(app: Catzilla) -> None:
    """Adds nothing: uploads and static files have applications of their own."""


def register_uploads(app: Catzilla) -> None:
    files.use_scratch()

    @app.post("/files/upload/control")
    def upload_control(request: Request, file: UploadFile = File(max_size="500MB")) -> dict[str, Any]:
        return summary(file)

    @app.post("/files/upload/1mb")
    def upload_1mb(request: Request, file: UploadFile = File(max_size="500MB")) -> dict[str, Any]:
        return summary(file)

    @app.post("/files/upload/10mb")
    def upload_10mb(request: Request, file: UploadFile = File(max_size="500MB")) -> dict[str, Any]:
        return summary(file)

    @app.post("/files/upload/parts")
    def upload_parts(
        request: Request,
        title: str = Form(...),
        note: str = Form(...),
        file_1: UploadFile = File(),
        file_2: UploadFile = File(),
        file_3: UploadFile = File(),
        file_4: UploadFile = File(),
    ) -> dict[str, Any]:
        uploads = [summary(file) for file in (file_1, file_2, file_3, file_4)]
        return {"title": title, "note": note, "files": uploads}

    @app.post("/files/upload/type")
    def upload_refused_type(request: Request, file: UploadFile = File()) -> Response:
        if file.content_type != files.IMAGE:
            return JSONResponse({"error": f"Only {files.IMAGE} is taken"}, status_code=415)
        return JSONResponse(summary(file))

    # The limit is looked at when the whole body is in memory.
    @app.post("/files/upload/size")
    def upload_refused_size(request: Request, file: UploadFile = File(max_size=files.LIMIT)) -> dict[str, Any]:
        return summary(file)

    @app.post("/files/upload/temporary")
    def upload_temporary(request: Request, file: UploadFile = File(max_size="500MB")) -> dict[str, Any]:
        told = summary(file)
        return told | {"on_disk": files.is_on_disk(told["bytes"])}

    @app.get("/files/upload/temporary/left")
    def temporary_left(request: Request) -> dict[str, int]:
        return {"left": files.count_temporary()}


def register_uploads_large(app: Catzilla) -> None:
    files.use_scratch()

    @app.post("/files/upload/100mb")
    def upload_100mb(request: Request, file: UploadFile = File(max_size="500MB")) -> dict[str, Any]:
        return summary(file)


def register_static(app: Catzilla) -> None:
    # With its cache in memory, the default, the server does not end on SIGTERM.
    app.mount_static("/files/static", str(files.STATIC), enable_hot_cache=False)
