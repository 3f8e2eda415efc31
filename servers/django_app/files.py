"""Files: uploads by forms, which Django keeps on disk above 2.5 MB; static files by WhiteNoise.

Django's own view of static files is not for production, as its documentation says.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from shared import files

from django_app._answers import answer, invalid
from django_app._project import Project

ALONE = ("static",)
MOUNTED = (
    "static_1kb", "static_100kb", "static_1mb", "static_10mb", "static_range", "static_304", "static_traversal",
)  # fmt: skip
LIBRARY = {
    "static_1kb": "whitenoise", "static_100kb": "whitenoise", "static_1mb": "whitenoise", "static_10mb": "whitenoise",
    "static_range": "whitenoise", "static_304": "whitenoise", "static_missing": "whitenoise",
    "static_traversal": "whitenoise",
}  # fmt: skip
UNSUPPORTED = {
    "static_symlink": "WhiteNoise lists its folder at start, and what links out of it too; it has no option against it",
}


# Django limits a request's fields, not its files: its documentation leaves that to the form.
def check_size(file: UploadedFile) -> None:
    if file.size > files.LIMIT:
        raise ValidationError("The file is too large")


def check_type(file: UploadedFile) -> None:
    if file.content_type != files.IMAGE:
        raise ValidationError(f"Only {files.IMAGE} is taken")


class Upload(forms.Form):
    file = forms.FileField()


class Image(forms.Form):
    file = forms.FileField(validators=[check_type])


class SmallUpload(forms.Form):
    file = forms.FileField(validators=[check_size])


class Parts(forms.Form):
    title = forms.CharField()
    note = forms.CharField()
    file_1 = forms.FileField()
    file_2 = forms.FileField()
    file_3 = forms.FileField()
    file_4 = forms.FileField()


def summary(file: UploadedFile) -> dict[str, Any]:
    received = files.Received()
    for chunk in file.chunks(files.CHUNK):
        received.add(chunk)
    return received.told(file.name)


def answer_upload(request: HttpRequest, form_class: type[forms.Form]) -> HttpResponse:
    form = form_class(request.POST, request.FILES)
    if not form.is_valid():
        return invalid(form)
    return answer(summary(form.cleaned_data["file"]))


@require_POST
def upload_control(request: HttpRequest) -> HttpResponse:
    return answer_upload(request, Upload)


@require_POST
def upload_1mb(request: HttpRequest) -> HttpResponse:
    return answer_upload(request, Upload)


@require_POST
def upload_10mb(request: HttpRequest) -> HttpResponse:
    return answer_upload(request, Upload)


@require_POST
def upload_100mb(request: HttpRequest) -> HttpResponse:
    return answer_upload(request, Upload)


@require_POST
def upload_parts(request: HttpRequest) -> HttpResponse:
    form = Parts(request.POST, request.FILES)
    if not form.is_valid():
        return invalid(form)
    uploads = [summary(form.cleaned_data[f"file_{number}"]) for number in range(1, 5)]
    return answer({"title": form.cleaned_data["title"], "note": form.cleaned_data["note"], "files": uploads})


@require_POST
def upload_refused_type(request: HttpRequest) -> HttpResponse:
    return answer_upload(request, Image)


@require_POST
def upload_refused_size(request: HttpRequest) -> HttpResponse:
    return answer_upload(request, SmallUpload)


@require_POST
def upload_temporary(request: HttpRequest) -> HttpResponse:
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return invalid(form)
    told = summary(form.cleaned_data["file"])
    return answer(told | {"on_disk": files.is_on_disk(told["bytes"])})


@require_GET
def temporary_left(request: HttpRequest) -> HttpResponse:
    return answer({"left": files.count_temporary()})


def register(project: Project) -> None:
    """Adds nothing: uploads and static files have applications of their own."""


def register_uploads(project: Project) -> None:
    files.use_scratch()
    project.urlpatterns += [
        path("files/upload/control", upload_control),
        path("files/upload/1mb", upload_1mb),
        path("files/upload/10mb", upload_10mb),
        path("files/upload/parts", upload_parts),
        path("files/upload/type", upload_refused_type),
        path("files/upload/size", upload_refused_size),
        path("files/upload/temporary", upload_temporary),
        path("files/upload/temporary/left", temporary_left),
    ]


def register_uploads_large(project: Project) -> None:
    files.use_scratch()
    project.urlpatterns.append(path("files/upload/100mb", upload_100mb))


def register_static(project: Project) -> None:
    # The middleware reads both when the application is made, which is after this.
    settings.STATIC_URL = "/files/static/"
    settings.STATIC_ROOT = str(files.STATIC)
    project.middleware.insert(0, "whitenoise.middleware.WhiteNoiseMiddleware")
