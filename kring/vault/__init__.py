"""Sealing of children's names and of free text."""
