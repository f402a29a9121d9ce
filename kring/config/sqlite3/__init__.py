"""Django's SQLite engine, made to work with trusted_schema off."""
