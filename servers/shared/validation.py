"""Constants of the validation rules, and arithmetic over values that have been validated. Validates nothing."""

from __future__ import annotations

from collections.abc import Iterable

SKU_PATTERN = r"^[A-Z]{3}-[0-9]{4}$"
CURRENCY_PATTERN = r"^(EUR|USD|GBP)$"
COUNTRY_PATTERN = r"^[A-Z]{2}$"
POSTCODE_PATTERN = r"^[0-9]{5}$"
EMAIL_PATTERN = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
"""For a framework without an e-mail field of its own."""
GUESTS_PER_ROOM = 4


def total(prices: Iterable[float]) -> float:
    """Sum of prices, rounded to cents."""
    return round(sum(prices), 2)


def order_value(price: float, quantity: int, discount: float) -> float:
    """Price of an order line after its discount (a share of 1), rounded to cents."""
    return round(price * quantity * (1 - discount), 2)
