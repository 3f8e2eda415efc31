"""Validation with Pydantic v2 models of what Falcon's media handlers read.

Falcon's own validator checks against JSON Schema, which has neither rules across fields nor default values.
"""

from __future__ import annotations

from types import SimpleNamespace

import falcon
from falcon import Request, Response
from pydantic import BaseModel, EmailStr, Field, model_validator
from shared import validation as shared

LIBRARY = {"*": "pydantic", "raw_json": None, "raw_list": None}


def define_models() -> SimpleNamespace:
    """The models, and with them their validators, made afresh: at import and by /validate/compile."""

    class Person(BaseModel):
        name: str = Field(min_length=2, max_length=50)
        email: EmailStr
        age: int = Field(ge=18, le=120)
        active: bool

    class Tag(BaseModel):
        label: str = Field(min_length=1, max_length=20)

    class Article(BaseModel):
        sku: str = Field(pattern=shared.SKU_PATTERN)
        title: str = Field(min_length=3, max_length=120)
        price: float = Field(gt=0, le=100_000)
        quantity: int = Field(ge=1, le=1000)
        currency: str = Field(pattern=shared.CURRENCY_PATTERN)
        contact: EmailStr
        discount: float = Field(default=0.0, ge=0, le=0.9)
        weight: float = Field(gt=0, le=500)
        rating: int | None = Field(default=None, ge=1, le=5)
        country: str = Field(pattern=shared.COUNTRY_PATTERN)
        available: bool
        note: str | None = Field(default=None, max_length=200)
        tags: list[Tag] = Field(min_length=1, max_length=5)

    class Geo(BaseModel):
        latitude: float = Field(ge=-90, le=90)
        longitude: float = Field(ge=-180, le=180)

    class Address(BaseModel):
        street: str = Field(min_length=1, max_length=100)
        postcode: str = Field(pattern=shared.POSTCODE_PATTERN)
        geo: Geo

    class Customer(BaseModel):
        name: str = Field(min_length=2, max_length=50)
        email: EmailStr
        address: Address

    class Order(BaseModel):
        number: int = Field(ge=1)
        customer: Customer

    class Item(BaseModel):
        id: int = Field(ge=1)
        name: str = Field(min_length=1, max_length=50)
        price: float = Field(gt=0)

    class Batch(BaseModel):
        items: list[Item] = Field(min_length=1, max_length=1000)

    class Booking(BaseModel):
        first_night: int = Field(ge=1, le=366)
        last_night: int = Field(ge=1, le=366)
        guests: int = Field(ge=1, le=40)
        rooms: int = Field(ge=1, le=10)
        password: str = Field(min_length=8, max_length=64)
        password_again: str = Field(min_length=8, max_length=64)

        @model_validator(mode="after")
        def check_across_fields(self) -> Booking:
            if self.last_night <= self.first_night:
                raise ValueError("last_night must come after first_night")
            if self.guests > self.rooms * shared.GUESTS_PER_ROOM:
                raise ValueError("guests do not fit into the rooms")
            if self.password_again != self.password:
                raise ValueError("password_again differs from password")
            return self

    return SimpleNamespace(
        Person=Person, Tag=Tag, Article=Article, Geo=Geo, Address=Address,
        Customer=Customer, Order=Order, Item=Item, Batch=Batch, Booking=Booking,
    )  # fmt: skip


models = define_models()


class RawJson:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = {"fields": len(req.get_media())}


class ValidateSimple:
    def on_post(self, req: Request, resp: Response) -> None:
        person = models.Person.model_validate(req.get_media())
        resp.media = {"valid": True, "name": person.name, "age": person.age}


class ValidateComplex:
    def on_post(self, req: Request, resp: Response) -> None:
        article = models.Article.model_validate(req.get_media())
        value = shared.order_value(article.price, article.quantity, article.discount)
        resp.media = {"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)}


class ValidateNested:
    def on_post(self, req: Request, resp: Response) -> None:
        order = models.Order.model_validate(req.get_media())
        resp.media = {"valid": True, "number": order.number, "latitude": order.customer.address.geo.latitude}


class ValidateCustom:
    def on_post(self, req: Request, resp: Response) -> None:
        booking = models.Booking.model_validate(req.get_media())
        resp.media = {"valid": True, "nights": booking.last_night - booking.first_night}


class ValidateError(ValidateComplex):
    """The same article, with three wrong fields: what is measured is how they are refused."""


class RawList:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = {"count": len(req.get_media()["items"])}


class ValidateList:
    def on_post(self, req: Request, resp: Response) -> None:
        items = models.Batch.model_validate(req.get_media()).items
        resp.media = {"valid": True, "count": len(items), "total": shared.total(item.price for item in items)}


class CompileModels:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"models": len(vars(define_models()))}


def register(app: falcon.App) -> None:
    app.add_route("/validate/raw", RawJson())
    app.add_route("/validate/simple", ValidateSimple())
    app.add_route("/validate/complex", ValidateComplex())
    app.add_route("/validate/nested", ValidateNested())
    app.add_route("/validate/custom", ValidateCustom())
    app.add_route("/validate/error", ValidateError())
    app.add_route("/validate/raw/list", RawList())
    app.add_route("/validate/list", ValidateList())
    app.add_route("/validate/compile", CompileModels())
