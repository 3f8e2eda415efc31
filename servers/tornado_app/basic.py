"""The five basic endpoints and the echo."""

from __future__ import annotations

import json
import time

from pydantic import BaseModel
from shared import basic

from tornado_app._handler import Handler
from tornado_app._project import Project

LIBRARY = {"query_params": "pydantic"}


class Page(BaseModel):
    limit: int = 10
    offset: int = 0


class HelloWorld(Handler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write(basic.GREETING)


class JsonResponse(Handler):
    def get(self) -> None:
        self.write({"message": basic.GREETING, "timestamp": time.time()})


class PathParams(Handler):
    def get(self, user_id: str) -> None:
        self.write(basic.user(int(user_id)))


class QueryParams(Handler):
    def get(self) -> None:
        page = self.valid_query(Page)
        self.write(basic.users_page(page.limit, page.offset))


class ComplexJson(Handler):
    def get(self, user_id: str) -> None:
        self.write(basic.profile(int(user_id), time.time()))


class Echo(Handler):
    def post(self) -> None:
        body = self.json_body()
        self.write({"echo": body, "received_at": time.time(), "size": len(json.dumps(body))})


def register(project: Project) -> None:
    project.handlers += [
        (r"/", HelloWorld),
        (r"/json", JsonResponse),
        (r"/user/([0-9]+)", PathParams),
        (r"/users", QueryParams),
        (r"/user/([0-9]+)/profile", ComplexJson),
        (r"/echo", Echo),
    ]
