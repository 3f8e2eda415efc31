"""quart-schema, for the groups that declare what they take: it works on every answer of its application."""

from __future__ import annotations

from quart import Quart
from quart_schema import QuartSchema

from quart_app._json import write_compact


def declare_schemas(app: Quart) -> None:
    """Once per application, however many groups ask for it.

    It converts each answer too. Left to choose, it builds a Pydantic adapter for each dict that is answered, which takes
    longer than the rest of the request; told to prefer msgspec it does not, and still validates Pydantic models with Pydantic.
    """
    if "QUART_SCHEMA" in app.extensions:
        return
    QuartSchema(app, openapi_path=None, conversion_preference="msgspec")
    write_compact(app)  # its JSON provider takes the place of the application's
