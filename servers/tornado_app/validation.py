"""Validation with Pydantic v2 models, from the bytes of the body: Tornado leaves parsing to its user."""

from __future__ import annotations

from shared import validation as shared
from shared.pydantic_models import define_models, models

from tornado_app._handler import Handler
from tornado_app._project import Project

LIBRARY = {"*": "pydantic", "raw_json": None, "raw_list": None}


class RawJson(Handler):
    def post(self) -> None:
        self.write({"fields": len(self.json_body())})


class ValidateSimple(Handler):
    def post(self) -> None:
        person = self.valid_body(models.Person)
        self.write({"valid": True, "name": person.name, "age": person.age})


class ValidateComplex(Handler):
    def post(self) -> None:
        article = self.valid_body(models.Article)
        value = shared.order_value(article.price, article.quantity, article.discount)
        self.write({"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)})


class ValidateNested(Handler):
    def post(self) -> None:
        order = self.valid_body(models.Order)
        self.write({"valid": True, "number": order.number, "latitude": order.customer.address.geo.latitude})


class ValidateCustom(Handler):
    def post(self) -> None:
        booking = self.valid_body(models.Booking)
        self.write({"valid": True, "nights": booking.last_night - booking.first_night})


class ValidateError(ValidateComplex):
    """The same article, with three wrong fields: what is measured is how they are refused."""


class RawList(Handler):
    def post(self) -> None:
        self.write({"count": len(self.json_body()["items"])})


class ValidateList(Handler):
    def post(self) -> None:
        items = self.valid_body(models.Batch).items
        self.write({"valid": True, "count": len(items), "total": shared.total(item.price for item in items)})


class CompileModels(Handler):
    def get(self) -> None:
        self.write({"models": len(vars(define_models()))})


def register(project: Project) -> None:
    project.handlers += [
        (r"/validate/raw", RawJson),
        (r"/validate/simple", ValidateSimple),
        (r"/validate/complex", ValidateComplex),
        (r"/validate/nested", ValidateNested),
        (r"/validate/custom", ValidateCustom),
        (r"/validate/error", ValidateError),
        (r"/validate/raw/list", RawList),
        (r"/validate/list", ValidateList),
        (r"/validate/compile", CompileModels),
    ]
