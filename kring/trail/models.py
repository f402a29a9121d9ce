"""The trail's one table: a line for each act and each read, added and never changed."""

import uuid
from typing import Any, NoReturn, Self

from django.db import models


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


class TrailLine(models.Model):
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
    detail = models.JSONField(default=dict)

    objects = TrailLines.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "-at", "-id"], name="trail_of_school"),
            models.Index(
                fields=["case_id", "-at", "-id"], condition=models.Q(case_id__isnull=False), name="trail_of_case"
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
