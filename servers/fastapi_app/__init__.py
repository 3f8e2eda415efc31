"""The endpoint groups in FastAPI's own idiom, one module each."""
