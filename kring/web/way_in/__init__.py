"""The way in: signing in, who is at the door, and which door leads to what."""
