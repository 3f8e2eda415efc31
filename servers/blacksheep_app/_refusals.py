"""What is refused and how: BlackSheep answers 400 to values that break a model's rules, and 404 where another method has a route.

Both are changed where its documentation says to: by an exception handler, and by the fallback of the router.
"""

from __future__ import annotations

from blacksheep import Application, Content, Request, Response
from blacksheep.exceptions import BadRequest
from blacksheep.server.responses import not_found, status_code
from pydantic import ValidationError


def register(app: Application) -> None:
    @app.exception_handler(BadRequest)
    async def refuse_values(app: Application, request: Request, error: BadRequest) -> Response:
        """422 for what Pydantic found, field by field; 400 for what could not be read at all."""
        found = error.__cause__
        if not isinstance(found, ValidationError):
            return status_code(400, str(error))
        return Response(422, content=Content(b"application/json", found.json(include_url=False).encode()))

    async def refuse_path(request: Request) -> Response:
        """405 for a path that has a route of another method, 404 for all others."""
        allowed = [method for method in app.router.routes if app.router.get_matching_route(method, request.path)]
        return Response(405, [(b"Allow", b", ".join(allowed))]) if allowed else not_found()

    app.router.fallback = refuse_path
