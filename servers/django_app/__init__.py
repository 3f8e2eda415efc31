"""The endpoint groups in Django's own idiom, one module each."""
