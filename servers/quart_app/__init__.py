"""The endpoint groups in the idiom of Quart, one module each."""
