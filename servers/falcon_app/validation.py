"""Validation with Pydantic v2 models of what Falcon's media handlers read.

Falcon's own validator checks against JSON Schema, which has neither rules across fields nor default values.
"""

from __future__ import annotations

import falcon
from falcon import Request, Response
from shared import validation as shared
from shared.pydantic_models import define_models, models

LIBRARY = {"*": "pydantic", "raw_json": None, "raw_list": None}


class RawJson:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = {"fields": len(req.get_media())}


class ValidateSimple:
    def on_post(self, req: Request, resp: Response) -> None:
        person = models.Person.model_validate(req.get_media())
        resp.media = {"valid": True, "name": person.name, "age": person.age}


class ValidateComplex:
    def on_post(self, req: Request, resp: Response) -> None:
        article = models.Article.model_validate(req.get_media())
        value = shared.order_value(article.price, article.quantity, article.discount)
        resp.media = {"valid": True, "sku": article.sku, "value": value, "tags": len(article.tags)}


class ValidateNested:
    def on_post(self, req: Request, resp: Response) -> None:
        order = models.Order.model_validate(req.get_media())
        resp.media = {"valid": True, "number": order.number, "latitude": order.customer.address.geo.latitude}


class ValidateCustom:
    def on_post(self, req: Request, resp: Response) -> None:
        booking = models.Booking.model_validate(req.get_media())
        resp.media = {"valid": True, "nights": booking.last_night - booking.first_night}


class ValidateError(ValidateComplex):
    """The same article, with three wrong fields: what is measured is how they are refused."""


class RawList:
    def on_post(self, req: Request, resp: Response) -> None:
        resp.media = {"count": len(req.get_media()["items"])}


class ValidateList:
    def on_post(self, req: Request, resp: Response) -> None:
        items = models.Batch.model_validate(req.get_media()).items
        resp.media = {"valid": True, "count": len(items), "total": shared.total(item.price for item in items)}


class CompileModels:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"models": len(vars(define_models()))}


def register(app: falcon.App) -> None:
    app.add_route("/validate/raw", RawJson())
    app.add_route("/validate/simple", ValidateSimple())
    app.add_route("/validate/complex", ValidateComplex())
    app.add_route("/validate/nested", ValidateNested())
    app.add_route("/validate/custom", ValidateCustom())
    app.add_route("/validate/error", ValidateError())
    app.add_route("/validate/raw/list", RawList())
    app.add_route("/validate/list", ValidateList())
    app.add_route("/validate/compile", CompileModels())
