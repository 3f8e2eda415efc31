"""Validation with REST framework's serializers."""

from __future__ import annotations

from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from shared import validation as shared

from django_app._project import Project
from django_app._serializers import define_models

LIBRARY = {"*": "djangorestframework"}

models = define_models()


@api_view(["POST"])
def validate_simple(request: Request) -> Response:
    serializer = models.Person(data=request.data)
    serializer.is_valid(raise_exception=True)
    person = serializer.validated_data
    return Response({"valid": True, "name": person["name"], "age": person["age"]})


@api_view(["POST"])
def validate_complex(request: Request) -> Response:
    return answer_article(request)


@api_view(["POST"])
def validate_nested(request: Request) -> Response:
    serializer = models.Order(data=request.data)
    serializer.is_valid(raise_exception=True)
    order = serializer.validated_data
    latitude = order["customer"]["address"]["geo"]["latitude"]
    return Response({"valid": True, "number": order["number"], "latitude": latitude})


@api_view(["POST"])
def validate_list(request: Request) -> Response:
    serializer = models.Batch(data=request.data)
    serializer.is_valid(raise_exception=True)
    items = serializer.validated_data["items"]
    return Response({"valid": True, "count": len(items), "total": shared.total(item["price"] for item in items)})


@api_view(["POST"])
def validate_custom(request: Request) -> Response:
    serializer = models.Booking(data=request.data)
    serializer.is_valid(raise_exception=True)
    booking = serializer.validated_data
    return Response({"valid": True, "nights": booking["last_night"] - booking["first_night"]})


@api_view(["POST"])
def validate_error(request: Request) -> Response:
    return answer_article(request)


@api_view(["POST"])
def raw_json(request: Request) -> Response:
    return Response({"fields": len(request.data)})


@api_view(["POST"])
def raw_list(request: Request) -> Response:
    return Response({"count": len(request.data["items"])})


@api_view(["GET"])
def compile_models(request: Request) -> Response:
    # A serializer makes its fields, and they their validators, when `fields` is first read.
    return Response({"models": sum(1 for model in vars(define_models()).values() if model().fields)})


def answer_article(request: Request) -> Response:
    serializer = models.Article(data=request.data)
    serializer.is_valid(raise_exception=True)
    article = serializer.validated_data
    value = shared.order_value(article["price"], article["quantity"], article["discount"])
    return Response({"valid": True, "sku": article["sku"], "value": value, "tags": len(article["tags"])})


def register(project: Project) -> None:
    project.urlpatterns += [
        path("validate/simple", validate_simple),
        path("validate/complex", validate_complex),
        path("validate/nested", validate_nested),
        path("validate/list", validate_list),
        path("validate/custom", validate_custom),
        path("validate/error", validate_error),
        path("validate/raw", raw_json),
        path("validate/raw/list", raw_list),
        path("validate/compile", compile_models),
    ]
