"""Tests of what a telephone dials."""
