"""What stands in the agenda of one person: planned talks, and the days on which something must be done. No names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from kring.cases.access import cases_visible_to, leads
from kring.cases.case_file import protocol_of, read_case_files
from kring.cases.models import Case, Fact
from kring.cases.planned_talks import PlannedTalk, planned_talks
from kring.cases.team import requests_without_answer
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.terms import Kind, Stage, Step
from kring.school.calendars import calendar_for
from kring.school.models import StaffMember
from kring.school.rights import Right, may


class Why(StrEnum):
    """What a day in the agenda is for."""

    STEP = auto()
    CLOSING = auto()
    CHECK_BACK = auto()
    OBSERVATION = auto()


@dataclass(frozen=True)
class DayInAgenda:
    """A day on which something of a case must be done. `key` stays the same when the day moves."""

    case: Case
    why: Why
    on: date
    step: Step
    key: str
    changed_at: datetime
    rests_on_proposal: bool = False
    """Counted with a calendar that the school did not confirm: it may still move."""

    @property
    def guideline(self) -> bool:
        return self.case.due_is_guideline


@dataclass(frozen=True)
class Agenda:
    """The coming talks and the days of one person."""

    talks: list[PlannedTalk]
    days: list[DayInAgenda]


def agenda_of(staff: StaffMember, today: date) -> Agenda:
    """The agenda of this person, in the same number of queries for ten cases or thousands.

    Talks and days of the cases this person owns or stands in for, talks this person planned or moved in others, for the
    coordinator who is to be consulted that talk, for coordinator and head the cases to be closed, and the last day of
    each request to watch that this person did not answer.
    """
    planned = Fact.objects.filter(case=OuterRef("pk"), kind="talk_planned", by=staff)
    wanted = Q(owner=staff) | Q(stand_in=staff) | Q(Exists(planned))
    if leads(staff):
        wanted |= Q(stage=Stage.TO_CLOSE, closed_on=None)
    if may(staff, Right.COORDINATE):
        wanted |= Q(Exists(_coming_plans(today)))
    cases: list[Any] = list(
        cases_visible_to(staff)
        .filter(wanted)
        .filter(next_due_on__isnull=False)
        .annotate(
            changed_at=Subquery(Fact.objects.filter(case=OuterRef("pk")).order_by("-at").values("at")[:1]),
            has_talks=Exists(_coming_plans(today)),
        )
        .select_related("school", "owner", "stand_in")
        .order_by("next_due_on", "id")
    )
    calendar = calendar_for(staff.school)
    days = [_day_of(case, calendar) for case in cases if _is_for(staff, case)]
    days += [
        DayInAgenda(
            fact.case,
            Why.OBSERVATION,
            fact.until_on,
            protocol_of(fact.case).step(fact.step),
            f"{fact.case_id}-observe-{fact.step}-{fact.round}",
            fact.at,
        )
        for fact in requests_without_answer(staff, today)
        if fact.until_on
    ]
    return Agenda(_talks(staff, [case for case in cases if case.has_talks], today, calendar), days)


def _coming_plans(today: date) -> Any:
    replaced = Fact.objects.filter(replaces=OuterRef("pk"))
    return Fact.objects.filter(case=OuterRef("pk"), kind="talk_planned", on__gte=today).filter(~Exists(replaced))


def _is_for(staff: StaffMember, case: Case) -> bool:
    """Whether the day of this case asks something of this person; those who only planned a talk in it are not asked."""
    closing = case.stage == Stage.TO_CLOSE and case.closed_on is None
    return staff.pk in (case.owner_id, case.stand_in_id) or (closing and leads(staff))


def _day_of(case: Any, calendar: SchoolCalendar) -> DayInAgenda:
    why = Why.CHECK_BACK if case.closed_on else Why.CLOSING if case.stage == Stage.TO_CLOSE else Why.STEP
    return DayInAgenda(
        case,
        why,
        case.next_due_on,
        protocol_of(case).step(case.current_step),
        f"{case.pk}-{case.current_step}-{case.current_round}{'-check' if case.closed_on else ''}",
        case.changed_at or case.opened_at,
        calendar.rests_on_proposal(case.next_due_on),
    )


def _talks(staff: StaffMember, cases: Sequence[Case], today: date, calendar: SchoolCalendar) -> list[PlannedTalk]:
    """The coming talks of these cases: all of one's own, in those of others what this person comes to."""
    found = [
        planned
        for file in read_case_files(cases, calendar).values()
        for planned in planned_talks(file)
        if not planned.is_past(today) and _comes_to(staff, planned)
    ]
    return sorted(found, key=lambda planned: (planned.begins_at, str(planned.first)))


def _comes_to(staff: StaffMember, planned: PlannedTalk) -> bool:
    """Whose case it is, who planned it or moved it, and of a consultation the coordinator."""
    consulted = planned.task.duty.kind is Kind.CONSULT and may(staff, Right.COORDINATE)
    return staff.pk in {planned.case.owner_id, planned.case.stand_in_id, *planned.planners} or consulted
