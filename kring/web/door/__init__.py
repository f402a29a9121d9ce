"""The child's door: pages without an account, where a child tells something and comes back for the answer (decision 147)."""
