"""What was promised to who told something is watched: a reminder on the day, the head a school day later."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kring.cases import letters
from kring.cases.recipients import Occasion
from kring.prepared import prepared
from kring.protocol.terms import Ending
from kring.reports.access import readers_of
from kring.reports.models import Incoming, State, ToMail
from kring.reports.promise import ASKED_AGAIN_AFTER
from kring.school.calendars import calendar_for
from kring.school.models import School, StaffMember
from kring.school.rights import Right, may

BATCH = 200


def remind(*, school: School, at: datetime, today: date) -> int:
    """Say once a day what waits at this school; gives how many letters that were.

    A danger that nobody took up is said every day, in holidays too; an answer that was promised only on school days.
    What lies in the hold folder is counted as well: nothing there waits unseen.
    """
    with letters.in_words_of(school), transaction.atomic():
        said = _send("told_danger_waits", school, _readers(_danger_of(school.pk, today)), at, today)
        if not calendar_for(school).is_school_day(today):
            return said
        said += _send("told_waits", school, _readers(_promised_on(school.pk, today)), at, today)
        late = _readers(_promised_before(school.pk, today), right=Right.ANSWER)
        return said + _send("told_late", school, late, at, today)


@prepared
def _danger_of(school: UUID, today: date) -> QuerySet[Incoming]:
    danger = Incoming.objects.filter(school=school, settled=True, danger=True, taken_up_by=None, came_on__lt=today)
    return danger.exclude(state=State.ENDED).order_by("number")[:BATCH]


@prepared
def _promised_on(school: UUID, today: date) -> QuerySet[Incoming]:
    return _waiting(school).filter(promised_on=today).order_by("number")[:BATCH]


@prepared
def _promised_before(school: UUID, today: date) -> QuerySet[Incoming]:
    return _waiting(school).filter(promised_on__lt=today).order_by("number")[:BATCH]


def _waiting(school: UUID) -> QuerySet[Incoming]:
    return Incoming.objects.filter(school=school, settled=True, state=State.NEW, stopped_on=None)


def to_remind(today: date) -> QuerySet[Incoming]:
    """What there is to remind of on this day, at any school."""
    return to_remind_by(*reminded_if_by(today))


def reminded_if_by(today: date) -> tuple[date, date]:
    """The day by which something was promised, and the one by which a case was closed, that is reminded of today."""
    return today, today - ASKED_AGAIN_AFTER


def to_remind_by(today: date, closed: date) -> QuerySet[Incoming]:
    """What is to be reminded of by these days, see `reminded_if_by`."""
    waits = Q(state=State.NEW, stopped_on=None, promised_on__lte=today)
    danger = Q(danger=True, taken_up_by=None, came_on__lt=today) & ~Q(state=State.ENDED)
    moved = moved_cases(ToMail.AT_WORK, today) | moved_cases(ToMail.CLOSED, today)
    return Incoming.objects.filter(waits | danger, settled=True) | to_ask_again_by(closed) | moved


def moved_cases(stands: ToMail, today: date) -> QuerySet[Incoming]:
    """Of whom it is to be said by mail that there is a case, or that it was closed before today, which was not said
    yet. Nothing is said of one that was opened by mistake."""
    told = Incoming.objects.filter(settled=True, stopped_on=None, to_mail="", case__isnull=False)
    told = told.exclude(mail_digest="").exclude(case_mailed=stands).exclude(case__ended_as=Ending.MISTAKE)
    return told.filter(case__closed_on=None) if stands is ToMail.AT_WORK else told.filter(case__closed_on__lt=today)


def to_ask_again_by(closed: date) -> QuerySet[Incoming]:
    """Of whom it is to be asked by mail how it goes: whose case was closed on this day or before."""
    ended = Incoming.objects.filter(settled=True, case__closed_on__lte=closed)
    return ended.filter(asked_on=None, stopped_on=None).exclude(mail_digest="")


def _readers(found: Iterable[Incoming], *, right: Right | None = None) -> frozenset[UUID]:
    """Who reads one of these by their role; with `right` only those of them who have it, or all where nobody has."""
    people: set[StaffMember] = set()
    for incoming in found:
        readers = set(readers_of(incoming))
        chosen = {one for one in readers if may(one, right)} if right else readers
        people |= chosen or readers
    return frozenset(one.pk for one in people)


def _send(name: str, school: School, readers: frozenset[UUID], at: datetime, today: date) -> int:
    if not readers:
        return 0
    return len(letters.send(name, Occasion(school=school, by=None, joined=readers), at=at, once=today))
