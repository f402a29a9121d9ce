"""A bare Django project with the same gunicorn, database and middlewares: what a list, a case and a write cost anybody.

No encryption, no rights, no trail, no translation. Kring's rows are divided by these, measured in the same run.
"""
