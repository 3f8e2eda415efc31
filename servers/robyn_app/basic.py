"""The five basic endpoints and the echo."""

# No postponed annotations here: Robyn reads those of the handlers.
from json import dumps
from time import time
from typing import Any

from robyn import Request, Robyn
from shared import basic

UNSUPPORTED = {
    "path_params": "a path parameter that is no number is answered 400, as a fault of the body is, where it must be 404 or 422",
}


def register(app: Robyn) -> None:
    @app.get("/")
    async def hello_world() -> str:
        return basic.GREETING

    @app.get("/json")
    async def json_response() -> dict[str, Any]:
        return {"message": basic.GREETING, "timestamp": time()}

    @app.get("/users")
    async def query_params(limit: int = 10, offset: int = 0) -> dict[str, Any]:
        return basic.users_page(limit, offset)

    @app.get("/user/:user_id/profile")
    async def complex_json(user_id: int) -> dict[str, Any]:
        return basic.profile(user_id, time())

    @app.post("/echo")
    async def echo(request: Request) -> dict[str, Any]:
        body = request.json()
        return {"echo": body, "received_at": time(), "size": len(dumps(body))}
