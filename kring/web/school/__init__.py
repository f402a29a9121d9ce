"""The pages of the school itself: groups, pupils and guardians, staff, calendar, and its own way with the protocol."""
