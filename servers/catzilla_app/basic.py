"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time
from typing import Any

from catzilla import Catzilla, Path, Query, Request, Response
from shared import basic


def register(app: Catzilla) -> None:
    @app.get("/")
    def hello_world(request: Request) -> Response:
        return Response(body=basic.GREETING)  # plain text; a returned str would be sent as HTML

    @app.get("/json")
    def json_response(request: Request) -> dict[str, Any]:
        return {"message": basic.GREETING, "timestamp": time.time()}

    # A typed parameter needs its marker: without Path() or Query() nothing is passed.
    @app.get("/user/{user_id}")
    def path_params(request: Request, user_id: int = Path(...)) -> dict[str, Any]:
        return basic.user(user_id)

    @app.get("/users")
    def query_params(request: Request, limit: int = Query(10), offset: int = Query(0)) -> dict[str, Any]:
        return basic.users_page(limit, offset)

    @app.get("/user/{user_id}/profile")
    def complex_json(request: Request, user_id: int = Path(...)) -> dict[str, Any]:
        return basic.profile(user_id, time.time())

    @app.post("/echo")
    def echo(request: Request) -> dict[str, Any]:
        body = request.json()
        return {"echo": body, "received_at": time.time(), "size": len(json.dumps(body))}
