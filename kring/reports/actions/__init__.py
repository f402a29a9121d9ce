"""What can be done with what came in by a door: a verb each, in one transaction, with its line in the trail."""
