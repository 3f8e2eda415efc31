"""What all handlers have in common: errors as JSON, and input as models, with 422 for what a model refuses."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from tornado.escape import json_decode
from tornado.web import HTTPError, RequestHandler

Model = TypeVar("Model", bound=BaseModel)


class InvalidInput(HTTPError):
    def __init__(self, error: ValidationError) -> None:
        super().__init__(422)
        self.errors = error.errors(include_url=False, include_context=False)


class Handler(RequestHandler):
    def json_body(self) -> Any:
        try:
            return json_decode(self.request.body)
        except ValueError as error:
            raise HTTPError(400) from error

    def valid_body(self, model: type[Model]) -> Model:
        """The JSON body as a model, which parses it too."""
        try:
            return model.model_validate_json(self.request.body)
        except ValidationError as error:
            raise InvalidInput(error) from error

    def valid(self, model: type[Model], values: dict[str, str]) -> Model:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            raise InvalidInput(error) from error

    def valid_query(self, model: type[Model]) -> Model:
        return self.valid(model, {name: self.get_query_argument(name) for name in self.request.query_arguments})

    def valid_form(self, model: type[Model]) -> Model:
        return self.valid(model, {name: self.get_body_argument(name) for name in self.request.body_arguments})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        self.finish({"errors": error.errors} if isinstance(error, InvalidInput) else {"error": self._reason})


class NotFound(Handler):
    def prepare(self) -> None:
        raise HTTPError(404)
