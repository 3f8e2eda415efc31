"""The endpoint groups in the idiom of Sanic, one module each."""
