"""The three validation endpoints of the basic set, with Catzilla's models.

Catzilla leaves the values of a `list[str]` or a `dict[str, str]` unchecked and takes null wherever there is a default.
`__post_init__`, its hook for rules of one's own, checks those, so that the rules are the same as in the other frameworks.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from catzilla import BaseModel, Catzilla, Field, Query, Request, ValidationError
from shared import basic, validation


class User(BaseModel):
    id: int = Field(ge=1)
    name: str = Field(min_length=2, max_length=100)
    email: str = Field(regex=validation.EMAIL_PATTERN)
    age: int | None = Field(default=None, ge=0, le=150)
    is_active: bool = True
    tags: list[str] = Field(default=[])
    metadata: dict[str, str] | None = None

    def __post_init__(self) -> None:
        refuse_null("is_active", self.is_active)
        refuse_null("tags", self.tags)
        require_texts("tags", self.tags)
        if self.metadata is not None:
            if not isinstance(self.metadata, dict):
                raise ValidationError("metadata: Expected dict")
            require_texts("metadata", self.metadata.values())


class Product(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    price: float = Field(gt=0)
    category: str = Field(min_length=1)
    description: str | None = Field(default=None, max_length=1000)
    in_stock: bool = True
    variants: list[str] | None = None

    def __post_init__(self) -> None:
        refuse_null("in_stock", self.in_stock)
        require_texts("variants", self.variants or [])


def refuse_null(field: str, value: Any) -> None:
    if value is None:
        raise ValidationError(f"{field}: Expected a value, got null")


def require_texts(field: str, values: Iterable[Any]) -> None:
    if not all(isinstance(value, str) for value in values):
        raise ValidationError(f"{field}: Expected str for each value")


def register(app: Catzilla) -> None:
    # Catzilla validates before the handler runs, so what the handler can time is the rest: near zero.
    @app.post("/validate/user")
    def validate_user_model(request: Request, user: User) -> dict[str, Any]:
        start = time.perf_counter()
        data, message = user.model_dump(), "User validation successful"
        return {"validated": True, "data": data, "validation_time_ms": _elapsed_ms(start), "message": message}

    @app.post("/validate/product")
    def validate_product_model(request: Request, product: Product) -> dict[str, Any]:
        start = time.perf_counter()
        data, constraints = product.model_dump(), basic.CONSTRAINTS
        elapsed = _elapsed_ms(start)
        return {"validated": True, "product": data, "validation_time_ms": elapsed, "constraints_checked": constraints}

    @app.get("/search/validate")
    def query_validation(
        request: Request,
        query: str = Query(..., min_length=1),
        limit: int = Query(10, ge=1, le=100),
        offset: int = Query(0, ge=0),
        sort_by: str = Query("created_at"),
    ) -> dict[str, Any]:
        return basic.search_page(query, limit, offset, sort_by)


def _elapsed_ms(start: float) -> float:
    return (time.perf_counter() - start) * 1000
