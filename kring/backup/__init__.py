"""Copies of everything that is kept: made, proved by putting them back, and restored."""
