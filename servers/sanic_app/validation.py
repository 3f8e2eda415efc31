"""Validation with Pydantic models, which Sanic Extensions' `validate` applies to what Sanic has parsed."""

from sanic import HTTPResponse, Request, Sanic, json
from sanic_ext import validate
from shared import validation as shared
from shared.pydantic_models import define_models, models

LIBRARY = {"*": "sanic-ext", "raw_json": None, "raw_list": None, "compile_models": "pydantic"}


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
