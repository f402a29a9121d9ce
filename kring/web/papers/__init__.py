"""What is printed: the plan, and the copies for guardians."""
