"""Settings, addresses, checks and commands: what holds the parts together."""
