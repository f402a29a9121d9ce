"""How each kind of fact is written and told: one file for each kind, with its form."""
