"""The endpoint groups in Catzilla's own idiom, one module each."""
