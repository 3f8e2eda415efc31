"""What input that is refused is answered with: Starlette's exception handlers, one for all handlers of requests."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


async def refuse_values(request: Request, error: ValidationError) -> Response:
    """What Pydantic found, field by field."""
    return Response(error.json(include_url=False), 422, media_type="application/json")


async def refuse_json(request: Request, error: ValueError) -> Response:
    return JSONResponse({"detail": f"the body is not JSON: {error}"}, 400)


# A body that is no UTF-8 fails before it is parsed.
EXCEPTION_HANDLERS: dict[Any, Any] = {
    ValidationError: refuse_values,
    json.JSONDecodeError: refuse_json,
    UnicodeDecodeError: refuse_json,
}
