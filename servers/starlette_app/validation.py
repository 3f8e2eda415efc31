"""Validation with Pydantic v2 models, which is what Starlette's users take.

The framework parses the body, in the controls too: what is above a control is then validation alone.
"""

from shared import validation as shared
from shared.pydantic_models import define_models, models
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

LIBRARY = {"*": "pydantic", "raw_json": None, "raw_list": None}


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
