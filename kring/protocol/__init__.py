"""The protocol: plain Python, no Django, no clock, no database. Start reading in stappenplan.py."""
