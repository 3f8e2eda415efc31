"""The endpoint groups in the idiom of Litestar, one module each."""
