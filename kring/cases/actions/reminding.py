"""The daily sweep: what falls due is said in time, to who must act, once (rows S2d, S3g, S3h)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kring import words
from kring.backup.models import first_after_restoring
from kring.cases import letters
from kring.cases.actions.digest import UNREAD_AFTER, send_digests
from kring.cases.case_file import CaseFile, protocol_of, read_case_files
from kring.cases.danger import reachable
from kring.cases.last_year import due_after_they_left, last_school_day
from kring.cases.letters import ToSay
from kring.cases.models import Case, PlanVersion
from kring.cases.queries import current_facts
from kring.cases.recipients import Occasion
from kring.mail.hold import holding
from kring.mail.models import Letter
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.progress import VisitKey
from kring.protocol.reminders import PASSED, SOON_AFTER, Reminder, asks_to_observe, reminders
from kring.protocol.terms import Stage, total
from kring.protocol.terms import gettext_noop as _
from kring.school.calendars import calendar_for
from kring.school.models import School

BATCH = 50
LONGEST_UNREAD = timedelta(days=60)
"""After so long nobody is asked any more to read a plan."""
LETTER_FOR = total(
    {
        Reminder.TOMORROW: "due_tomorrow",
        Reminder.AFTER_HOLIDAY: "due_after_holiday",
        Reminder.TODAY: "due_today",
        Reminder.GUIDELINE_PASSED: "guideline_passed",
        Reminder.LATE_FOR_COORDINATOR: "late_for_coordinator",
        Reminder.LATE_FOR_HEAD: "late_for_head",
    },
    Reminder,
)


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
    if not calendar.is_school_day(today):
        return said
    said += _of_safety(school, at, today)
    said += _of_leaving(school, at, today, calendar)
    soon = calendar.after(today, SOON_AFTER + 1)
    due = Case.objects.filter(
        Q(next_due_on__lte=soon) | Q(trailing_due_on__lte=soon), school=school, next_due_on__isnull=False
    )
    for batch in _batches(due.order_by("next_due_on", "id").values_list("pk", flat=True)):
        with transaction.atomic():
            cases = list(_locked(batch))
            passed = _called_passed(school, batch)
            files = read_case_files([case for case in cases if _trails(case)], calendar, with_authors=False)
            to_say = [one for case in cases for one in _of_term(case, today, calendar, passed)]
            to_say += [one for file in files.values() for one in _of_trailing(file, today, passed)]
            said += letters.send_all(to_say, at=at, school=school)
    with_plan = PlanVersion.objects.filter(case=OuterRef("pk"))
    running = Case.objects.filter(Exists(with_plan), school=school, closed_on=None)
    for batch in _batches(running.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            known = {case.pk: case for case in _locked(batch)}
            to_say = [*_of_observing(known, today, calendar), *_of_unread(known, today, calendar)]
            said += letters.send_all(to_say, at=at, school=school)
    monday = today - timedelta(days=today.weekday())
    if not School.objects.filter(pk=school.pk, reminded_on__gte=monday).exists():
        said += send_digests(school=school, at=at, today=today, calendar=calendar)
    School.objects.filter(pk=school.pk).update(reminded_on=today)
    return said


def say_danger_waits(*, school: School, at: datetime, today: date) -> int:
    """The part of the sweep that waits for nothing, not even for a clock that is believed; each day once."""
    with letters.in_words_of(school):
        return _of_danger(school, at, today)


def is_time(school: School, local: datetime) -> bool:
    """True when the school's hour has come and nobody swept yet today. `local` is the time on the school's clock."""
    return local.hour >= school.reminder_hour and school.reminded_on != local.date()


def _batches(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    every = list(ids)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))


def _locked(ids: list[UUID]) -> Iterable[Case]:
    cases = Case.objects.select_for_update(of=("self",), no_key=True).select_related("school", "owner", "stand_in")
    return cases.filter(pk__in=ids).order_by("id")  # the order of everybody who locks several


def _of_danger(school: School, at: datetime, today: date) -> int:
    """That a danger of an earlier day still waits for somebody who says what was done. Every day, school or not."""
    this_morning = datetime.combine(today, time.min, words.HERE)
    waiting = Case.objects.filter(school=school, danger_since__lt=this_morning).order_by("danger_since", "id")
    batches = list(_batches(waiting.values_list("pk", flat=True)))
    values = {"lines": reachable(school, today)} if batches else {}
    said = 0
    for batch in batches:
        with transaction.atomic():
            still = [case for case in _locked(batch) if case.danger_since]  # somebody may have answered meanwhile
            to_say = [ToSay("danger_waits", Occasion(case=case, by=None), today, values) for case in still]
            said += letters.send_all(to_say, at=at, school=school)
    return said


def _of_safety(school: School, at: datetime, today: date) -> int:
    """That it should have been said by an earlier day whether the bullied children are safe for now."""
    passed = Case.objects.filter(school=school, safety_due_on__lt=today).order_by("safety_due_on", "id")
    said = 0
    for batch in _batches(passed.values_list("pk", flat=True)):
        with transaction.atomic():
            said += letters.send_all(
                [
                    ToSay(
                        "safety_unanswered",
                        Occasion(case=case, by=None),
                        case.safety_due_on,
                        {"who": _whose(case), "day": words.day(case.safety_due_on, today)},
                    )
                    for case in _locked(batch)
                    if case.safety_due_on and case.safety_due_on < today  # somebody may have answered meanwhile
                ],
                at=at,
                school=school,
            )
    return said


def _of_leaving(school: School, at: datetime, today: date, calendar: SchoolCalendar) -> int:
    """That a child of the last year group has left by the day on which its case is next due. Once a school year."""
    said = 0
    last = last_school_day(today, calendar)
    for batch in _batches(due_after_they_left(school, today, calendar).order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            to_say = [
                ToSay(
                    "due_after_they_left",
                    Occasion(case=case, by=None),
                    last,
                    {
                        "step": _step_title(case),
                        "day": words.day(case.next_due_on, today),
                        "last": words.day(last, today),
                    },
                )
                for case in _locked(batch)
                if case.next_due_on and case.next_due_on > last  # somebody may have chosen another day meanwhile
            ]
            said += letters.send_all(to_say, at=at, school=school)
    return said


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


def _once(reminder: Reminder, case: Case, place: VisitKey, due_on: date, passed: Passed) -> str:
    """Which time a letter about a term is written: once of this step, for this day.

    A free day that is filled in afterwards moves a term that has passed to another day that has. That is the same
    time; when the term was to come again in between, it is a new one.
    """
    step = f"{place[0]}:{place[1]}"
    day, said_on = passed.get(f"{case.pk}:{step}", ("", date.min))
    return f"{step}:{day if reminder in PASSED and said_on >= due_on else due_on.isoformat()}"


def _of_term(case: Case, today: date, calendar: SchoolCalendar, passed: Passed) -> Iterator[ToSay]:
    """What there is to say about the term of the step that the case is in."""
    if case.next_due_on is None:
        return
    guideline = case.due_is_guideline or case.closed_on is not None
    place, title = (case.current_step, case.current_round), _step_title(case)
    for reminder in reminders(case.next_due_on, today, calendar, guideline=guideline):
        yield _about_term(reminder, case, place, title, case.next_due_on, today, passed)


def _trails(case: Case) -> bool:
    return case.trailing_due_on is not None and case.closed_on is None


def _of_trailing(file: CaseFile, today: date, passed: Passed) -> Iterator[ToSay]:
    """What there is to say about the term of a step that was left while somebody was still to be told.

    It has the occasion of the step's own reminders: what was said of its term is not said again.
    """
    terms = {visit.place: visit.due_of(task) for visit, task in file.progress.trailing}
    due_on = {place: due.on for place, due in terms.items() if due and not due.guideline}
    for place, day in due_on.items():
        title = file.protocol.step(place[0]).title
        for reminder in reminders(day, today, file.calendar, guideline=False):
            yield _about_term(reminder, file.case, place, title, day, today, passed)


def _about_term(
    reminder: Reminder, case: Case, place: VisitKey, title: str, due_on: date, today: date, passed: Passed
) -> ToSay:
    values = {
        "who": _whose(case),
        "step": title,
        "day": words.day(due_on, today),
        "when": words.capital(words.near_day(due_on, today)),
        "can_be_later": case.closed_on is None and case.stage != Stage.TO_CLOSE,
    }
    return ToSay(
        LETTER_FOR[reminder], Occasion(case=case, by=None), _once(reminder, case, place, due_on, passed), values
    )


def _whose(case: Case) -> str:
    """The owner, and who stands in: that is whom to ask while the owner is ill."""
    return f"{case.owner.name} (vervanger: {case.stand_in.name})" if case.stand_in else case.owner.name


def _step_title(case: Case) -> str:
    """The title of the step that the case is in; of a closed one only the look back is still to come."""
    if case.closed_on:
        return _("Navraag")
    return protocol_of(case).step(case.current_step).title


def _of_observing(cases: Mapping[UUID, Case], today: date, calendar: SchoolCalendar) -> Iterator[ToSay]:
    """The second asking of the colleagues who have noted nothing since the request."""
    latest = {asked.case_id: asked for asked in current_facts(cases, ("observation_request",)).select_related("by")}
    for asked in latest.values():
        if asked.until_on is None or asks_to_observe(asked.on, asked.until_on, today, calendar) != 2:
            continue
        yield ToSay(
            "observation_asked_again",
            Occasion(case=cases[asked.case_id], by=None, asked=asked),
            # Not by the fact: its words may be put right, and nobody is asked a third time for that.
            f"{asked.step}:{asked.round}",
            {"who": asked.by.name, "day": words.day(asked.until_on, today)},
        )


def _of_unread(cases: Mapping[UUID, Case], today: date, calendar: SchoolCalendar) -> Iterator[ToSay]:
    """A gentle word to those who have not read the newest version after two school days; once for each version."""
    open_to_the_team = [pk for pk, case in cases.items() if case.plan_is != Case.PlanIs.WRONG]
    versions = PlanVersion.objects.filter(case__in=open_to_the_team).order_by("number").defer("content")
    for version in {one.case_id: one for one in versions}.values():
        waited = calendar.school_days_between(version.issued_on, today)
        if waited >= UNREAD_AFTER and today - version.issued_on <= LONGEST_UNREAD:
            values = {"day": words.day(version.issued_on, today)}
            yield ToSay(
                "plan_unread", Occasion(case=cases[version.case_id], by=None, version=version), version.pk, values
            )
