"""What is saved now of a page of settings, so that two people who change it at the same time both read both texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Model, QuerySet

from kring.cases.errors import Conflict
from kring.school.act import Act
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.forms import FormPage
from kring.web.request.requests import StaffRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Saved:
    """The values of a form as they are saved, under its fields' names. Equal values have the same `pk`.

    Who saved them, and when, is looked up in the trail, and only when somebody has to be told.
    """

    values: Mapping[str, object]
    school_id: UUID
    verbs: tuple[Verb, ...]
    subjects: Sequence[UUID]
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
        return lines.select_related("by").first()


def kept(
    page: FormPage[Any],
    request: StaffRequest,
    locked: QuerySet[Row],
    row: Row,
    values: Callable[[Row], Mapping[str, object]],
    *verbs: Verb,
    subjects: Sequence[UUID] = (),
) -> FormPage[Any]:
    """This page, of a form that changes a row: it begins with what is saved, and a colleague who saved something else
    in the meantime is a `Conflict`.

    `locked` finds the row anew in the transaction that saves; `values` are what the form shows of it, under its
    fields' names. `verbs` are what the trail calls saving it, of `subjects` when the same is saved from other rows too.
    What the page itself says to begin with, stands.
    """

    def as_saved(one: Row) -> Saved:
        return Saved(values(one), request.staff.school_id, verbs, subjects or (one.pk,), request.now)

    def save(form: Any, act: Act) -> Any:
        now = as_saved(locked.filter(pk=row.pk).first() or row)  # what was taken away meanwhile, the verb refuses
        if act.seen != now.pk:
            raise Conflict(now)
        return page.verb(form, act)

    seen = as_saved(row)
    return replace(page, verb=save, initial={**seen.values, **page.initial}, seen=seen, read=lambda one: one.values)
