"""The SQLite engine: Django's own, without its check on JSON columns.

Django gives each JSON column a CHECK that calls JSON_VALID(). With `trusted_schema=OFF` the SQLite of Debian 12 (3.40)
refuses such a table ("unsafe use of JSON_VALID()"). Values reach these columns through Django only, which writes JSON.
In it the trail's lines join their chain before the commit. And a statement is written in the marks of SQLite once, not
each time that it is asked (decision 135).
"""

from functools import lru_cache

from django.db.backends.sqlite3 import base

from kring.config.before_commit import BeforeCommit


@lru_cache(maxsize=2_000)
def _marked(query: str) -> str:
    """The statement with `?` in the place of `%s`, for which Django goes through all of its text."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return super().convert_query(query, param_names=param_names) if param_names else _marked(query)


class DatabaseWrapper(BeforeCommit, base.DatabaseWrapper):
    data_type_check_constraints = {
        name: check for name, check in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"
    }

    def create_cursor(self, name: str | None = None) -> base.SQLiteCursorWrapper:
        cursor: base.SQLiteCursorWrapper = self.connection.cursor(factory=Cursor)
        return cursor
