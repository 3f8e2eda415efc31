"""The endpoint groups in Flask's own idiom, one module each."""
