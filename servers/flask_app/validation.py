"""Validation with marshmallow schemas."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Flask, request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, Range, Regexp
from shared import validation as shared

LIBRARY = {"*": "marshmallow", "raw_json": None, "raw_list": None}


class Model(Schema):
    class Meta:
        unknown = EXCLUDE  # as in the other frameworks; marshmallow would refuse unknown fields


def define_models() -> SimpleNamespace:
    """The schemas made afresh and built, which binds their fields: at import and by /validate/compile."""

    class Person(Model):
        name = fields.String(required=True, validate=Length(min=2, max=50))
        email = fields.Email(required=True)
        age = fields.Integer(required=True, strict=True, validate=Range(min=18, max=120))
        active = fields.Boolean(required=True)

    class Tag(Model):
        label = fields.String(required=True, validate=Length(min=1, max=20))

    class Article(Model):
        sku = fields.String(required=True, validate=Regexp(shared.SKU_PATTERN))
        title = fields.String(required=True, validate=Length(min=3, max=120))
        price = fields.Float(required=True, validate=Range(min=0, min_inclusive=False, max=100_000))
        quantity = fields.Integer(required=True, strict=True, validate=Range(min=1, max=1000))
        currency = fields.String(required=True, validate=Regexp(shared.CURRENCY_PATTERN))
        contact = fields.Email(required=True)
        discount = fields.Float(load_default=0.0, validate=Range(min=0, max=0.9))
        weight = fields.Float(required=True, validate=Range(min=0, min_inclusive=False, max=500))
        rating = fields.Integer(load_default=None, strict=True, validate=Range(min=1, max=5))
        country = fields.String(required=True, validate=Regexp(shared.COUNTRY_PATTERN))
        available = fields.Boolean(required=True)
        note = fields.String(load_default=None, validate=Length(max=200))
        tags = fields.Nested(Tag, many=True, required=True, validate=Length(min=1, max=5))

    class Geo(Model):
        latitude = fields.Float(required=True, validate=Range(min=-90, max=90))
        longitude = fields.Float(required=True, validate=Range(min=-180, max=180))

    class Address(Model):
        street = fields.String(required=True, validate=Length(min=1, max=100))
        postcode = fields.String(required=True, validate=Regexp(shared.POSTCODE_PATTERN))
        geo = fields.Nested(Geo, required=True)

    class Customer(Model):
        name = fields.String(required=True, validate=Length(min=2, max=50))
        email = fields.Email(required=True)
        address = fields.Nested(Address, required=True)

    class Order(Model):
        number = fields.Integer(required=True, strict=True, validate=Range(min=1))
        customer = fields.Nested(Customer, required=True)

    class Item(Model):
        id = fields.Integer(required=True, strict=True, validate=Range(min=1))
        name = fields.String(required=True, validate=Length(min=1, max=50))
        price = fields.Float(required=True, validate=Range(min=0, min_inclusive=False))

    class Batch(Model):
        items = fields.Nested(Item, many=True, required=True, validate=Length(min=1, max=1000))

    class Booking(Model):
        first_night = fields.Integer(required=True, strict=True, validate=Range(min=1, max=366))
        last_night = fields.Integer(required=True, strict=True, validate=Range(min=1, max=366))
        guests = fields.Integer(required=True, strict=True, validate=Range(min=1, max=40))
        rooms = fields.Integer(required=True, strict=True, validate=Range(min=1, max=10))
        password = fields.String(required=True, validate=Length(min=8, max=64))
        password_again = fields.String(required=True, validate=Length(min=8, max=64))

        @validates_schema
        def check_across_fields(self, data: dict[str, Any], **_kwargs: Any) -> None:
            if data["last_night"] <= data["first_night"]:
                raise ValidationError("last_night must come after first_night", "last_night")
            if data["guests"] > data["rooms"] * shared.GUESTS_PER_ROOM:
                raise ValidationError("guests do not fit into the rooms", "guests")
            if data["password_again"] != data["password"]:
                raise ValidationError("password_again differs from password", "password_again")

    return SimpleNamespace(
        Person=Person(), Tag=Tag(), Article=Article(), Geo=Geo(), Address=Address(),
        Customer=Customer(), Order=Order(), Item=Item(), Batch=Batch(), Booking=Booking(),
    )  # fmt: skip


schemas = define_models()


def answer_article() -> dict[str, Any]:
    article = schemas.Article.load(request.get_json())
    value = shared.order_value(article["price"], article["quantity"], article["discount"])
    return {"valid": True, "sku": article["sku"], "value": value, "tags": len(article["tags"])}


def register(app: Flask) -> None:
    @app.post("/validate/simple")
    def validate_simple() -> dict[str, Any]:
        person = schemas.Person.load(request.get_json())
        return {"valid": True, "name": person["name"], "age": person["age"]}

    @app.post("/validate/complex")
    def validate_complex() -> dict[str, Any]:
        return answer_article()

    @app.post("/validate/nested")
    def validate_nested() -> dict[str, Any]:
        order = schemas.Order.load(request.get_json())
        return {"valid": True, "number": order["number"], "latitude": order["customer"]["address"]["geo"]["latitude"]}

    @app.post("/validate/list")
    def validate_list() -> dict[str, Any]:
        items = schemas.Batch.load(request.get_json())["items"]
        return {"valid": True, "count": len(items), "total": shared.total(item["price"] for item in items)}

    @app.post("/validate/custom")
    def validate_custom() -> dict[str, Any]:
        booking = schemas.Booking.load(request.get_json())
        return {"valid": True, "nights": booking["last_night"] - booking["first_night"]}

    @app.post("/validate/error")
    def validate_error() -> dict[str, Any]:
        return answer_article()

    @app.post("/validate/raw")
    def raw_json() -> dict[str, Any]:
        return {"fields": len(request.get_json())}

    @app.post("/validate/raw/list")
    def raw_list() -> dict[str, Any]:
        return {"count": len(request.get_json()["items"])}

    @app.get("/validate/compile")
    def compile_models() -> dict[str, int]:
        return {"models": len(vars(define_models()))}
