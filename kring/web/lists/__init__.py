"""Pages that list what is there: Vandaag, the cases, the plans, where to watch, the post, the protocol."""
