"""Validation with Pydantic v2 models, through quart-schema."""

from typing import Any

from quart import Quart, request
from quart_schema import validate_request
from shared import validation as shared
from shared.pydantic_models import define_models, models

from quart_app._schema import declare_schemas

LIBRARY = {"*": "quart-schema", "raw_json": None, "raw_list": None, "compile_models": "pydantic"}


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
