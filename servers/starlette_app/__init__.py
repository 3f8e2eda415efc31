"""The endpoint groups in the idiom of Starlette, one module each."""
