"""The SQLite engine: Django's own, without its check on JSON columns.

Django gives each JSON column a CHECK that calls JSON_VALID(). With `trusted_schema=OFF` the SQLite of Debian 12 (3.40)
refuses such a table ("unsafe use of JSON_VALID()"). Values reach these columns through Django only, which writes JSON.
In it the trail's lines join their chain before the commit.
"""

from django.db.backends.sqlite3 import base

from kring.config.before_commit import BeforeCommit


class DatabaseWrapper(BeforeCommit, base.DatabaseWrapper):
    data_type_check_constraints = {
        name: check for name, check in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"
    }
