"""Validation with Pydantic models, which Robyn applies itself: a handler names one as the type of its body."""

# No postponed annotations here: Robyn reads those of the handlers.
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel, EmailStr, Field, model_validator
from robyn import Request, Robyn
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


def register(app: Robyn) -> None:
    @app.post("/validate/simple")
    async def validate_simple(person: models.Person) -> dict[str, Any]:
        return {"valid": True, "name": person.name, "age": person.age}

    @app.post("/validate/complex")
    async def validate_complex(article: models.Article) -> dict[str, Any]:
        return answer_article(article)

    @app.post("/validate/nested")
    async def validate_nested(order: models.Order) -> dict[str, Any]:
        return {"valid": True, "number": order.number, "latitude": order.customer.address.geo.latitude}

    @app.post("/validate/list")
    async def validate_list(batch: models.Batch) -> dict[str, Any]:
        return {"valid": True, "count": len(batch.items), "total": shared.total(item.price for item in batch.items)}

    @app.post("/validate/custom")
    async def validate_custom(booking: models.Booking) -> dict[str, Any]:
        return {"valid": True, "nights": booking.last_night - booking.first_night}

    @app.post("/validate/error")
    async def validate_error(article: models.Article) -> dict[str, Any]:
        return answer_article(article)

    # A parameter of the type JsonBody would parse the body eleven times, once for each type that Robyn looks for.
    @app.post("/validate/raw")
    async def raw_json(request: Request) -> dict[str, Any]:
        return {"fields": len(request.json())}

    @app.post("/validate/raw/list")
    async def raw_list(request: Request) -> dict[str, Any]:
        return {"count": len(request.json()["items"])}

    @app.get("/validate/compile")
    async def compile_models() -> dict[str, int]:
        return {"models": len(vars(define_models()))}
