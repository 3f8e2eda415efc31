"""What the request and response group sends and receives: stored objects, and digests of what was parsed.

The bodies of 1 KB, 100 KB and 10 MB are made here by arithmetic on the index, so that they are the same in every
process and in the files that endpoints/fixtures/request_response.py writes. Whole numbers stay below 2^31, which is as
far as one framework's JSON parser goes. Nothing here parses, serialises, negotiates or signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree

MODULUS = 1_000_000_007
PRODUCTS = 315
EVENTS = 38_200

_ADJECTIVES = ("plain", "sturdy", "light", "quiet", "northern", "folding", "bright", "café")
_NOUNS = ("lamp", "chair", "kettle", "shelf", "bicycle", "notebook", "rucksack")
_CATEGORIES = ("home", "office", "garden", "travel", "kitchen")
_KINDS = ("view", "search", "add_to_basket", "checkout", "payment")
_DEVICES = (("phone", 390, 844), ("tablet", 820, 1180), ("desktop", 1920, 1080))
_SENTENCES = (
    "Made to be repaired, with parts that are sold one by one.",
    "Packed flat; two people need about ten minutes.",
    "Tested for twenty years of daily use.",
    "The colour may differ a little from the picture.",
)


def _spread(number: int) -> int:
    """A whole number below 2^31 that looks like chance and is the same each time."""
    return number * 2_654_435_761 % 2_147_483_629


def _product(number: int) -> dict[str, Any]:
    chance = _spread(number + 1)
    return {
        "id": 100_001 + number,
        "sku": f"SKU-{chance % 1_000_000:06d}",
        "name": f"{_ADJECTIVES[chance % 8]} {_NOUNS[chance % 7]} {number}",
        "category": _CATEGORIES[chance % 5],
        "price": chance % 99_000 / 100,
        "stock": chance % 1000,
        "active": chance % 3 != 0,
        "rating": None if chance % 4 == 0 else chance % 50 / 10,
        "tags": [_ADJECTIVES[chance % 6], _NOUNS[chance % 5]],
        "size": {"width": chance % 800, "height": chance % 700, "depth": chance % 300},
        "description": f"{_SENTENCES[chance % 4]} {_SENTENCES[chance % 3]}",
    }


def _event(number: int) -> dict[str, Any]:
    chance = _spread(number + 1)
    device, width, height = _DEVICES[chance % 3]
    return {
        "id": 500_001 + number,
        "kind": _KINDS[chance % 5],
        "user": 10_001 + chance % 9_000,
        "session": f"{chance:08x}{_spread(chance):08x}",
        "second": number * 2,
        "seconds_on_page": chance % 90_000 / 1000,
        "page": f"/products/{100_001 + chance % PRODUCTS}",
        "referrer": None if chance % 4 == 0 else f"/search?words={_NOUNS[chance % 7]}",
        "device": {"kind": device, "width": width, "height": height, "touch": device != "desktop"},
        "tags": [_CATEGORIES[chance % 5], _ADJECTIVES[chance % 6]],
    }


PROFILE: dict[str, Any] = {
    "id": 70_001,
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "active": True,
    "visits": 1843,
    "balance": 1250.75,
    "referrer": None,
    "about": " ".join((*_SENTENCES, "Writes about engines that weave patterns, and about the café beside the mill.")),
    "address": {
        "street": "12 St James's Square",
        "city": "London",
        "postcode": "SW1Y4",
        "country": "GB",
        "geo": {"latitude": 51.507, "longitude": -0.135},
    },
    "settings": {"language": "en", "theme": "dark", "newsletter": False, "page_size": 50, "font_scale": 1.25},
    "roles": ["author", "reviewer", "member"],
    "orders": [
        {"number": 4001 + number, "total": 19.5 + 10 * number, "items": number + 1, "paid": number != 2}
        for number in range(6)
    ],
}
"""A user's profile: about 1 KB of JSON."""

CATALOGUE: dict[str, Any] = {"version": 7, "products": [_product(number) for number in range(PRODUCTS)]}
"""A catalogue of products: about 100 KB of JSON."""


@cache
def analytics() -> dict[str, Any]:
    """A day of events: about 10 MB of JSON. Made when first asked for, so that only who answers with it holds it."""
    return {"day": 327, "events": [_event(number) for number in range(EVENTS)]}


def profile_digest(profile: dict[str, Any]) -> dict[str, Any]:
    """What only who parsed the whole profile knows."""
    orders = profile["orders"]
    return {
        "id": profile["id"],
        "orders": len(orders),
        "numbers": sum(order["number"] for order in orders) % MODULUS,
        "cents": sum(round(order["total"] * 100) for order in orders) % MODULUS,
        "last": orders[-1]["number"],
        "letters": len(profile["about"]),
    }


def catalogue_digest(catalogue: dict[str, Any]) -> dict[str, Any]:
    """What only who parsed the whole catalogue knows."""
    products = catalogue["products"]
    return {
        "products": len(products),
        "widths": sum(product["size"]["width"] for product in products) % MODULUS,
        "cents": sum(round(product["price"] * 100) for product in products) % MODULUS,
        "last": products[-1]["id"],
        "letters": sum(len(product["name"]) for product in products),
    }


def analytics_digest(analytics: dict[str, Any]) -> dict[str, Any]:
    """What only who parsed all events knows."""
    events = analytics["events"]
    return {
        "events": len(events),
        "users": sum(event["user"] for event in events) % MODULUS,
        "widths": sum(event["device"]["width"] for event in events) % MODULUS,
        "last": events[-1]["id"],
        "letters": sum(len(event["page"]) for event in events),
    }


ITEM_HEADERS = tuple(f"X-Item-{number:02d}" for number in range(1, 21))
NO_ITEM = "none"


def answer_headers(items: Sequence[str]) -> dict[str, str]:
    """The ten headers of the answer: each made of two of the twenty that were read."""
    return {f"X-Answer-{n + 1:02d}": f"{items[2 * n]}+{items[2 * n + 1]}" for n in range(len(items) // 2)}


COOKIES: dict[str, tuple[str, dict[str, Any]]] = {
    "session": ("9f31c07e", {"max_age": 3600, "path": "/", "httponly": True, "secure": True, "samesite": "Lax"}),
    "theme": ("dark", {"max_age": 86_400, "path": "/rr", "samesite": "Strict"}),
    "visits": ("12", {"path": "/", "httponly": True, "samesite": "Lax"}),
}
"""Name → value and attributes; every framework calls the attributes so."""

COOKIE_KEY = "the key of a benchmark, and no secret"
COOKIE_SALT = "cookies"
"""The signed cookie is `value:signature` as Django's Signer writes it: HMAC-SHA256 under a key derived from key and salt."""

ARTICLE: dict[str, Any] = {"id": 42, "version": 7, "title": "On engines", "author": "Ada Lovelace", "words": 1843}


def article_tag() -> str:
    """The entity tag of the article, without its quotes: it changes when the article's version does."""
    return f"v{ARTICLE['version']}"


def article_tree() -> ElementTree.Element:
    """The article as the tree that XML is written from."""
    tree = ElementTree.Element("article")
    for name, value in ARTICLE.items():
        ElementTree.SubElement(tree, name).text = str(value)
    return tree


NOTICE = "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(_SENTENCES * 4, 1))
"""About 1 KB of text, whose length is the same in every framework."""
