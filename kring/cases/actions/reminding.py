"""The daily sweep: what falls due is said in time, to who must act, once (rows S2d, S3g, S3h)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import override

from kring import words
from kring.cases import letters
from kring.cases.actions.digest import UNREAD_AFTER, send_digests
from kring.cases.case_file import protocol_of, read_case_file
from kring.cases.models import Case, PlanVersion
from kring.cases.queries import current_facts
from kring.cases.recipients import Occasion
from kring.mail.models import Letter
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.reminders import PASSED, SOON_AFTER, Reminder, asks_to_observe, reminders
from kring.protocol.terms import gettext_noop as _
from kring.school.calendars import calendar_for
from kring.school.models import School

BATCH = 50
LETTER_FOR = {
    Reminder.TOMORROW: "due_tomorrow",
    Reminder.AFTER_HOLIDAY: "due_after_holiday",
    Reminder.TODAY: "due_today",
    Reminder.GUIDELINE_PASSED: "guideline_passed",
    Reminder.LATE_FOR_COORDINATOR: "late_for_coordinator",
    Reminder.LATE_FOR_HEAD: "late_for_head",
}


@override(letters.LANGUAGE)
def sweep(*, school: School, at: datetime, today: date) -> int:
    """Say everything that is due to be said today at this school; gives how many letters that were.

    Sweeping twice says nothing twice: the occasion is in each letter's key. After days without a sweep, what is still
    true is said. On a day without school nothing is.
    """
    calendar = calendar_for(school)
    if not calendar.is_school_day(today):
        return 0
    said = 0
    soon = calendar.after(today, SOON_AFTER + 1)
    due = Case.objects.filter(
        Q(next_due_on__lte=soon) | Q(trailing_due_on__lte=soon), school=school, next_due_on__isnull=False
    )
    for batch in _batches(due.order_by("next_due_on", "id").values_list("pk", flat=True)):
        with transaction.atomic():
            passed = _called_passed(school, batch)
            for case in _locked(batch):
                said += _of_term(case, at, today, calendar, passed)
                said += _of_trailing(case, at, today, calendar, passed)
    with_plan = PlanVersion.objects.filter(case=OuterRef("pk"))
    running = Case.objects.filter(Exists(with_plan), school=school, closed_on=None)
    for batch in _batches(running.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            for case in _locked(batch):
                said += _of_observing(case, at, today, calendar) + _of_unread(case, at, today, calendar)
    monday = today - timedelta(days=today.weekday())
    if not School.objects.filter(pk=school.pk, reminded_on__gte=monday).exists():
        said += send_digests(school=school, at=at, today=today, calendar=calendar)
    School.objects.filter(pk=school.pk).update(reminded_on=today)
    return said


def is_time(school: School, local: datetime) -> bool:
    """True when the school's hour has come and nobody swept yet today. `local` is the time on the school's clock."""
    return local.hour >= school.reminder_hour and school.reminded_on != local.date()


def _batches(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    every = list(ids)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))


def _locked(ids: list[UUID]) -> Iterable[Case]:
    cases = Case.objects.select_for_update(of=("self",), no_key=True).select_related("school", "owner")
    return cases.filter(pk__in=ids).order_by("id")  # the order of everybody who locks several


Passed = dict[str, tuple[str, date]]
"""Of a step of a case that was called late: the day that its term then ended, as it stands in the key of a letter, and
when that was last said."""


def _called_passed(school: School, cases: Collection[UUID]) -> Passed:
    kinds = [LETTER_FOR[reminder] for reminder in PASSED]
    letters_of = Letter.objects.filter(school=school, about__in=cases, kind__in=kinds).order_by("made_at", "id")
    found: Passed = {}
    for key, made_at in letters_of.values_list("key", "made_at"):
        occasion, _slash, _person = key.rpartition("/")
        place, _colon, day = occasion.rpartition(":")
        found[place.partition(":")[2]] = day, made_at.astimezone(words.HERE).date()
    return found


def _once(reminder: Reminder, case: Case, step: str, round: int, due_on: date, passed: Passed) -> str:
    """Which time a letter about a term is written: once of this step, for this day.

    A free day that is filled in afterwards moves a term that has passed to another day that has. That is the same
    time; when the term was to come again in between, it is a new one.
    """
    day, said_on = passed.get(f"{case.pk}:{step}:{round}", ("", date.min))
    return f"{step}:{round}:{day if reminder in PASSED and said_on >= due_on else due_on.isoformat()}"


def _of_term(case: Case, at: datetime, today: date, calendar: SchoolCalendar, passed: Passed) -> int:
    """What there is to say about the term of the step that the case is in."""
    due_on = case.next_due_on
    if due_on is None:
        return 0
    sent = 0
    for reminder in reminders(due_on, today, calendar, guideline=case.due_is_guideline or case.closed_on is not None):
        sent += len(
            letters.send(
                LETTER_FOR[reminder],
                Occasion(case=case, by=None),
                at=at,
                once=_once(reminder, case, case.current_step, case.current_round, due_on, passed),
                who=case.owner.name,
                step=_step_title(case),
                day=words.day(due_on, today),
                when=words.capital(words.near_day(due_on, today)),
            )
        )
    return sent


def _of_trailing(case: Case, at: datetime, today: date, calendar: SchoolCalendar, passed: Passed) -> int:
    """What there is to say about the term of a step that was left while somebody was still to be told."""
    if case.trailing_due_on is None or case.closed_on:
        return 0
    sent = 0
    for visit, _task in read_case_file(case, calendar).progress.trailing:
        if visit.due is None or visit.due.guideline:
            continue
        due_on = visit.due.on
        for reminder in reminders(due_on, today, calendar, guideline=False):
            sent += len(
                letters.send(
                    LETTER_FOR[reminder],
                    Occasion(case=case, by=None),
                    at=at,
                    # As the step's own reminders have it: what was said of its term is not said again.
                    once=_once(reminder, case, visit.step.key, visit.round, due_on, passed),
                    who=case.owner.name,
                    step=visit.step.title,
                    day=words.day(due_on, today),
                    when=words.capital(words.near_day(due_on, today)),
                )
            )
    return sent


def _step_title(case: Case) -> str:
    """The title of the step that the case is in; of a closed one only the look back is still to come."""
    if case.closed_on:
        return _("Navraag")
    return protocol_of(case).step(case.current_step).title


def _of_observing(case: Case, at: datetime, today: date, calendar: SchoolCalendar) -> int:
    """The second asking of the colleagues who have noted nothing since the request."""
    asked = current_facts([case.pk], ("observation_request",)).last()
    if asked is None or asked.until_on is None or asks_to_observe(asked.on, asked.until_on, today, calendar) != 2:
        return 0
    return len(
        letters.send(
            "observation_asked_again",
            Occasion(case=case, by=None, asked=asked),
            at=at,
            # Not by the fact: its words may be put right, and nobody is asked a third time for that.
            once=f"{asked.step}:{asked.round}",
            who=asked.by.name,
            day=words.day(asked.until_on, today),
        )
    )


def _of_unread(case: Case, at: datetime, today: date, calendar: SchoolCalendar) -> int:
    """A gentle word to those who have not read the newest version after two school days; once for each version."""
    version = PlanVersion.objects.filter(case=case).order_by("-number").first()
    if version is None or calendar.school_days_between(version.issued_on, today) < UNREAD_AFTER:
        return 0
    if today - version.issued_on > timedelta(days=60):
        return 0
    return len(
        letters.send(
            "plan_unread",
            Occasion(case=case, by=None, version=version),
            at=at,
            once=version.pk,
        )
    )
