"""The school's own world: people, groups, pupils, guardians and closed days."""
