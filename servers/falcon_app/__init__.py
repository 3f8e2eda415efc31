"""The endpoint groups in the idiom of Falcon, one module each."""
