"""The agenda: the address at which one's own calendar asks for it, what that gives, and a talk as a file."""
