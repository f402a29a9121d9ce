"""The drawings of Kring: numbers and days in, places of marks out. Pure functions; templates draw them as SVG, beside
words that say the same (decision 133)."""
