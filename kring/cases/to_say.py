"""What the daily sweep has to say about cases today, and when there may be something to say again.

The two stand side by side for each letter: what is said on some day but not looked at that day would never be said
(decision 132; `tests/cases/test_looking_ahead.py` holds them together, and so does each year that is played).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kring import words
from kring.cases.case_file import CaseFile, protocol_of, read_case_files
from kring.cases.last_year import SAID_BEFORE, due_after_they_left, last_school_day
from kring.cases.letters import ToSay
from kring.cases.models import Case, Fact, PlanVersion
from kring.cases.queries import current_facts
from kring.cases.recipients import Occasion
from kring.mail.models import Letter
from kring.prepared import prepared
from kring.protocol.calendar import ONE_DAY, SchoolCalendar
from kring.protocol.progress import VisitKey
from kring.protocol.reminders import PASSED, Reminder, asks_to_observe, next_asking, next_reminder, reminders
from kring.protocol.terms import Stage, total
from kring.protocol.terms import gettext_noop as _

UNREAD_AFTER = 2
"""School days after which who has not read the plan gets a gentle word, and the plan is counted for the coordinator."""
LONGEST_UNREAD = timedelta(days=60)
"""After so long nobody is asked any more to read a plan."""
LOOKED_AT_LEAST = timedelta(weeks=2)
"""So often a running case is looked at though nothing is due and nothing changed: what a new version of Kring says, or
what somebody forgot to say here, waits no longer."""
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


@dataclass
class Looked:
    """A case that the sweep looked at: what there is to say of it, and on which days there may be something again."""

    case: Case
    to_say: list[ToSay] = field(default_factory=list)
    days: list[date] = field(default_factory=list)

    @property
    def look_on(self) -> date | None:
        """When it is looked at again, if nothing changes; None for never."""
        return min(self.days, default=None)

    def again(self, day: date | None) -> None:
        self.days += [day] if day else []


def look_at(cases: Sequence[Case], today: date, calendar: SchoolCalendar) -> list[Looked]:
    """These cases of one school, locked, on a school day: a few questions, however many they are."""
    found = {case.pk: Looked(case) for case in cases}
    passed = _called_passed([case for case in cases if _may_have_passed(case, today)])
    for looked in found.values():
        if looked.case.closed_on is None:
            looked.again(calendar.on_or_after(today + LOOKED_AT_LEAST))
        _of_safety(looked, today, calendar)
        _of_term(looked, today, calendar, passed)
    trailing = [case for case in cases if case.trailing_due_on is not None and case.closed_on is None]
    for file in read_case_files(trailing, calendar, with_authors=False).values() if trailing else ():
        _of_trailing(found[file.case.pk], file, today, passed)
    running = {pk: looked for pk, looked in found.items() if looked.case.closed_on is None}
    if running:
        _of_leaving(running, today, calendar)
        _of_observing(running, today, calendar)
        _of_unread(running, today, calendar)
    return list(found.values())


def _of_safety(looked: Looked, today: date, calendar: SchoolCalendar) -> None:
    """That it should have been said by an earlier day whether the bullied children are safe for now."""
    case = looked.case
    due_on = case.safety_due_on
    if due_on is None:
        return
    if due_on < today:
        values = {"who": _whose(case), "day": words.day(due_on, today)}
        looked.to_say.append(ToSay("safety_unanswered", Occasion(case=case, by=None), due_on, values))
    else:
        looked.again(calendar.on_or_after(due_on + ONE_DAY))


def _of_leaving(running: dict[UUID, Looked], today: date, calendar: SchoolCalendar) -> None:
    """That a child of the last year group has left by the day on which its case is next due. Once a school year."""
    last = last_school_day(today, calendar)
    due_on = {pk: looked.case.next_due_on for pk, looked in running.items()}
    after = {pk: day for pk, day in due_on.items() if day is not None and day > last}
    if not after:
        return
    first = calendar.before(last, SAID_BEFORE)
    if today < first:
        for pk in after:
            running[pk].again(first)
        return
    school = next(iter(running.values())).case.school
    for pk in due_after_they_left(school, today, calendar).filter(pk__in=after).values_list("pk", flat=True):
        case = running[pk].case
        values = {
            "step": _step_title(case),
            "day": words.day(after[pk], today),
            "last": words.day(last, today),
        }
        running[pk].to_say.append(ToSay("due_after_they_left", Occasion(case=case, by=None), last, values))


Passed = dict[str, tuple[str, date]]
"""Of a step of a case that was called late: the day that its term then ended, as it stands in the key of a letter, and
when that was last said."""


def _may_have_passed(case: Case, today: date) -> bool:
    return any(day is not None and day < today for day in (case.next_due_on, case.trailing_due_on))


@prepared
def _written_about(cases: Sequence[UUID], kinds: Sequence[str]) -> QuerySet[Letter, tuple[str, datetime]]:
    written = Letter.objects.filter(about__in=cases, kind__in=kinds).order_by("made_at", "id")
    return written.values_list("key", "made_at")


@prepared
def _asked_to_observe(cases: Sequence[UUID]) -> QuerySet[Fact]:
    return current_facts(cases, ("observation_request",)).select_related("by")


@prepared
def _versions_of(cases: Sequence[UUID]) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(case__in=cases).order_by("number").defer("content")


def _called_passed(cases: Collection[Case]) -> Passed:
    found: Passed = {}
    if not cases:
        return found
    kinds = [LETTER_FOR[reminder] for reminder in PASSED]
    about = [case.pk for case in cases]
    for key, made_at in _written_about(about, kinds):
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


def _of_term(looked: Looked, today: date, calendar: SchoolCalendar, passed: Passed) -> None:
    """What there is to say about the term of the step that the case is in."""
    case = looked.case
    if case.next_due_on is None:
        return
    guideline = case.due_is_guideline or case.closed_on is not None
    place, title = (case.current_step, case.current_round), _step_title(case)
    for reminder in reminders(case.next_due_on, today, calendar, guideline=guideline):
        looked.to_say.append(_about_term(reminder, case, place, title, case.next_due_on, today, passed))
    looked.again(next_reminder(case.next_due_on, today, calendar, guideline=guideline))


def _of_trailing(looked: Looked, file: CaseFile, today: date, passed: Passed) -> None:
    """What there is to say about the term of a step that was left while somebody was still to be told.

    It has the occasion of the step's own reminders: what was said of its term is not said again.
    """
    terms = {visit.place: visit.due_of(task) for visit, task in file.progress.trailing}
    due_on = {place: due.on for place, due in terms.items() if due and not due.guideline}
    for place, day in due_on.items():
        title = file.protocol.step(place[0]).title
        for reminder in reminders(day, today, file.calendar, guideline=False):
            looked.to_say.append(_about_term(reminder, looked.case, place, title, day, today, passed))
        looked.again(next_reminder(day, today, file.calendar, guideline=False))


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


def _of_observing(running: dict[UUID, Looked], today: date, calendar: SchoolCalendar) -> None:
    """The second asking of the colleagues who have noted nothing since the request."""
    latest = {asked.case_id: asked for asked in _asked_to_observe(list(running))}
    for asked in latest.values():
        if asked.until_on is None:
            continue
        looked = running[asked.case_id]
        looked.again(next_asking(asked.on, asked.until_on, today, calendar))
        if asks_to_observe(asked.on, asked.until_on, today, calendar) == 2:
            values = {"who": asked.by.name, "day": words.day(asked.until_on, today)}
            occasion = Occasion(case=looked.case, by=None, asked=asked)
            # Not by the fact: its words may be put right, and nobody is asked a third time for that.
            looked.to_say.append(ToSay("observation_asked_again", occasion, f"{asked.step}:{asked.round}", values))


def _of_unread(running: dict[UUID, Looked], today: date, calendar: SchoolCalendar) -> None:
    """A gentle word to those who have not read the newest version after two school days; once for each version."""
    open_to_the_team = [pk for pk, looked in running.items() if looked.case.plan_is != Case.PlanIs.WRONG]
    for version in {one.case_id: one for one in _versions_of(open_to_the_team)}.values():
        looked = running[version.case_id]
        if calendar.school_days_between(version.issued_on, today) < UNREAD_AFTER:
            looked.again(calendar.after(version.issued_on, UNREAD_AFTER))
        elif today - version.issued_on <= LONGEST_UNREAD:
            values = {"day": words.day(version.issued_on, today)}
            occasion = Occasion(case=looked.case, by=None, version=version)
            looked.to_say.append(ToSay("plan_unread", occasion, version.pk, values))
