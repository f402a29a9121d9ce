"""Moved: see kring/words.py. This name goes away at the end of the session."""

from kring.words import *  # noqa: F403
