"""The PostgreSQL engine: Django's own, in which the trail's lines join their chain before the commit."""

from django.db.backends.postgresql import base

from kring.config.before_commit import BeforeCommit


class DatabaseWrapper(BeforeCommit, base.DatabaseWrapper):
    pass
