"""The files group, of which a bare application has nothing: it reads no forms and serves no folder."""

from __future__ import annotations

from bare_wsgi_app._application import Paths

UNSUPPORTED = {
    "upload_control": "a bare application reads no form data",
    "upload_1mb": "a bare application reads no form data",
    "upload_10mb": "a bare application reads no form data",
    "upload_100mb": "a bare application reads no form data",
    "upload_parts": "a bare application reads no form data",
    "upload_refused_type": "a bare application reads no form data",
    "upload_refused_size": "a bare application reads no form data",
    "upload_temporary": "a bare application reads no form data",
    "static_1kb": "a bare application serves no folder",
    "static_100kb": "a bare application serves no folder",
    "static_1mb": "a bare application serves no folder",
    "static_10mb": "a bare application serves no folder",
    "static_range": "a bare application serves no folder",
    "static_304": "a bare application serves no folder",
    "static_missing": "a bare application serves no folder",
    "static_traversal": "a bare application serves no folder",
    "static_symlink": "a bare application serves no folder",
}


def register(paths: Paths) -> None:
    """Adds nothing."""
