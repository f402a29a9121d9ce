"""The heart: what happened in a case."""
