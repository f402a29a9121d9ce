"""Gives back the room of rows that tests took back. PostgreSQL only: SQLite gives it back by itself.

A row that was written and taken back stays in its table until somebody sweeps, and PostgreSQL may not do that by itself
here (tests/conftest.py says why). After a thousand tests each question that reads a table whole went through all that
had ever stood in it: one test of 9 seconds took 118.
"""

from contextlib import suppress

from django.db import OperationalError, connection

EACH = 20
"""After so many tests the tables are looked at: that takes a millisecond or two."""

LARGE = 1 << 18
"""Bytes from which a table is swept."""


def sweep() -> list[str]:
    """Sweeps every table that grew, or that somebody counted, and says which.

    In full: the table and its indexes are written anew, with only the rows that stand. So the next test finds no count
    of before, which would be of pages without rows. What somebody still holds is left for the next time.
    """
    swept: list[str] = []
    if connection.in_atomic_block:  # what several tests share still stands there
        return swept
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND (pg_relation_size(oid) > %s OR relpages > 8) ORDER BY 1",
            [LARGE],
        )
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute("SET lock_timeout = '1s'")
        for table in tables:
            with suppress(OperationalError):
                cursor.execute(f"VACUUM FULL {table}")
                swept.append(table)
        cursor.execute("RESET lock_timeout")
    return swept
