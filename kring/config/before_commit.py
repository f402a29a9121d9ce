"""What is done as the very last of a transaction, before it commits and within it.

Django calls back after a commit only. What was handed to `transaction.on_commit` and has a `before_commit` is called
here as well: once, with all that wait and were not rolled back. When it fails, nothing of the transaction is there.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Wrapper
else:
    Wrapper = object


class BeforeCommit(Wrapper):
    """A part of the database engines of Kring."""

    def commit(self) -> None:
        waiting: list[Any] = [entry[1] for entry in self.run_on_commit if hasattr(entry[1], "before_commit")]
        if waiting:
            try:
                waiting[0].before_commit(waiting)
            except BaseException:
                self.rollback()
                raise
        super().commit()
