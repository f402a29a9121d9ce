"""Tests of how names are compared."""
