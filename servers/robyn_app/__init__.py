"""The endpoint groups in the idiom of Robyn, one module each."""
