"""The child's door: a child tells something, and comes back for the answer, without an account (decision 147)."""
