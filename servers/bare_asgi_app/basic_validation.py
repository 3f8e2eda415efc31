"""The basic validation endpoints: all of them validate, so there is none here."""

from __future__ import annotations

from bare_asgi_app._application import Paths

UNSUPPORTED = {
    "validate_user_model": "a bare application has no validation",
    "validate_product_model": "a bare application has no validation",
    "query_validation": "a bare application has no query parameters and no validation",
}


def register(paths: Paths) -> None:
    """Adds nothing."""
