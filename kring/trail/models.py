"""The trail: a line for each act and each read, added and never changed; and the chain that shows it (decision 108)."""

import uuid
from typing import Any, NoReturn, Self

from django.db import models

from kring.rows import JsonField, Row
from kring.trail.verbs import Verb


class TrailIsAppendOnly(Exception):
    """Somebody tried to change or remove a line of the trail."""


class TrailLines(models.QuerySet["TrailLine"]):
    """Lines of the trail, to be read and added to."""

    def of_case(self, case_id: uuid.UUID) -> Self:
        """The lines of one case, newest first."""
        return self.filter(case_id=case_id).order_by("-at", "-id")

    def of_school(self, school_id: uuid.UUID) -> Self:
        """The lines of one school, newest first."""
        return self.filter(school_id=school_id).order_by("-at", "-id")

    def update(self, **kwargs: Any) -> NoReturn:
        raise TrailIsAppendOnly("A line of the trail is never changed.")

    def delete(self) -> NoReturn:
        raise TrailIsAppendOnly("A line of the trail is never removed.")

    def bulk_create(self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any) -> Any:
        if update_conflicts:
            raise TrailIsAppendOnly("A line of the trail is never changed.")
        return super().bulk_create(objs, *args, **kwargs)


class TrailLine(Row):
    """Who did or saw what, when. Ids, keys, numbers and dates only: no names, no free text.

    `id` counts up, so lines of the same moment keep the order in which they were written. `school_id`, `case_id` and
    `subject_id` are plain ids: a line outlives what it is about.
    """

    id = models.BigAutoField(primary_key=True)
    school_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.ForeignKey("school.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    case_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    detail = JsonField(default=dict)

    objects = TrailLines.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "-at", "-id"], name="trail_of_school"),
            # The school's own page reads backwards through what is of no case (kring/web/school/trail.py).
            models.Index(
                fields=["school_id", "-id"], condition=models.Q(case_id__isnull=True), name="trail_of_school_itself"
            ),
            models.Index(
                fields=["case_id", "-at", "-id"], condition=models.Q(case_id__isnull=False), name="trail_of_case"
            ),
            # Vandaag of who leads asks of the whole school who often saw that a case runs (kring/cases/cannot_wait.py).
            models.Index(
                fields=["school_id", "at"],
                condition=models.Q(verb=Verb.CASE_SEEN_TO_RUN.value),
                name="trail_of_seen_to_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TrailIsAppendOnly("A line of the trail is never changed.")
        # Always INSERT: with an id that exists Django would otherwise write over that line.
        super().save(force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailIsAppendOnly("A line of the trail is never removed.")


class ChainKey(Row):
    """A key of the chain, wrapped by the installation's key: it makes the hashes of the lines after number `after`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    after = models.BigIntegerField(unique=True)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of the trail after {self.after}"


class ChainLink(Row):
    """The place of one line in the chain: its number, without holes, and a keyed hash over it and the link before."""

    number = models.BigIntegerField(primary_key=True)
    line = models.OneToOneField(TrailLine, on_delete=models.PROTECT, related_name="link")
    mac = models.BinaryField()

    def __str__(self) -> str:
        return f"link {self.number}"


class ChainHead(Row):
    """One row: where the chain ends. Whoever adds a link locks it, as the last thing before the commit.

    `former_at` and `former_to` are ids of lines: those up to `former_to` were written before there was a chain, those
    up to `former_at` have joined it since. `seal` is a keyed hash over the row; empty once it was found to be wrong.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.ForeignKey(ChainKey, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.BigIntegerField(default=0)
    mac = models.BinaryField(default=bytes)
    former_at = models.BigIntegerField(default=0)
    former_to = models.BigIntegerField(default=0)
    seal = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="trail_chain_has_one_head")]

    def __str__(self) -> str:
        return f"end of the chain: {self.number}"


class LastCheck(Row):
    """One row: when the whole trail was gone through for the last time, and the first thing that was wrong."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ended_at = models.DateTimeField()
    lines = models.BigIntegerField()
    faults = models.BigIntegerField()
    kind = models.CharField(max_length=20, blank=True)
    number = models.BigIntegerField(default=0)
    to = models.BigIntegerField(default=0)
    line_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="trail_has_one_last_check")]

    def __str__(self) -> str:
        return f"the trail gone through at {self.ended_at:%Y-%m-%d %H:%M}"
