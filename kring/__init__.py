"""Kring: carries out a Dutch primary school's anti-bullying protocol, step by step."""
