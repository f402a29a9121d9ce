"""Every verb that changes a case: one transaction, one line in the trail, the derived columns refreshed."""
