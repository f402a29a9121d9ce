"""The PostgreSQL engine: Django's own, in which the trail's lines join their chain before the commit, and in which
PostgreSQL keeps with a line how it carries out what is asked over and over."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus

from kring.config.before_commit import BeforeCommit

MOST_KEPT = 200
"""Questions of a line; beyond that the one goes that was asked the longest ago. A working day asks some 80 over and
over."""

CHANGED = "RevalidateCachedQuery"
"""Where PostgreSQL says that a kept way does not hold: what it says there is in the language of the server."""

if TYPE_CHECKING:
    from psycopg import Cursor as Bound
else:
    Bound = base.ServerBindingCursor


class Cursor(Bound):
    """Asks once more what cannot be answered in the way that is kept: a migration made a column of it wider."""

    def execute(self, *args: Any, **named: Any) -> Any:
        try:
            return super().execute(*args, **named)
        except FeatureNotSupported as error:
            if error.diag.source_function != CHANGED:
                raise
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                # The rollback lets the line forget. As trouble that passes by itself: at the next time it is answered.
                raise OperationalError("What was kept of this question does not hold any more.") from error
            # psycopg forgets too, but only by a text that it has not seen on this line.
            super().execute(f"DEALLOCATE ALL -- {uuid4()}")
            return super().execute(*args, **named)


class DatabaseWrapper(BeforeCommit, base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        """With Kring's own cursor where plans are kept."""
        asked = super().get_connection_params()
        if asked["cursor_factory"] is base.ServerBindingCursor:
            asked["cursor_factory"] = Cursor
        return asked

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        line: Connection = super().get_new_connection(conn_params)
        line.prepared_max = MOST_KEPT
        return line
