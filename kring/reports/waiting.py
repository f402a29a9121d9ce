"""What of all that was told asks somebody today, for Vandaag: one question of the database, without its content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.prepared import prepared
from kring.reports.access import read_by_role_of, visible_to
from kring.reports.models import Incoming, Reader, Said, State
from kring.school.models import Role, StaffMember

MOST = 30
"""More than these are read from the list itself."""


class Asks(StrEnum):
    """Why somebody is asked to read it, in the order of the page."""

    DANGER = auto()
    """Somebody is not safe now, and nobody took it up."""
    PAST_PROMISE = auto()
    """An answer was promised before today."""
    TODAY = auto()
    """An answer was promised for today."""
    NEW = auto()
    """It waits for an answer that was promised for later."""
    NEWS = auto()
    """Who told it said something since."""
    PASSED_ON = auto()
    """A colleague passed it on to this person, who has not read it yet."""


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that was told and waits for this person."""

    asks: Asks
    incoming_id: UUID
    promised_on: date


def waits_for(staff: StaffMember, today: date) -> list[Waits]:
    """What waits for this person, what presses most first; nothing that is held, and nothing twice."""
    theirs = read_by_role_of(staff)
    rows = _first_that_wait(staff.pk, staff.school_id, Role(staff.role), staff.is_active)
    waits = [Waits(_asks(one, theirs, today), one.pk, one.promised_on) for one in rows]
    return sorted(waits, key=lambda one: list(Asks).index(one.asks))


@prepared
def _first_that_wait(who: UUID, school: UUID, role: Role, is_active: bool) -> QuerySet[Incoming]:
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    return what_waits(staff).order_by("promised_on", "number")[:MOST]


def what_waits(staff: StaffMember) -> QuerySet[Incoming]:
    """The same as a query."""
    unread = Said.objects.filter(incoming=OuterRef("pk"), by=None, by_board=False, seen_on=None)
    new_to_them = Reader.objects.filter(incoming=OuterRef("pk"), staff=staff, part=Reader.Part.PASSED_ON, read_on=None)
    found = visible_to(staff).filter(held=False).annotate(news=Exists(unread), passed_on=Exists(new_to_them))
    theirs = read_by_role_of(staff)
    in_danger = Q(danger=True, taken_up_by=None) & ~Q(state=State.ENDED)
    to_answer = Q(state=State.NEW, stopped_on=None)
    of_role = Q(for_whom__in=theirs) & (in_danger | to_answer | Q(news=True))
    return found.filter(of_role | Q(passed_on=True))


def _asks(one: Incoming, theirs: list[str], today: date) -> Asks:
    if one.for_whom not in theirs:
        return Asks.PASSED_ON
    if one.danger and one.taken_up_by_id is None and one.state != State.ENDED:
        return Asks.DANGER
    if one.state == State.NEW and one.stopped_on is None:
        if one.promised_on < today:
            return Asks.PAST_PROMISE
        return Asks.TODAY if one.promised_on == today else Asks.NEW
    return Asks.NEWS


def by_what_it_asks(waits: Sequence[Waits]) -> Mapping[Asks, list[Waits]]:
    """The same, together what asks the same."""
    return {asks: found for asks in Asks if (found := [one for one in waits if one.asks is asks])}
