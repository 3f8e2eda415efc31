"""Validation with Pydantic models, which Sanic Extensions' `validate` applies to what Sanic has parsed."""

from types import SimpleNamespace

from pydantic import BaseModel, EmailStr, Field, model_validator
from sanic import HTTPResponse, Request, Sanic, json
from sanic_ext import validate
from shared import validation as shared

LIBRARY = {"*": "sanic-ext", "raw_json": None, "raw_list": None, "compile_models": "pydantic"}


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


def answer_article(article: models.Article) -> HTTPResponse:
    value = shared.order_value(article.price, article.quantity, article.discount)
    return json({"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)})


def register(app: Sanic) -> None:
    @app.post("/validate/simple")
    @validate(json=models.Person)
    async def validate_simple(request: Request, body: models.Person) -> HTTPResponse:
        return json({"valid": True, "name": body.name, "age": body.age})

    @app.post("/validate/complex")
    @validate(json=models.Article)
    async def validate_complex(request: Request, body: models.Article) -> HTTPResponse:
        return answer_article(body)

    @app.post("/validate/nested")
    @validate(json=models.Order)
    async def validate_nested(request: Request, body: models.Order) -> HTTPResponse:
        return json({"valid": True, "number": body.number, "latitude": body.customer.address.geo.latitude})

    @app.post("/validate/list")
    @validate(json=models.Batch)
    async def validate_list(request: Request, body: models.Batch) -> HTTPResponse:
        total = shared.total(item.price for item in body.items)
        return json({"valid": True, "count": len(body.items), "total": total})

    @app.post("/validate/custom")
    @validate(json=models.Booking)
    async def validate_custom(request: Request, body: models.Booking) -> HTTPResponse:
        return json({"valid": True, "nights": body.last_night - body.first_night})

    @app.post("/validate/error")
    @validate(json=models.Article)
    async def validate_error(request: Request, body: models.Article) -> HTTPResponse:
        return answer_article(body)

    @app.post("/validate/raw")
    async def raw_json(request: Request) -> HTTPResponse:
        return json({"fields": len(request.json)})

    @app.post("/validate/raw/list")
    async def raw_list(request: Request) -> HTTPResponse:
        return json({"count": len(request.json["items"])})

    @app.get("/validate/compile")
    async def compile_models(request: Request) -> HTTPResponse:
        return json({"models": len(vars(define_models()))})
