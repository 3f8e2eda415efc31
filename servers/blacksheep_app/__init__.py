"""The endpoint groups in the idiom of BlackSheep, one module each."""
