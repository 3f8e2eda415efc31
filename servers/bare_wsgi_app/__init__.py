"""The endpoints that need no feature, without a framework: a dict of exact paths, and JSON by the standard library."""
