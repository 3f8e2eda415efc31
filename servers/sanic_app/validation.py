"""Validation, to be written: each handler answers 501 until it is."""

from __future__ import annotations

from sanic_app._application import Answer, Application, not_implemented


def register(app: Application) -> None:
    # Parse the body, validate nothing
    @app.route("POST", "/validate/raw")
    def raw_json() -> Answer:
        return not_implemented()

    # Four fields
    @app.route("POST", "/validate/simple")
    def validate_simple() -> Answer:
        return not_implemented()

    # Thirteen fields, a list, patterns
    @app.route("POST", "/validate/complex")
    def validate_complex() -> Answer:
        return not_implemented()

    # Four levels of models
    @app.route("POST", "/validate/nested")
    def validate_nested() -> Answer:
        return not_implemented()

    # Rules across fields
    @app.route("POST", "/validate/custom")
    def validate_custom() -> Answer:
        return not_implemented()

    # Three wrong fields: the 422 path
    @app.route("POST", "/validate/error")
    def validate_error() -> Answer:
        return not_implemented()

    # Parse 1,000 items, validate nothing
    @app.route("POST", "/validate/raw/list")
    def raw_list() -> Answer:
        return not_implemented()

    # A list of 1,000 models
    @app.route("POST", "/validate/list")
    def validate_list() -> Answer:
        return not_implemented()

    # Build ten models and their validators afresh
    @app.route("GET", "/validate/compile")
    def compile_models() -> Answer:
        return not_implemented()
