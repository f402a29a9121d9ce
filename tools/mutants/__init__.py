"""Small mistakes, made in Kring's code one at a time: a test must notice each. See tools/mutate.py."""
