"""The three validation endpoints of the basic set, with marshmallow schemas."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, request
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, Range
from shared import basic
from webargs.flaskparser import use_kwargs

LIBRARY = {"*": "marshmallow", "query_validation": "webargs"}


class User(Schema):
    id = fields.Integer(required=True, strict=True, validate=Range(min=1))
    name = fields.String(required=True, validate=Length(min=2, max=100))
    email = fields.Email(required=True)
    age = fields.Integer(load_default=None, strict=True, validate=Range(min=0, max=150))
    is_active = fields.Boolean(load_default=True)
    tags = fields.List(fields.String(), load_default=list)
    metadata = fields.Dict(keys=fields.String(), values=fields.String(), load_default=None)


class Product(Schema):
    name = fields.String(required=True, validate=Length(min=1, max=200))
    price = fields.Float(required=True, validate=Range(min=0, min_inclusive=False))
    category = fields.String(required=True, validate=Length(min=1))
    description = fields.String(load_default=None, validate=Length(max=1000))
    in_stock = fields.Boolean(load_default=True)
    variants = fields.List(fields.String(), load_default=None)


# Fields that no schema names are ignored, as in the other frameworks; marshmallow would refuse them.
USER = User(unknown=EXCLUDE)
PRODUCT = Product(unknown=EXCLUDE)

SEARCH = {
    "query": fields.String(required=True, validate=Length(min=1)),
    "limit": fields.Integer(load_default=10, validate=Range(min=1, max=100)),
    "offset": fields.Integer(load_default=0, validate=Range(min=0)),
    "sort_by": fields.String(load_default="created_at"),
}


def register(app: Flask) -> None:
    @app.post("/validate/user")
    def validate_user_model() -> dict[str, Any]:
        body = request.get_json()
        start = time.perf_counter()
        user = USER.load(body)
        message = "User validation successful"
        return {"validated": True, "data": user, "validation_time_ms": _elapsed_ms(start), "message": message}

    @app.post("/validate/product")
    def validate_product_model() -> dict[str, Any]:
        body = request.get_json()
        start = time.perf_counter()
        product = PRODUCT.load(body)
        elapsed, constraints = _elapsed_ms(start), basic.CONSTRAINTS
        return {
            "validated": True, "product": product, "validation_time_ms": elapsed, "constraints_checked": constraints
        }  # fmt: skip

    @app.get("/search/validate")
    @use_kwargs(SEARCH, location="query")
    def query_validation(query: str, limit: int, offset: int, sort_by: str) -> dict[str, Any]:
        return basic.search_page(query, limit, offset, sort_by)


def _elapsed_ms(start: float) -> float:
    return (time.perf_counter() - start) * 1000
