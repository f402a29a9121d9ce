"""What somebody told by a door of the school, before it is a case: read, answered both ways, by a code."""
