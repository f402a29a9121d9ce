"""What stands on top of Vandaag until somebody did it: whom each thing asks, in one question over all cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

from kring import words
from kring.cases.access import cases_visible_to, leads
from kring.cases.case_file import read_case_files
from kring.cases.consulting import consultations_that_wait
from kring.cases.handing_on import YearBegan, goes_on_elsewhere_now, year_began
from kring.cases.models import Case, Fact, Involved, Report
from kring.cases.not_told import choices_that_wait
from kring.cases.parents import disagreements_that_wait
from kring.cases.queries import children_of
from kring.prepared import prepared
from kring.protocol.terms import total
from kring.school.models import Role, StaffMember
from kring.school.rights import Right, may
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb

IS_NEW = timedelta(days=7)
"""So long a case is new to who leads and has not opened it; after that its own dates say what it asks."""
MOST_NEW = 8
"""So many new cases are told one by one, the latest. One more than these says that there are more."""


class Why(StrEnum):
    """What cannot wait, in the order of the page. The values name columns of the question."""

    DANGER = auto()
    """A danger that nobody answered."""
    WRONG_PLAN = auto()
    """A child wrongly stands in the plan."""
    STALE_PLAN = auto()
    """The plan is not true any more, or guardians must still hear what is so."""
    DEPARTED = auto()
    """The last answer was given against what the file says, until the case is looked at again."""
    TALK_OWED = auto()
    """A talk with a bullied child was put off to today or before."""
    UNENDORSED = auto()
    """A talk at one table that a bullied child did not want waits for a second name."""
    RELATIVE = auto()
    """A colleague is family of a child, and nobody decided whether they are kept out."""
    NOT_TOLD = auto()
    """A guardian is not told, by the school's own choice, and nobody who leads has seen it."""
    CONSULTED = auto()
    """A teacher wrote down what was agreed with the coordinator, who has not confirmed it."""
    DISAGREES = auto()
    """A guardian does not agree with the plan, and nobody who leads has seen it."""
    ASKED_AGAIN = auto()
    """Somebody saw again and again on the report that the case runs, and reported nothing in it."""
    HAND_ON = auto()
    """A bullied child goes on with another teacher than who owns the case."""
    NEW = auto()
    """A new case, which this person, who leads, has not opened yet."""


@dataclass(frozen=True)
class Waiting:
    """One thing that cannot wait, of a case, with the children who take part; and the talk that waits for a name."""

    why: Why
    case: Case
    children: list[Involved]
    talk: Fact | None = None


def _by_its_own_row(staff: StaffMember, today: date) -> dict[Why, Q | None]:
    """Of which cases each thing that the case itself says asks this person: theirs and where they stand in, and for
    those who lead more; None is of no case."""
    mine = Q(owner=staff) | Q(stand_in=staff)
    leading = leads(staff)
    running, wrong = Q(closed_on=None), Q(plan_is=Case.PlanIs.WRONG)
    here = Q() if leading else mine
    stale = Q(plan_is=Case.PlanIs.STALE) & running
    owed = Q(talk_owed_on__lte=today) & mine
    return {
        Why.DANGER: Q(danger_since__isnull=False) & here,
        Why.WRONG_PLAN: wrong & running & here,
        Why.STALE_PLAN: (stale | Q(wrongly_told__gt=0)) & mine & ~(wrong & running),
        Why.DEPARTED: Q(departed_at__isnull=False) & running if leading else None,
        Why.TALK_OWED: (owed | Q(talk_owed_on__lt=today) if leading else owed) & running,
        Why.UNENDORSED: Q(unendorsed_since__isnull=False) & running if leading else None,
        Why.RELATIVE: Q(relative_waits=True) & running if leading else None,
    }


ASKED_WHEN_CLOSED = (Why.DANGER, Why.STALE_PLAN)
"""What a case that is closed can still ask by its own row."""


def _by_what_is_in_it(
    staff: StaffMember, lately: date, seen_since: datetime, began: YearBegan
) -> dict[Why, QuerySet[Case] | None]:
    """Of which cases each thing that is written in a case, or was seen of it, asks this person, who leads."""
    running = cases_visible_to(staff).filter(closed_on=None)
    new = running.filter(_not_opened_by(staff, lately)).order_by("-opened_at", "-id")[: MOST_NEW + 1]
    return {
        Why.NOT_TOLD: running.filter(_case_by_case(choices_that_wait())),
        Why.CONSULTED: running.filter(_case_by_case(consultations_that_wait()))
        if may(staff, Right.COORDINATE)
        else None,
        Why.DISAGREES: running.filter(_case_by_case(disagreements_that_wait())),
        Why.ASKED_AGAIN: running.filter(_asked_again(staff.school_id, seen_since)),
        Why.HAND_ON: running.filter(goes_on_elsewhere_now(began)),
        Why.NEW: Case.objects.filter(pk__in=new.values("pk")),
    }


def _case_by_case(written: QuerySet[Fact]) -> IsNull:
    """Whether any of this is written in a case, looked at for each case by itself. Of "exists" PostgreSQL makes a list
    first of all that is written of this kind, by reading the facts of every school (decision 172)."""
    return IsNull(Subquery(written.values("pk")[:1]), False)


def _asked_again(school: UUID, since: datetime) -> Q:
    """Of which cases somebody saw often, in these last days, that they run: by naming the children in a report that
    they did not make. Whether they had a reason is not Kring's to say."""
    seen = TrailLine.objects.filter(school_id=school, verb=Verb.CASE_SEEN_TO_RUN, at__gte=since)
    reported = Report.objects.filter(case=OuterRef("case_id"), taken_by=OuterRef("by"))
    often = seen.exclude(Exists(reported)).values("case_id", "by").annotate(times=Count("pk")).filter(times__gte=OFTEN)
    return Q(pk__in=often.values("case_id"))


OFTEN = 3
"""So many times is more than a form that came back, or was begun anew."""


def _not_opened_by(staff: StaffMember, since: date) -> Q:
    """Of the cases of these last days those that this person did not report, does not own, and has not opened. That
    there is danger says more."""
    opened = TrailLine.objects.filter(case_id=OuterRef("pk"), verb=Verb.CASE_READ, by=staff)
    reported = Report.objects.filter(case=OuterRef("pk"), taken_by=staff)
    lately = Q(reported_on__gt=since, danger_since=None) & ~Q(owner=staff)
    return lately & ~Q(Exists(opened)) & ~Q(Exists(reported))


def cannot_wait(staff: StaffMember, today: date) -> list[Waiting]:
    """All of it, however much, of new cases the latest: by what it is, and within that the danger that waits longest
    and the oldest case first. Two queries, one where nothing waits, and a few more to see who wrote the talks that wait
    for a second name."""
    cases = cases_that_wait(staff, today)
    return waiting_in(cases, children_of(cases) if cases else {}, staff)


def cases_that_wait(staff: StaffMember, today: date) -> list[Case]:
    """The cases of all this, each with what it asks; a page may read their children with others. One query."""
    who = (staff.pk, staff.school_id, Role(staff.role), staff.is_active)
    seen_since = datetime.combine(today - IS_NEW, time.min, words.HERE)
    began = year_began(today)
    found: dict[UUID, Case] = {}
    for part in _that_wait(*who, today, today - IS_NEW, seen_since, began.year, began.at, began.lately):
        case = found.setdefault(part.pk, part)
        for why in Why:
            if why == part.said or getattr(part, why, False):  # type: ignore[attr-defined]  # annotated
                setattr(case, why, True)
    return sorted(found.values(), key=_in_turn)


def _in_turn(case: Case) -> tuple[bool, datetime, int, int]:
    since = case.danger_since
    return since is None, since or case.opened_at, case.year, case.number


@prepared
def _that_wait(
    who: UUID,
    school: UUID,
    role: Role,
    is_active: bool,
    today: date,
    lately: date,
    seen_since: datetime,
    year: str,
    began: datetime,
    began_lately: bool,
) -> QuerySet[Case]:
    """The cases that ask something by their own row; for who leads also, in parts of the one question, a case once for
    each thing that is written in it. Each part begins at the running cases of this school: as columns of one part,
    PostgreSQL reads the facts of all schools for them (decision 172)."""
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    by_row = _by_its_own_row(staff, today)
    itself = {why: cases for why, cases in by_row.items() if cases is not None}
    # Of a closed case only this is looked at: a school closes ten times as many as it has open.
    closed_too = reduce(or_, (Q(**{why: True}) for why in itself if why in ASKED_WHEN_CLOSED))
    of_running = reduce(or_, (Q(**{why: True}) for why in itself if why not in ASKED_WHEN_CLOSED))
    wanted = (Q(closed_on=None) & of_running) | closed_too
    found = cases_visible_to(staff).annotate(**itself).filter(wanted).annotate(said=Value(""))
    if not leads(staff):
        return found.select_related("owner")
    within = _by_what_is_in_it(staff, lately, seen_since, YearBegan(year, began, began_lately))
    total({**by_row, **within}, Why)  # one that is asked of nobody says so by None
    nothing = {why: Value(False) for why in itself}
    parts = [
        cases.annotate(**nothing).annotate(said=Value(why.value)).select_related("owner")
        for why, cases in within.items()
        if cases is not None
    ]
    return found.select_related("owner").union(*parts, all=True)


def waiting_in(cases: Sequence[Case], children: Mapping[UUID, list[Involved]], staff: StaffMember) -> list[Waiting]:
    """What waits in these, with the children who take part. Queries only for talks that wait for a second name."""
    talks = _talks_to_name(staff, [case for case in cases if getattr(case, Why.UNENDORSED, False)])
    return [
        Waiting(why, case, children.get(case.pk, []), talks.get(case.pk) if why is Why.UNENDORSED else None)
        for why in Why
        for case in cases
        if getattr(case, why, False) and (why is not Why.UNENDORSED or case.pk in talks)
    ]


def _talks_to_name(staff: StaffMember, cases: Sequence[Case]) -> dict[UUID, Fact]:
    """Of each of these cases the talk that waits longest for a name which this person can give: who wrote it cannot."""
    files = read_case_files(cases, with_authors=False)
    waiting = {
        pk: [talk for talk in file.table.waiting if staff.pk not in file.table.writers(talk)]
        for pk, file in files.items()
    }
    return {pk: talks[0] for pk, talks in waiting.items() if talks}
