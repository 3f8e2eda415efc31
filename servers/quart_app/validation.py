"""Validation with Pydantic v2 models, through quart-schema."""

from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel, EmailStr, Field, model_validator
from quart import Quart, request
from quart_schema import validate_request
from shared import validation as shared

from quart_app._schema import declare_schemas

LIBRARY = {"*": "quart-schema", "raw_json": None, "raw_list": None, "compile_models": "pydantic"}


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


def answer_article(article: models.Article) -> dict[str, Any]:
    value = shared.order_value(article.price, article.quantity, article.discount)
    return {"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)}


def register(app: Quart) -> None:
    declare_schemas(app)

    @app.post("/validate/simple")
    @validate_request(models.Person)
    async def validate_simple(data: models.Person) -> dict[str, Any]:
        return {"valid": True, "name": data.name, "age": data.age}

    @app.post("/validate/complex")
    @validate_request(models.Article)
    async def validate_complex(data: models.Article) -> dict[str, Any]:
        return answer_article(data)

    @app.post("/validate/nested")
    @validate_request(models.Order)
    async def validate_nested(data: models.Order) -> dict[str, Any]:
        return {"valid": True, "number": data.number, "latitude": data.customer.address.geo.latitude}

    @app.post("/validate/list")
    @validate_request(models.Batch)
    async def validate_list(data: models.Batch) -> dict[str, Any]:
        return {"valid": True, "count": len(data.items), "total": shared.total(item.price for item in data.items)}

    @app.post("/validate/custom")
    @validate_request(models.Booking)
    async def validate_custom(data: models.Booking) -> dict[str, Any]:
        return {"valid": True, "nights": data.last_night - data.first_night}

    @app.post("/validate/error")
    @validate_request(models.Article)
    async def validate_error(data: models.Article) -> dict[str, Any]:
        return answer_article(data)

    @app.post("/validate/raw")
    async def raw_json() -> dict[str, Any]:
        return {"fields": len(await request.get_json())}

    @app.post("/validate/raw/list")
    async def raw_list() -> dict[str, Any]:
        return {"count": len((await request.get_json())["items"])}

    @app.get("/validate/compile")
    async def compile_models() -> dict[str, int]:
        return {"models": len(vars(define_models()))}
