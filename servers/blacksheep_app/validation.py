"""Validation with Pydantic v2 models, which BlackSheep's binders of bodies know."""

from typing import Any

from blacksheep import Application, FromJSON
from shared import validation as shared
from shared.pydantic_models import define_models, models

LIBRARY = {"*": "pydantic", "raw_json": None, "raw_list": None}


def answer_article(article: models.Article) -> dict[str, Any]:
    value = shared.order_value(article.price, article.quantity, article.discount)
    return {"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)}


def register(app: Application) -> None:
    @app.router.post("/validate/simple")
    async def validate_simple(person: FromJSON[models.Person]) -> dict[str, Any]:
        return {"valid": True, "name": person.value.name, "age": person.value.age}

    @app.router.post("/validate/complex")
    async def validate_complex(article: FromJSON[models.Article]) -> dict[str, Any]:
        return answer_article(article.value)

    @app.router.post("/validate/nested")
    async def validate_nested(order: FromJSON[models.Order]) -> dict[str, Any]:
        latitude = order.value.customer.address.geo.latitude
        return {"valid": True, "number": order.value.number, "latitude": latitude}

    @app.router.post("/validate/list")
    async def validate_list(batch: FromJSON[models.Batch]) -> dict[str, Any]:
        items = batch.value.items
        return {"valid": True, "count": len(items), "total": shared.total(item.price for item in items)}

    @app.router.post("/validate/custom")
    async def validate_custom(booking: FromJSON[models.Booking]) -> dict[str, Any]:
        return {"valid": True, "nights": booking.value.last_night - booking.value.first_night}

    @app.router.post("/validate/error")
    async def validate_error(article: FromJSON[models.Article]) -> dict[str, Any]:
        return answer_article(article.value)

    @app.router.post("/validate/raw")
    async def raw_json(body: FromJSON[dict]) -> dict[str, Any]:
        return {"fields": len(body.value)}

    @app.router.post("/validate/raw/list")
    async def raw_list(body: FromJSON[dict]) -> dict[str, Any]:
        return {"count": len(body.value["items"])}

    @app.router.get("/validate/compile")
    async def compile_models() -> dict[str, int]:
        return {"models": len(vars(define_models()))}
