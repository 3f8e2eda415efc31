"""The three validation endpoints of the basic set: REST framework's serializers, and a form for the query."""

from __future__ import annotations

import time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from shared import basic

from django_app._answers import answer, invalid
from django_app._project import Project
from django_app._serializers import positive

LIBRARY = {"*": "djangorestframework", "query_validation": None}

SEARCH_DEFAULTS = {"limit": 10, "offset": 0, "sort_by": "created_at"}


class User(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    name = serializers.CharField(min_length=2, max_length=100)
    email = serializers.EmailField()
    age = serializers.IntegerField(min_value=0, max_value=150, allow_null=True, default=None)
    is_active = serializers.BooleanField(default=True)
    tags = serializers.ListField(child=serializers.CharField(allow_blank=True), default=list)
    metadata = serializers.DictField(child=serializers.CharField(allow_blank=True), allow_null=True, default=None)


class Product(serializers.Serializer):
    # A CharField refuses an empty text unless allow_blank says otherwise: no min_length=1 is needed.
    name = serializers.CharField(max_length=200)
    price = serializers.FloatField(validators=[positive])
    category = serializers.CharField()
    description = serializers.CharField(max_length=1000, allow_blank=True, allow_null=True, default=None)
    in_stock = serializers.BooleanField(default=True)
    variants = serializers.ListField(child=serializers.CharField(allow_blank=True), allow_null=True, default=None)


class Search(forms.Form):
    query = forms.CharField(min_length=1)
    limit = forms.IntegerField(min_value=1, max_value=100)
    offset = forms.IntegerField(min_value=0)
    sort_by = forms.CharField()


@api_view(["POST"])
def validate_user_model(request: Request) -> Response:
    user = User(data=request.data)
    start = time.perf_counter()
    user.is_valid(raise_exception=True)
    elapsed = (time.perf_counter() - start) * 1000
    message = "User validation successful"
    return Response({"validated": True, "data": user.data, "validation_time_ms": elapsed, "message": message})


@api_view(["POST"])
def validate_product_model(request: Request) -> Response:
    product = Product(data=request.data)
    start = time.perf_counter()
    product.is_valid(raise_exception=True)
    elapsed = (time.perf_counter() - start) * 1000
    return Response({
        "validated": True, "product": product.data,
        "validation_time_ms": elapsed, "constraints_checked": basic.CONSTRAINTS,
    })  # fmt: skip


@require_GET
def query_validation(request: HttpRequest) -> HttpResponse:
    search = Search(SEARCH_DEFAULTS | request.GET.dict())
    if not search.is_valid():
        return invalid(search)
    return answer(basic.search_page(**search.cleaned_data))


def register(project: Project) -> None:
    project.urlpatterns += [
        path("validate/user", validate_user_model),
        path("validate/product", validate_product_model),
        path("search/validate", query_validation),
    ]
