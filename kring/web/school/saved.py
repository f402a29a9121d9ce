"""What is saved now of a page of settings, so that two people who change it at the same time both read both texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import NAMESPACE_OID, UUID, uuid5

from kring.cases.errors import Conflict
from kring.school.act import Act
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.request.requests import StaffRequest


@dataclass(frozen=True)
class Saved:
    """The values of a form as they are saved, under its fields' names. Equal values have the same `pk`.

    Who saved them, and when, is looked up in the trail, and only when somebody has to be told.
    """

    values: Mapping[str, object]
    school_id: UUID
    verbs: tuple[Verb, ...]
    subjects: tuple[UUID, ...]
    now: datetime

    @property
    def pk(self) -> UUID:
        return uuid5(NAMESPACE_OID, repr(sorted(self.values.items())))

    @property
    def by(self) -> StaffMember | str:
        """Who saved it; Kring itself when no page did."""
        return (self._line and self._line.by) or "Kring"

    @property
    def at(self) -> datetime:
        return self._line.at if self._line else self.now

    @cached_property
    def _line(self) -> TrailLine | None:
        lines = TrailLine.objects.of_school(self.school_id).filter(verb__in=self.verbs, subject_id__in=self.subjects)
        # Inviting somebody is noted under the same verb, and changes nothing of the form.
        return lines.exclude(detail__has_key="invited").select_related("by").first()


def saved(request: StaffRequest, values: Mapping[str, object], *subjects: UUID, verbs: tuple[Verb, ...]) -> Saved:
    """What the form's page shows as saved of these rows; `verbs` are what the trail calls saving it."""
    return Saved(values, request.staff.school_id, verbs, subjects, request.now)


def values_of(saved: Saved) -> Mapping[str, object]:
    """For `read` of the form's page."""
    return saved.values


def require_seen(act: Act, now: Saved) -> None:
    """`Conflict` when this is not what the form showed. Ask it of the row, locked, in the transaction that saves."""
    if act.seen != now.pk:
        raise Conflict(now)
