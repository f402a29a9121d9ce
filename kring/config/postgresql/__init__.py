"""Django's PostgreSQL engine, with what is done before a commit."""
