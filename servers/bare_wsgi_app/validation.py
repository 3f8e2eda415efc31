"""The controls of the validation group: a body that is parsed and not validated."""

from __future__ import annotations

from bare_wsgi_app._application import Environ, Paths, StartResponse, answer, read_json

UNSUPPORTED = {
    "validate_simple": "a bare application has no validation",
    "validate_complex": "a bare application has no validation",
    "validate_nested": "a bare application has no validation",
    "validate_list": "a bare application has no validation",
    "validate_custom": "a bare application has no validation",
    "validate_error": "a bare application has no validation",
    "compile_models": "a bare application has no models",
}


def raw_json(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"fields": len(read_json(environ))})


def raw_list(environ: Environ, start_response: StartResponse) -> list[bytes]:
    return answer(start_response, {"count": len(read_json(environ)["items"])})


def register(paths: Paths) -> None:
    paths["/validate/raw"] = ("POST", raw_json)
    paths["/validate/raw/list"] = ("POST", raw_list)
