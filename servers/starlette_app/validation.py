"""Validation with Pydantic v2 models, which is what Starlette's users take.

The framework parses the body, in the controls too: what is above a control is then validation alone.
"""

from types import SimpleNamespace

from pydantic import BaseModel, EmailStr, Field, model_validator
from shared import validation as shared
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

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
        def check_across_fields(self) -> "Booking":
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


async def answer_article(request: Request) -> JSONResponse:
    article = models.Article.model_validate(await request.json())
    value = shared.order_value(article.price, article.quantity, article.discount)
    return JSONResponse({"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)})


async def validate_simple(request: Request) -> JSONResponse:
    person = models.Person.model_validate(await request.json())
    return JSONResponse({"valid": True, "name": person.name, "age": person.age})


async def validate_complex(request: Request) -> JSONResponse:
    return await answer_article(request)


async def validate_nested(request: Request) -> JSONResponse:
    order = models.Order.model_validate(await request.json())
    return JSONResponse({"valid": True, "number": order.number, "latitude": order.customer.address.geo.latitude})


async def validate_list(request: Request) -> JSONResponse:
    items = models.Batch.model_validate(await request.json()).items
    return JSONResponse({"valid": True, "count": len(items), "total": shared.total(item.price for item in items)})


async def validate_custom(request: Request) -> JSONResponse:
    booking = models.Booking.model_validate(await request.json())
    return JSONResponse({"valid": True, "nights": booking.last_night - booking.first_night})


async def validate_error(request: Request) -> JSONResponse:
    return await answer_article(request)


async def raw_json(request: Request) -> JSONResponse:
    body = await request.json()
    return JSONResponse({"fields": len(body)})


async def raw_list(request: Request) -> JSONResponse:
    body = await request.json()
    return JSONResponse({"count": len(body["items"])})


async def compile_models(request: Request) -> JSONResponse:
    return JSONResponse({"models": len(vars(define_models()))})


def register(app: Starlette) -> None:
    app.routes.extend([
        Route("/validate/simple", validate_simple, methods=["POST"]),
        Route("/validate/complex", validate_complex, methods=["POST"]),
        Route("/validate/nested", validate_nested, methods=["POST"]),
        Route("/validate/list", validate_list, methods=["POST"]),
        Route("/validate/custom", validate_custom, methods=["POST"]),
        Route("/validate/error", validate_error, methods=["POST"]),
        Route("/validate/raw", raw_json, methods=["POST"]),
        Route("/validate/raw/list", raw_list, methods=["POST"]),
        Route("/validate/compile", compile_models),
    ])  # fmt: skip
