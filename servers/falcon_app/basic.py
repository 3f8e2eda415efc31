"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time

import falcon
from falcon import Request, Response
from shared import basic


class HelloWorld:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.content_type = falcon.MEDIA_TEXT
        resp.text = basic.GREETING


class JsonResponse:
    def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"message": basic.GREETING, "timestamp": time.time()}


class PathParams:
    def on_get(self, req: Request, resp: Response, user_id: int) -> None:
        resp.media = basic.user(user_id)


class QueryParams:
    def on_get(self, req: Request, resp: Response) -> None:
        limit = req.get_param_as_int("limit", default=10)
        offset = req.get_param_as_int("offset", default=0)
        resp.media = basic.users_page(limit, offset)


class ComplexJson:
    def on_get(self, req: Request, resp: Response, user_id: int) -> None:
        resp.media = basic.profile(user_id, time.time())


class Echo:
    def on_post(self, req: Request, resp: Response) -> None:
        body = req.get_media()
        resp.media = {"echo": body, "received_at": time.time(), "size": len(json.dumps(body))}


def register(app: falcon.App) -> None:
    app.add_route("/", HelloWorld())
    app.add_route("/json", JsonResponse())
    app.add_route("/user/{user_id:int}", PathParams())
    app.add_route("/users", QueryParams())
    app.add_route("/user/{user_id:int}/profile", ComplexJson())
    app.add_route("/echo", Echo())
