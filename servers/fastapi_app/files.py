"""Files: uploads by UploadFile, which Starlette keeps in memory up to 1 MB and then on disk; static files by StaticFiles."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException, UploadFile
from fastapi.staticfiles import StaticFiles
from shared import files

ALONE = ("static",)
MOUNTED = (
    "static_1kb", "static_100kb", "static_1mb", "static_10mb", "static_range", "static_304", "static_traversal",
)  # fmt: skip
LIBRARY = {
    "upload_control": "python-multipart", "upload_1mb": "python-multipart", "upload_10mb": "python-multipart",
    "upload_100mb": "python-multipart", "upload_parts": "python-multipart", "upload_refused_type": "python-multipart",
    "upload_refused_size": "python-multipart", "upload_temporary": "python-multipart",
}  # fmt: skip


async def summary(file: UploadFile) -> dict[str, Any]:
    received = files.Received()
    while chunk := await file.read(files.CHUNK):
        received.add(chunk)
    return received.told(file.filename)


def register(app: FastAPI) -> None:
    """Adds nothing: uploads and static files have applications of their own."""


def register_uploads(app: FastAPI) -> None:
    files.use_scratch()

    @app.post("/files/upload/control")
    async def upload_control(file: UploadFile) -> dict[str, Any]:
        return await summary(file)

    @app.post("/files/upload/1mb")
    async def upload_1mb(file: UploadFile) -> dict[str, Any]:
        return await summary(file)

    @app.post("/files/upload/10mb")
    async def upload_10mb(file: UploadFile) -> dict[str, Any]:
        return await summary(file)

    @app.post("/files/upload/parts")
    async def upload_parts(
        title: Annotated[str, Form()],
        note: Annotated[str, Form()],
        file_1: UploadFile,
        file_2: UploadFile,
        file_3: UploadFile,
        file_4: UploadFile,
    ) -> dict[str, Any]:
        uploads = [await summary(file) for file in (file_1, file_2, file_3, file_4)]
        return {"title": title, "note": note, "files": uploads}

    @app.post("/files/upload/type")
    async def upload_refused_type(file: UploadFile) -> dict[str, Any]:
        if file.content_type != files.IMAGE:
            raise HTTPException(415, f"Only {files.IMAGE} is taken")
        return await summary(file)

    @app.post("/files/upload/size", max_body_size=files.LIMIT)
    async def upload_refused_size(file: UploadFile) -> dict[str, Any]:
        return await summary(file)

    @app.post("/files/upload/temporary")
    async def upload_temporary(file: UploadFile) -> dict[str, Any]:
        told = await summary(file)
        return told | {"on_disk": files.is_on_disk(told["bytes"])}

    @app.get("/files/upload/temporary/left")
    async def temporary_left() -> dict[str, int]:
        return {"left": files.count_temporary()}


def register_uploads_large(app: FastAPI) -> None:
    files.use_scratch()

    @app.post("/files/upload/100mb")
    async def upload_100mb(file: UploadFile) -> dict[str, Any]:
        return await summary(file)


def register_static(app: FastAPI) -> None:
    app.mount("/files/static", StaticFiles(directory=files.STATIC))
