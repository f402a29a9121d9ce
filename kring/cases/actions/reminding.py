"""The daily sweep: what falls due is said in time, to who must act, once (rows S2d, S3g, S3h).

The database says of which cases there may be something to say (`Case.look_on`, decision 132); what that is stands in
`kring/cases/to_say.py`.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kring import words
from kring.backup.models import first_after_restoring
from kring.cases import letters
from kring.cases.actions.digest import send_digests
from kring.cases.danger import reachable
from kring.cases.letters import ToSay
from kring.cases.models import AT_ONCE, Case
from kring.cases.recipients import Occasion
from kring.cases.to_say import look_at
from kring.mail.hold import holding
from kring.prepared import prepared
from kring.protocol.calendar import SchoolCalendar
from kring.school.calendars import calendar_for
from kring.school.models import School

BATCH = 50


def sweep(*, school: School, at: datetime, today: date) -> int:
    """Say everything that is due to be said today at this school; gives how many letters that were.

    Sweeping twice says nothing twice: the occasion is in each letter's key. After days without a sweep, what is still
    true is said. On a day without school only danger is, that nobody answered. The first sweep after Kring was put
    back may say what was said before: its letters wait for a person.
    """
    with letters.in_words_of(school), holding(at if first_after_restoring(school) else None):
        return _swept(school, at, today)


def _swept(school: School, at: datetime, today: date) -> int:
    said = _of_danger(school, at, today)
    calendar = calendar_for(school)
    if calendar.is_school_day(today):
        _look_anew(school)
        for batch in _batches(_falls_due(school.pk, today)):
            said += _say_and_look_ahead(school, batch, at, today, calendar)
        monday = today - timedelta(days=today.weekday())
        if not School.objects.filter(pk=school.pk, reminded_on__gte=monday).exists():
            said += send_digests(school=school, at=at, today=today, calendar=calendar)
        School.objects.filter(pk=school.pk).update(reminded_on=today, looked_on=today)
    else:
        School.objects.filter(pk=school.pk).update(looked_on=today)
    return said


@transaction.atomic
def _look_anew(school: School) -> None:
    """Other people work here, or with another role or address: all cases of which anything can be said are due."""
    if School.objects.filter(pk=school.pk, look_anew=True).update(look_anew=False):
        open_ones = Case.objects.filter(Q(closed_on=None) | Q(next_due_on__isnull=False), school=school)
        locked = list(open_ones.select_for_update(no_key=True).order_by("id").values_list("pk", flat=True))
        Case.objects.filter(pk__in=locked).update(look_on=AT_ONCE)


@transaction.atomic
def _say_and_look_ahead(school: School, batch: list[UUID], at: datetime, today: date, calendar: SchoolCalendar) -> int:
    """Says all there is to say of these cases, and stores of each when it is looked at again."""
    cases = _locked(batch)
    found = look_at(cases, today, calendar)
    said = letters.send_all([one for looked in found for one in looked.to_say], at=at, school=school)
    ahead: dict[date | None, list[UUID]] = defaultdict(list)
    for looked in found:
        ahead[looked.look_on].append(looked.case.pk)
    for day, together in ahead.items():
        Case.objects.filter(pk__in=together).update(look_on=day)
    return said


def say_danger_waits(*, school: School, at: datetime, today: date) -> int:
    """The part of the sweep that waits for nothing, not even for a clock that is believed; each day once."""
    with letters.in_words_of(school):
        return _of_danger(school, at, today)


def whose_time_it_is(local: datetime) -> QuerySet[School]:
    """The schools whose hour has come and that nobody swept yet today, of all whose clock says `local`."""
    here = School.objects.without_practices().filter(reminder_hour__lte=local.hour)
    return here.exclude(looked_on=local.date())


def with_something_to_say(schools: QuerySet[School], today: date) -> QuerySet[School]:
    """Those of these schools that the sweep has to visit: a case or a danger is to be looked at, other people work
    there, or it is the first time this week."""
    return schools.filter(_has_something_to_say(today))


def _has_something_to_say(today: date) -> Q:
    here = Case.objects.filter(school=OuterRef("pk"))
    this_week = Q(reminded_on__isnull=False, reminded_on__gte=today - timedelta(days=today.weekday()))
    return (
        ~this_week
        | Q(look_anew=True)
        | Exists(here.filter(look_on__lte=today))
        | Exists(here.filter(danger_since__lt=_begin_of(today)))
    )


@transaction.atomic
def tick_off(schools: QuerySet[School], *, today: date, most: int) -> int:
    """The turn of those of these schools that have nothing to say: at most so many. Gives how many that were. Whichever
    somebody changes just now has its turn a little later."""
    quiet = schools.filter(~_has_something_to_say(today)).select_for_update(of=("self",), no_key=True, skip_locked=True)
    ids = list(quiet.order_by("id").values_list("pk", flat=True)[:most])
    return School.objects.filter(pk__in=ids).update(looked_on=today) if ids else 0


def with_danger(schools: QuerySet[School], today: date) -> QuerySet[School]:
    """Those of these schools in which a danger of an earlier day waits."""
    return schools.filter(Exists(Case.objects.filter(school=OuterRef("pk"), danger_since__lt=_begin_of(today))))


def _batches(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    every = list(ids)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))


@prepared
def _falls_due(school: UUID, today: date) -> QuerySet[Case, UUID]:
    return Case.objects.filter(school=school, look_on__lte=today).order_by("id").values_list("pk", flat=True)


@prepared
def _in_danger(school: UUID, before: datetime) -> QuerySet[Case, UUID]:
    waiting = Case.objects.filter(school=school, danger_since__lt=before)
    return waiting.order_by("danger_since", "id").values_list("pk", flat=True)


@prepared
def _locked(ids: list[UUID]) -> QuerySet[Case]:
    cases = Case.objects.select_for_update(of=("self",), no_key=True).select_related("school", "owner", "stand_in")
    return cases.filter(pk__in=ids).order_by("id")  # the order of everybody who locks several


def _begin_of(today: date) -> datetime:
    return datetime.combine(today, time.min, words.HERE)


def _of_danger(school: School, at: datetime, today: date) -> int:
    """That a danger of an earlier day still waits for somebody who says what was done. Every day, school or not."""
    batches = list(_batches(_in_danger(school.pk, _begin_of(today))))
    values = {"lines": reachable(school, today)} if batches else {}
    said = 0
    for batch in batches:
        with transaction.atomic():
            still = [case for case in _locked(batch) if case.danger_since]  # somebody may have answered meanwhile
            to_say = [ToSay("danger_waits", Occasion(case=case, by=None), today, values) for case in still]
            said += letters.send_all(to_say, at=at, school=school)
    return said
