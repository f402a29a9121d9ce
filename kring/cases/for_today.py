"""All that Vandaag asks of cases for one person, in the fewest questions: all its children are read at once."""

from dataclasses import dataclass
from datetime import date

from kring.cases.cannot_wait import Waiting, cases_that_wait, waiting_in
from kring.cases.case_file import everyone_in, read_case_files
from kring.cases.queries import TodayLine, cases_on_today, lines_of
from kring.cases.team import Asked, asked_in, plans_to_ask
from kring.protocol.calendar import SchoolCalendar
from kring.school.models import StaffMember


@dataclass(frozen=True)
class ForToday:
    """What this person must do, what the team is asked, and what cannot wait."""

    lines: list[TodayLine]
    asked: list[Asked]
    waiting: list[Waiting]


def for_today(staff: StaffMember, today: date, calendar: SchoolCalendar, *, most_asked: int) -> ForToday:
    """The same as `today_lines`, `asked_of` and `cannot_wait` give each by itself. Six queries."""
    cases = cases_on_today(staff, today)
    plans = plans_to_ask(staff, today, most_asked)
    waiting = cases_that_wait(staff, today)
    everyone = everyone_in(one.pk for one in [*cases, *(plan.case for plan in plans), *waiting])
    taking_part = {pk: [child for child in every if child.left_on is None] for pk, every in everyone.items()}
    files = read_case_files(cases, calendar, with_authors=False, everyone=everyone)
    return ForToday(
        lines_of(files.values(), staff, today),
        asked_in(plans, taking_part, staff),
        waiting_in(waiting, taking_part, staff),
    )
