"""What is known of the copies: the manifest of each, when it was proved, and when Kring was put back from one."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from kring.prepared import prepared
from kring.rows import JsonField, Row
from kring.school.models import School, StaffMember


class Backup(Row):
    """The manifest of one copy. It is written before the copy is made, and so is in it.

    `tables` is how many rows each table had in that moment. `seal` holds a digest of the manifest, sealed with the
    installation's key: who can only write the database cannot make one. `proved_at` is when the copy was put back
    somewhere and found whole; before that it does not count as made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    release = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    tables = JsonField()
    trail = models.CharField(max_length=90, blank=True, default="")  # where its chain ended: 812:9f3c…
    seal = models.BinaryField()
    proved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="backup_newest")]

    def __str__(self) -> str:
        return f"backup of {self.made_at:%Y-%m-%d %H:%M}"


class Restorations(models.QuerySet["Restoration"]):
    """Times that Kring was put back."""

    def open(self, school_id: uuid.UUID) -> Self:
        """Those of which nobody at this school said yet that it is known what is missing; the newest first."""
        return self.filter(school_id=school_id, closed_at=None).order_by("-restored_at")


class Restoration(Row):
    """Kring was put back from a copy; a row for each school. What was written after `kept_until`, until `restored_at`,
    may be missing. `era`: in which row of copies it goes on (`litestream.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kept_until = models.DateTimeField()
    restored_at = models.DateTimeField()
    era = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Restorations.as_manager()

    def __str__(self) -> str:
        return f"restored at {self.restored_at:%Y-%m-%d %H:%M}"


def era() -> int:
    """In which row of copies this Kring stands: each time that it was put back began a new one."""
    return Restoration.objects.aggregate(last=models.Max("era"))["last"] or 0


def first_after_restoring(school: School) -> bool:
    """Whether Kring was put back and this school was not swept since (`after.py` forgets the day of its last sweep)."""
    return school.reminded_on is None and Restoration.objects.filter(school=school).exists()


def last_proved() -> datetime | None:
    """When the newest copy that was put back and found whole was made; None when there is none."""
    return next(iter(_proved()), None)


def proved() -> models.QuerySet[Backup]:
    """The copies that were put back and found whole, the newest first."""
    return Backup.objects.filter(proved_at__isnull=False).order_by("-made_at")


@prepared
def _proved() -> models.QuerySet[Backup, datetime]:
    return proved().values_list("made_at", flat=True)[:1]
