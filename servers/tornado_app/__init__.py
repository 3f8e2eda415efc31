"""The endpoint groups in the idiom of Tornado, one module each."""
