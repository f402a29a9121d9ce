"""Where a teacher carries out the protocol: one form for each kind of duty, wherever in the protocol it stands."""
