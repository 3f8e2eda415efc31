"""Validation with Pydantic models, which Robyn applies itself: a handler names one as the type of its body."""

# No postponed annotations here: Robyn reads those of the handlers.
from typing import Any

from robyn import Request, Robyn
from shared import validation as shared
from shared.pydantic_models import define_models, models

LIBRARY = {"*": "pydantic", "raw_json": None, "raw_list": None}


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
