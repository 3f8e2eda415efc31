"""The three validation endpoints of the basic set, with Pydantic models."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import FastAPI, Query
from pydantic import BaseModel, EmailStr, Field
from shared import basic


class User(BaseModel):
    id: int = Field(ge=1)
    name: str = Field(min_length=2, max_length=100)
    email: EmailStr
    age: int | None = Field(default=None, ge=0, le=150)
    is_active: bool = True
    tags: list[str] = []
    metadata: dict[str, str] | None = None


class Product(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    price: float = Field(gt=0)
    category: str = Field(min_length=1)
    description: str | None = Field(default=None, max_length=1000)
    in_stock: bool = True
    variants: list[str] | None = None


class ValidatedUser(BaseModel):
    validated: bool
    data: User
    validation_time_ms: float
    message: str


class ValidatedProduct(BaseModel):
    validated: bool
    product: Product
    validation_time_ms: float
    constraints_checked: list[str]


def register(app: FastAPI) -> None:
    # FastAPI validates before the handler runs, so what the handler can time is the rest: near zero.
    @app.post("/validate/user")
    async def validate_user_model(user: User) -> ValidatedUser:
        start = time.perf_counter()
        message = "User validation successful"
        return ValidatedUser(validated=True, data=user, validation_time_ms=_elapsed_ms(start), message=message)

    @app.post("/validate/product")
    async def validate_product_model(product: Product) -> ValidatedProduct:
        start = time.perf_counter()
        constraints = basic.CONSTRAINTS
        return ValidatedProduct(
            validated=True, product=product, validation_time_ms=_elapsed_ms(start), constraints_checked=constraints
        )

    @app.get("/search/validate")
    async def query_validation(
        query: Annotated[str, Query(min_length=1)],
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        offset: Annotated[int, Query(ge=0)] = 0,
        sort_by: str = "created_at",
    ) -> dict[str, Any]:
        return basic.search_page(query, limit, offset, sort_by)


def _elapsed_ms(start: float) -> float:
    return (time.perf_counter() - start) * 1000
