"""Melding: the door for a colleague, also for what a pupil or a parent told. Doors without account come beside it."""
