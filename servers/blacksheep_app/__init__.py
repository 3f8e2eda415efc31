"""The endpoint groups in the idiom of Blacksheep, one module each."""
