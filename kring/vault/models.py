"""The wrapped data keys, and the mark that proves the installation's key."""

import uuid

from django.db import models
from django.db.models.functions import Now

from kring.rows import Row


class DataKey(Row):
    """The key of one scope, wrapped: a school's key by the installation's key, a case's key by its school's key."""

    scope = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # Not a foreign key: vault lies below school and knows no schools.
    school_id = models.UUIDField(db_index=True)
    wrapped = models.BinaryField()
    # The database's clock: whoever makes a key needs no moment for it.
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"key of {self.scope}"

    @property
    def is_of_school(self) -> bool:
        """Whether this is a school's own key (and so wrapped by the installation's key)."""
        return self.scope == self.school_id


class InstallationMark(Row):
    """One row: a few bytes sealed with the installation's key, made together with the first school's key.

    `sheet_made_at` is when that key was put on paper and part of it typed back, `sheet_of` the fingerprint of that key.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()
    sheet_made_at = models.DateTimeField(null=True)
    sheet_of = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="vault_installation_has_one_mark"),
        ]

    def __str__(self) -> str:
        return "mark of the installation's key"
