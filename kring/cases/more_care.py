"""More after-care where bullying comes back more often: what the case says of that, and the days that Kring proposes.

It is a plain rule over what was recorded: no score, and a person says yes or no to each day (decision 081).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from kring.cases.access import cases_visible_to
from kring.cases.bodies import CareMoment, Incident, Longer, MoreCare
from kring.cases.case_file import CaseFile
from kring.cases.last_year import gone_by
from kring.cases.models import Involved
from kring.cases.wording import ONLINE
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.terms import BULLIED, Ending, Role, total
from kring.school.calendars import first_day_of, school_year_of, year_after
from kring.school.models import StaffMember

FOUR_WEEKS = timedelta(weeks=4)
A_GROUP = 2
"""Children who do it, from which on it is a group."""
LONGEST_SUMMER = timedelta(weeks=3)
"""Days without school around the first of August, without which the calendar does not know that summer yet."""
APART = timedelta(weeks=1)
"""A talk within a week of another one is no talk more."""


@dataclass(frozen=True)
class Proposed:
    """A moment that Kring proposes, and the school day it comes to."""

    moment: CareMoment
    on: date


@dataclass(frozen=True)
class Proposal:
    """What makes it come back more often, by the case itself; whether a bullied child had a case before, as far as this
    reader may know; and what waits for a yes or no."""

    because: tuple[Longer, ...]
    earlier: bool
    moments: tuple[Proposed, ...]


def proposal(file: CaseFile, reader: StaffMember, today: date) -> Proposal | None:
    """What is proposed to this reader now; None outside after-care, without a reason, or when all is answered.

    One query, in after-care only.
    """
    open_moments = [one for one in days_for_care(file, today) if not _is_answered(file, one.moment)]
    if not open_moments:
        return None
    because, earlier = made_longer_by(file), _had_a_case_before(file, reader)
    return Proposal(because, earlier, tuple(open_moments)) if because or earlier else None


def made_longer_by(file: CaseFile) -> tuple[Longer, ...]:
    """What the case itself says: the days from the first incident to the last, where it was, and who take part."""
    incidents = file.of(Incident)
    days = [one.fact.on for one in incidents]
    holds = total(
        {
            Longer.LONG: bool(days) and max(days) - min(days) > FOUR_WEEKS,
            Longer.ONLINE: any(ONLINE in (one.body.place, *one.body.sorts) for one in incidents),
            Longer.GROUP: len(file.with_role(Role.INSTIGATOR, Role.FOLLOWER)) >= A_GROUP,
            Longer.BOTH: bool(file.with_role(Role.BOTH)),
        },
        Longer,
    )
    return tuple(one for one in Longer if holds[one])


def days_for_care(file: CaseFile, today: date) -> list[Proposed]:
    """The days on which more after-care could come, whether or not there is a reason or an answer.

    Each is a week after the first school day, so that there is a week to ask about. Not where after-care comes within a
    week of it anyway, nor when the children are not at this school any more by then.
    """
    visit = file.progress.current
    if visit is None or not visit.step.repeats_per_term or visit.due is None or not _is_here(file):
        return []
    known = [visit.due.on, *visit.again_on]
    found: list[Proposed] = []
    for moment, first in _first_days(file.calendar, today):
        on = file.calendar.weeks_after(first, 1)
        if gone_by(file, on) is None and all(abs(on - other) > APART for other in known):
            found.append(Proposed(moment, on))
    return found


def _first_days(calendar: SchoolCalendar, today: date) -> Iterator[tuple[CareMoment, date]]:
    """The first school day after the next holiday, and of the next school year: then the summer is not told twice."""
    begins = first_day_of(year_after(school_year_of(today)))
    new_year = calendar.on_or_after(begins)
    back = calendar.back_at_school(today)
    if back and back < begins:
        yield CareMoment.AFTER_HOLIDAY, back
    if new_year - calendar.last_before(begins) >= LONGEST_SUMMER:
        yield CareMoment.NEXT_TEACHER, new_year


def _is_here(file: CaseFile) -> bool:
    return any(child.pupil.left_on is None for child in file.with_role(Role.TARGET))


def _is_answered(file: CaseFile, moment: CareMoment) -> bool:
    """Whether somebody said yes or no to it since the case came into after-care, by all that the case says now."""
    here = set()
    for visit in reversed(file.progress.visits):
        if not visit.step.repeats_per_term:
            break
        here.add(visit.place)
    now = set(made_longer_by(file))
    return any(
        one.body.moment is moment and (one.fact.until_on is not None or now <= set(one.body.because))
        for one in file.of(MoreCare)
        if one.fact.place in here
    )


def _had_a_case_before(file: CaseFile, reader: StaffMember) -> bool:
    """Whether a bullied child was bullied in an earlier case that this reader may know of. One query."""
    bullied = [child.pupil_id for child in file.with_role(Role.TARGET)]
    before = Involved.objects.filter(case=OuterRef("pk"), role__in=BULLIED, left_on=None, pupil__in=bullied)
    earlier = cases_visible_to(reader).filter(opened_at__lt=file.case.opened_at).exclude(ended_as=Ending.MISTAKE)
    return earlier.filter(Exists(before)).exists()


def care_to_come(file: CaseFile, today: date) -> list[date]:
    """The days of more after-care that were chosen and are still to come, while a bullied child is at this school."""
    visit = file.progress.current
    if visit is None or not _is_here(file):
        return []
    chosen = sorted({one.fact.until_on for one in file.of(MoreCare) if one.fact.until_on})
    if (
        not visit.step.repeats_per_term
    ):  # it came back meanwhile: the day stands for when the case is in after-care again
        return [day for day in chosen if day > today]
    asked = {visit.due.term_on if visit.due else None, *visit.again_on}
    return [day for day in chosen if file.calendar.on_or_after(day) in asked]
