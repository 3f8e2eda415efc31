"""Validation with msgspec, which Litestar checks every handler's arguments with.

It tells of the first wrong value alone. Where all of them are asked for, Litestar's users take Pydantic models, which its
own plugin for them reads.
"""

from types import SimpleNamespace
from typing import Annotated, Any

import msgspec
import pydantic
from litestar import Request, get, post
from litestar.config.app import AppConfig
from litestar.params import JSONBody
from msgspec import Meta, Struct
from pydantic import BaseModel, EmailStr
from shared import validation as shared

LIBRARY = {"validate_error": "pydantic"}


def define_models() -> SimpleNamespace:
    """The models made afresh, with their validators: at import and by /validate/compile."""
    Email = Annotated[str, Meta(pattern=shared.EMAIL_PATTERN)]
    Name = Annotated[str, Meta(min_length=2, max_length=50)]

    class Person(Struct):
        name: Name
        email: Email
        age: Annotated[int, Meta(ge=18, le=120)]
        active: bool

    class Tag(Struct):
        label: Annotated[str, Meta(min_length=1, max_length=20)]

    class Article(Struct):
        sku: Annotated[str, Meta(pattern=shared.SKU_PATTERN)]
        title: Annotated[str, Meta(min_length=3, max_length=120)]
        price: Annotated[float, Meta(gt=0, le=100_000)]
        quantity: Annotated[int, Meta(ge=1, le=1000)]
        currency: Annotated[str, Meta(pattern=shared.CURRENCY_PATTERN)]
        contact: Email
        weight: Annotated[float, Meta(gt=0, le=500)]
        country: Annotated[str, Meta(pattern=shared.COUNTRY_PATTERN)]
        available: bool
        tags: Annotated[list[Tag], Meta(min_length=1, max_length=5)]
        discount: Annotated[float, Meta(ge=0, le=0.9)] = 0.0
        rating: Annotated[int, Meta(ge=1, le=5)] | None = None
        note: Annotated[str, Meta(max_length=200)] | None = None

    class Geo(Struct):
        latitude: Annotated[float, Meta(ge=-90, le=90)]
        longitude: Annotated[float, Meta(ge=-180, le=180)]

    class Address(Struct):
        street: Annotated[str, Meta(min_length=1, max_length=100)]
        postcode: Annotated[str, Meta(pattern=shared.POSTCODE_PATTERN)]
        geo: Geo

    class Customer(Struct):
        name: Name
        email: Email
        address: Address

    class Order(Struct):
        number: Annotated[int, Meta(ge=1)]
        customer: Customer

    class Item(Struct):
        id: Annotated[int, Meta(ge=1)]
        name: Annotated[str, Meta(min_length=1, max_length=50)]
        price: Annotated[float, Meta(gt=0)]

    class Batch(Struct):
        items: Annotated[list[Item], Meta(min_length=1, max_length=1000)]

    class Booking(Struct):
        first_night: Annotated[int, Meta(ge=1, le=366)]
        last_night: Annotated[int, Meta(ge=1, le=366)]
        guests: Annotated[int, Meta(ge=1, le=40)]
        rooms: Annotated[int, Meta(ge=1, le=10)]
        password: Annotated[str, Meta(min_length=8, max_length=64)]
        password_again: Annotated[str, Meta(min_length=8, max_length=64)]

        def __post_init__(self) -> None:
            if self.last_night <= self.first_night:
                raise ValueError("last_night must come after first_night")
            if self.guests > self.rooms * shared.GUESTS_PER_ROOM:
                raise ValueError("guests do not fit into the rooms")
            if self.password_again != self.password:
                raise ValueError("password_again differs from password")

    models = SimpleNamespace(
        Person=Person, Tag=Tag, Article=Article, Geo=Geo, Address=Address,
        Customer=Customer, Order=Order, Item=Item, Batch=Batch, Booking=Booking,
    )  # fmt: skip
    for model in vars(models).values():
        msgspec.json.Decoder(model)  # builds the validator now; the first value would do it otherwise
    return models


models = define_models()


class Tag(BaseModel):
    label: str = pydantic.Field(min_length=1, max_length=20)


class Article(BaseModel):
    """The rules of `models.Article`, for the answer that names all wrong fields."""

    sku: str = pydantic.Field(pattern=shared.SKU_PATTERN)
    title: str = pydantic.Field(min_length=3, max_length=120)
    price: float = pydantic.Field(gt=0, le=100_000)
    quantity: int = pydantic.Field(ge=1, le=1000)
    currency: str = pydantic.Field(pattern=shared.CURRENCY_PATTERN)
    contact: EmailStr
    discount: float = pydantic.Field(default=0.0, ge=0, le=0.9)
    weight: float = pydantic.Field(gt=0, le=500)
    rating: int | None = pydantic.Field(default=None, ge=1, le=5)
    country: str = pydantic.Field(pattern=shared.COUNTRY_PATTERN)
    available: bool
    note: str | None = pydantic.Field(default=None, max_length=200)
    tags: list[Tag] = pydantic.Field(min_length=1, max_length=5)


def answer_article(article: models.Article | Article) -> dict[str, Any]:
    value = shared.order_value(article.price, article.quantity, article.discount)
    return {"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)}


@post("/validate/simple", status_code=200)
async def validate_simple(data: JSONBody[models.Person]) -> dict[str, Any]:
    return {"valid": True, "name": data.name, "age": data.age}


@post("/validate/complex", status_code=200)
async def validate_complex(data: JSONBody[models.Article]) -> dict[str, Any]:
    return answer_article(data)


@post("/validate/nested", status_code=200)
async def validate_nested(data: JSONBody[models.Order]) -> dict[str, Any]:
    return {"valid": True, "number": data.number, "latitude": data.customer.address.geo.latitude}


@post("/validate/list", status_code=200)
async def validate_list(data: JSONBody[models.Batch]) -> dict[str, Any]:
    return {"valid": True, "count": len(data.items), "total": shared.total(item.price for item in data.items)}


@post("/validate/custom", status_code=200)
async def validate_custom(data: JSONBody[models.Booking]) -> dict[str, Any]:
    return {"valid": True, "nights": data.last_night - data.first_night}


@post("/validate/error", status_code=200)
async def validate_error(data: JSONBody[Article]) -> dict[str, Any]:
    return answer_article(data)


# The controls read the body themselves: declaring it as a parameter would validate that it is an object.
@post("/validate/raw", status_code=200)
async def raw_json(request: Request) -> dict[str, Any]:
    body = await request.json()
    return {"fields": len(body)}


@post("/validate/raw/list", status_code=200)
async def raw_list(request: Request) -> dict[str, Any]:
    body = await request.json()
    return {"count": len(body["items"])}


@get("/validate/compile")
async def compile_models() -> dict[str, int]:
    return {"models": len(vars(define_models()))}


def register(config: AppConfig) -> None:
    config.route_handlers += [
        validate_simple, validate_complex, validate_nested, validate_list, validate_custom, validate_error,
        raw_json, raw_list, compile_models,
    ]  # fmt: skip
