"""The parent's door: a parent tells something, with mail, telephone or neither, and reads the answer (decision 152)."""
