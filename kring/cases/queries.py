"""What lists and pages ask of the cases. Every list costs the same number of queries with ten cases or thousands."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from kring.cases.access import cases_visible_to, cases_with_standing, concerns_visible_to, leads, running_shown_to_team
from kring.cases.bodies import OwnVerdict, Talk
from kring.cases.case_file import CaseFile, in_order, read_case_files
from kring.cases.models import Case, CaseStaff, Concern, Fact, Involved, PlanRead, PlanVersion
from kring.cases.safety import Safety, asked_by
from kring.prepared import AtMost, prepared
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.progress import Task, Visit, VisitKey
from kring.protocol.terms import OF_KIND, Ending, Kind, Stage
from kring.school.models import GroupTeacher, Role, StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.vault.keys import load_keys
from kring.words import HERE

PAGE = 25
MOST_ON_TODAY = 25

FIRST_DUE = Least("next_due_on", Coalesce("trailing_due_on", "next_due_on"), Coalesce("safety_due_on", "next_due_on"))
"""When something is first asked in a case, by its step, by one that was left, or whether the children are safe for now;
none without `next_due_on`."""


def is_late(today: date) -> Q:
    """The cases in which a term has passed, of the step they are in or of one that was left; a guideline never has."""
    return Q(due_is_guideline=False, next_due_on__lt=today) | Q(trailing_due_on__lt=today)


def asks_today(today: date) -> Q:
    """The cases in which nothing is late and something is first asked today, or was under a guideline that has passed;
    annotated with `first_due`."""
    return Q(first_due__lte=today) & ~is_late(today)


def asks_this_week(today: date, until: date) -> Q:
    """The same for the days after today, until this one: `week_from` gives it."""
    return Q(first_due__gt=today, first_due__lte=until) & ~is_late(today)


def week_from(today: date) -> date:
    """The last of the seven days after this one."""
    return today + timedelta(days=7)


def falls_due(first: date, last: date) -> Q:
    """The cases in which a term ends on one of these days, of the step they are in or of one that was left."""
    return Q(next_due_on__range=(first, last)) | Q(trailing_due_on__range=(first, last))


QUESTION = "question"
"""In the place of a duty's key, where it is the step's own question that comes first."""


def place_of_duty(visit: Visit, duty: str) -> str:
    """A duty of one time in a step, as it is kept of who takes it up: another time it is asked of everybody again."""
    return f"{visit.step.key}:{visit.round}:{duty}"


class When(StrEnum):
    """The heading under which something stands on the page of today."""

    LATE = auto()
    GUIDELINE_PASSED = auto()
    TODAY = auto()
    THIS_WEEK = auto()
    LATER = auto()


@dataclass(frozen=True)
class TodayLine:
    """One thing to do: a case, the first duty that is open in it (None: the step's own question), and when."""

    file: CaseFile
    task: Task | None
    when: When
    due_on: date
    late_by: int  # school days; 0 when it is not late
    guideline: bool
    mine: bool  # this person owns the case or stands in
    shared: bool = False  # somebody else owns it, and this person stands before the bullied child's group too
    trails: Visit | None = None  # the earlier step that this is still of; None for what the case is in
    safety: Sequence[Safety] = ()  # the bullied children of whom it asks whether they are safe for now
    before: date | None = None  # the last school day before the holiday that it would wait for

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def is_asked_of_me(self) -> bool:
        """Whether this person is one of those who carry the case out, on their days."""
        return self.mine or self.shared

    @property
    def duty(self) -> str:
        """The key of what is asked, for those who take it up."""
        return self.task.duty.key if self.task else QUESTION

    @property
    def taken_up_by(self) -> StaffMember | None:
        """Who said to do this, while it is asked of that person: no longer of who left the group or stood in for a
        time."""
        visit, case, taker = self.file.progress.current, self.case, self.case.taken_up_by
        if self.safety or visit is None or taker is None or not taker.is_active:
            return None
        carries = taker.pk in (case.owner_id, case.stand_in_id) or case.taker_is_beside  # type: ignore[attr-defined]  # annotated
        return taker if carries and case.taken_up == place_of_duty(visit, self.duty) else None

    @property
    def can_be_taken_up(self) -> bool:
        """Whether several carry the case out, so that one of them can say to do this."""
        if self.trails or self.safety or self.file.progress.current is None:
            return False
        return self.is_asked_of_me and self.together

    @property
    def together(self) -> bool:
        """Whether somebody else carries the case out beside this person."""
        return self.shared or self.case.stand_in_id is not None or self.case.has_beside  # type: ignore[attr-defined]  # annotated

    @property
    def is_timely(self) -> bool:
        """False for a second line about guardians while there is nothing to tell them yet: the rest comes first.

        Somebody who began telling them goes on.
        """
        current = self.file.progress.current
        if self.trails or not self.task or not current or self.task.duty.kind is not Kind.INFORM_GUARDIANS:
            return True
        told = self.file.for_duty(current.step.key, current.round, self.task.duty.key)
        first = [task for task in current.tasks if not OF_KIND[task.duty.kind].tells_others]
        return any(fact.kind == "informed" for fact in told) or not any(task.still_needed for task in first)


def today_lines(staff: StaffMember, today: date, calendar: SchoolCalendar) -> list[TodayLine]:
    """What this person must do: own cases, those of the own group's children that a colleague beside them owns, and for
    coordinator and head also what is late and what must be closed.

    At most MOST_ON_TODAY cases, those of which something is due first. A case gives a second line when guardians are
    still to be told.
    """
    files = read_case_files(cases_on_today(staff, today), calendar, with_authors=False)
    return lines_of(files.values(), staff, today)


def cases_on_today(staff: StaffMember, today: date) -> list[Case]:
    """The cases of which Vandaag may have a line for this person, as `lines_of` needs them. One query."""
    found = _on_today(staff.pk, staff.school_id, Role(staff.role), staff.is_active, today)
    for case in found:
        case.school = staff.school
    return found


def lines_of(files: Iterable[CaseFile], staff: StaffMember, today: date) -> list[TodayLine]:
    """The lines of Vandaag out of the files of `cases_on_today`, in the order of the page."""
    lines = [line for file in files for line in _lines(file, staff, today)]
    order = list(When)
    return sorted(lines, key=lambda line: (order.index(line.when), line.due_on, line.case.reference))


@prepared
def _on_today(who: UUID, school: UUID, role: Role, is_active: bool, today: date) -> QuerySet[Case]:
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    before_the_group = GroupTeacher.objects.filter(group=OuterRef("group"), staff=staff)
    taking_part = CaseStaff.objects.filter(case=OuterRef(OuterRef("pk")), part=CaseStaff.Part.TAKES_PART)
    beside = GroupTeacher.objects.filter(
        group=OuterRef("group"), staff__is_active=True, staff__in=taking_part.values("staff")
    ).exclude(staff=staff)
    takers = GroupTeacher.objects.filter(group=OuterRef("group"), staff=OuterRef("taken_up_by"))
    mine = Q(owner=staff) | Q(stand_in=staff) | (Q(is_shared=True) & Q(closed_on=None))
    for_leaders = is_late(today) | Q(safety_due_on__lt=today) | Q(stage=Stage.TO_CLOSE, closed_on=None)
    wanted = mine | for_leaders if leads(staff) else mine
    is_shared = Exists(before_the_group)
    asking = cases_visible_to(staff).annotate(is_shared=is_shared).filter(wanted, next_due_on__isnull=False)
    return (
        Case.objects.filter(pk__in=asking.order_by(FIRST_DUE, "id").values("pk")[:MOST_ON_TODAY])
        .annotate(is_shared=is_shared, has_beside=Exists(beside), taker_is_beside=Exists(takers))
        .select_related("owner", "stand_in", "group", "taken_up_by")
        .order_by(FIRST_DUE, "id")
    )


def _lines(file: CaseFile, staff: StaffMember, today: date) -> list[TodayLine]:
    case = file.case
    due_on = case.next_due_on
    if due_on is None:
        return []
    current = file.progress.current
    open_tasks = _to_do_on(file, (task for task in current.tasks if task.still_needed), today) if current else []
    first = open_tasks[0] if open_tasks and not (current and current.may_decide) else None
    guardians = [
        task
        for task in open_tasks
        if task.duty.kind is Kind.INFORM_GUARDIANS and task is not first and first is not None
    ]
    late_by = max(0, file.calendar.school_days_between(due_on, today))
    guideline = current is None or (current.due is not None and current.due.guideline)
    before = _before_the_holiday(current, today)
    when = when_of(before or due_on, today, late=late_by > 0 and not guideline)
    mine = staff.pk in (case.owner_id, case.stand_in_id)
    # Those who lead see of another's case what is late or to be closed: it may be here for its trailing term alone.
    for_leaders = (due_on < today and not guideline) or (current is not None and case.stage == Stage.TO_CLOSE)
    shared = case.is_shared and not mine and current is not None  # type: ignore[attr-defined]  # annotated
    asked = [first, *guardians] if mine or shared else [first] if for_leaders else []
    return [
        *_safety_lines(file, mine, today, shared=shared),
        *(TodayLine(file, task, when, due_on, late_by, guideline, mine, shared, before=before) for task in asked),
        *_trailing_lines(file, mine, today, shared=shared),
    ]


def _before_the_holiday(current: Visit | None, today: date) -> date | None:
    """The day until which a step can still be done that would else wait for a holiday of a week or more: it is asked by
    that day, so that a child does not wait longer than it must."""
    due = current.due if current else None
    before = due.before_holiday(today) if due else None
    return before if due and before and due.on - before > timedelta(days=7) else None


def _safety_lines(file: CaseFile, mine: bool, today: date, *, shared: bool) -> Iterator[TodayLine]:
    """Whether the bullied children are safe for now, from the school day before it must be said; once that has passed
    for the leaders too."""
    asked = asked_by(file.calendar.after(today, 1), file)
    if not asked:
        return
    due_on = min(one.due_on for one in asked if one.due_on)
    passed = max(0, file.calendar.school_days_between(due_on, today))
    if mine or shared or passed:
        when = when_of(due_on, today, late=passed > 0)
        yield TodayLine(file, None, when, due_on, passed, guideline=False, mine=mine, shared=shared, safety=asked)


def _trailing_lines(file: CaseFile, mine: bool, today: date, *, shared: bool) -> Iterator[TodayLine]:
    """Who must still be told of an earlier step: for those who carry it out, and once its term has passed for the
    leaders too."""
    for visit, trailing in file.progress.trailing if file.progress.current else ():
        due = visit.due_of(trailing)
        for task in _to_do_on(file, [trailing], today):
            if due is None:
                continue
            passed = max(0, file.calendar.school_days_between(due.on, today))
            late = passed > 0 and not due.guideline
            if mine or shared or late:
                when = when_of(due.on, today, late=late)
                yield TodayLine(file, task, when, due.on, passed, due.guideline, mine, shared, trails=visit)


def _to_do_on(file: CaseFile, tasks: Iterable[Task], today: date) -> list[Task]:
    """These tasks as they can be done today: nobody is asked to tell who hears nothing yet (decision 084)."""
    held = {str(link.pk) for link in file.guardianships if link.is_held_back(today)}
    left = [(task, tuple(key for key in task.missing if key not in held)) for task in tasks]
    return [
        task if missing == task.missing else replace(task, missing=missing)
        for task, missing in left
        if missing or not task.missing
    ]


def when_of(due_on: date, today: date, *, late: bool) -> When:
    """The heading for a day. A guideline that has passed has a heading of its own: it is never late (decision 3)."""
    if late:
        return When.LATE
    if due_on < today:
        return When.GUIDELINE_PASSED
    if due_on == today:
        return When.TODAY
    friday = today + timedelta(days=max(4 - today.weekday(), 0))
    return When.THIS_WEEK if due_on <= friday else When.LATER


class CaseState(StrEnum):
    """The states by which the list of cases is filtered."""

    RUNNING = auto()
    LATE = auto()
    TODAY = auto()
    THIS_WEEK = auto()
    AFTER_CARE = auto()
    TO_CLOSE = auto()
    CLOSED = auto()


@dataclass(frozen=True)
class CaseFilter:
    """What the list of cases is narrowed to; None or "" is no filter."""

    state: CaseState | None = CaseState.RUNNING
    group: UUID | None = None
    owner: UUID | None = None


MOST_PREPARED = 4
"""Of so many pages of a list the SQL is kept, 90 kB each; who leafs on, or looks for a group or a colleague, has Django
write it."""


def cases_page(staff: StaffMember, narrowed: CaseFilter, page: int, today: date) -> tuple[list[Case], bool]:
    """One page of PAGE cases, and whether there is a next page.

    First where there is danger, then what is asked first; closed ones after all that run, the latest closed first.
    `was_overseen` of each: this person saw in the overview today how safe its children feel.
    """
    asked = (
        *(staff.pk, staff.school_id, Role(staff.role), staff.is_active),
        *(narrowed.state, narrowed.group, narrowed.owner),
        *(today, week_from(today), datetime.combine(today, time.min, HERE)),
        AtMost(page * PAGE + 1),
    )
    kept = page <= MOST_PREPARED and not (narrowed.group or narrowed.owner)
    found = _first_pages(*asked) if kept else list(_page(*asked))
    return found[:PAGE], len(found) > PAGE


def _page(
    who: UUID,
    school: UUID,
    role: Role,
    is_active: bool,
    state: CaseState | None,
    group: UUID | None,
    owner: UUID | None,
    today: date,
    until: date,
    began: datetime,
    last: AtMost,
) -> QuerySet[Case]:
    """The cases of one page, and one more, which is the `last`."""
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    cases = _in_state(cases_visible_to(staff).annotate(first_due=FIRST_DUE), state, today, until)
    if group:
        cases = cases.filter(group=group)
    if owner:
        cases = cases.filter(Q(owner=owner) | Q(stand_in=owner))
    in_turn = (
        F("closed_on").desc(nulls_first=True),
        F("danger_since").asc(nulls_last=True),
        F("first_due").asc(nulls_last=True),
        "id",
    )
    # Which ones they are first: who owns each is then looked up for one page, and not for all before it.
    wanted = cases.order_by(*in_turn).values("pk")[last.rows - PAGE - 1 : last.rows]
    seen = TrailLine.objects.filter(case_id=OuterRef("pk"), at__gte=began, by=staff, verb=Verb.CASE_OVERSEEN)
    shown = Case.objects.filter(pk__in=wanted).annotate(first_due=FIRST_DUE, was_overseen=Exists(seen))
    return shown.select_related("owner", "group").order_by(*in_turn)


_first_pages = prepared(_page)


def _in_state(cases: QuerySet[Case], state: CaseState | None, today: date, until: date) -> QuerySet[Case]:
    match state:
        case CaseState.RUNNING:
            cases = cases.filter(closed_on=None)
        case CaseState.LATE:
            cases = cases.filter(is_late(today), closed_on=None)
        case CaseState.TODAY:
            cases = cases.filter(asks_today(today), closed_on=None)
        case CaseState.THIS_WEEK:
            cases = cases.filter(asks_this_week(today, until), closed_on=None)
        case CaseState.AFTER_CARE:
            cases = cases.filter(closed_on=None, stage=Stage.AFTER_CARE)
        case CaseState.TO_CLOSE:
            cases = cases.filter(closed_on=None, stage=Stage.TO_CLOSE)
        case CaseState.CLOSED:
            cases = cases.filter(closed_on__isnull=False)
    return cases


def children_of(cases: Iterable[Case]) -> dict[UUID, list[Involved]]:
    """The children who take part now, per case: targets first. One query."""
    by_case: dict[UUID, list[Involved]] = {}
    for involved in in_order(_taking_part([case.pk for case in cases])):
        by_case.setdefault(involved.case_id, []).append(involved)
    return by_case


@prepared
def _taking_part(cases: Sequence[UUID]) -> QuerySet[Involved]:
    return Involved.objects.filter(case__in=cases, left_on=None).select_related("pupil__group")


@dataclass(frozen=True)
class PlanLine:
    """A plan that the team may read: its newest version, whether this person has read it, and what is asked."""

    case: Case
    children: list[Involved]
    version: PlanVersion
    read: bool
    watch_until: date | None  # colleagues are asked to watch until this day
    observed: bool  # this person noted something since the request
    reads_file: bool  # this person may read the whole case, not its plan alone


def plan_lines(staff: StaffMember, today: date, page: int = 1) -> tuple[list[PlanLine], bool]:
    """One page of the running plans, the latest issued first, and whether there is a next page."""
    who = (staff.pk, staff.school_id, Role(staff.role), staff.is_active)
    last = AtMost(page * PAGE + 1)
    versions = _first_plans(*who, last) if page <= MOST_PREPARED else list(_plans(*who, last))
    shown = versions[:PAGE]
    ids = [version.case_id for version in shown]
    load_keys(ids)
    children = children_of(version.case for version in shown)
    read = set(_read_of(staff.pk, [version.pk for version in shown]))
    requests: dict[UUID, Fact] = {}
    observed: dict[UUID, Fact] = {}
    for fact in asked_and_noted(ids):
        if fact.kind == "observation_request":
            requests[fact.case_id] = fact
        elif fact.by_id == staff.pk:
            observed[fact.case_id] = fact
    lines = []
    for version in shown:
        request, mine = requests.get(version.case_id), observed.get(version.case_id)
        asked = request is not None and request.until_on is not None and request.until_on >= today
        lines.append(
            PlanLine(
                version.case,
                children.get(version.case_id, []),
                version,
                version.pk in read,
                request.until_on if asked and request else None,
                asked and request is not None and mine is not None and mine.at > asked_at(request),
                version.reads_file,
            )
        )
    return lines, len(versions) > PAGE


def _plans(who: UUID, school: UUID, role: Role, is_active: bool, last: AtMost) -> QuerySet[Any]:
    """The newest versions of one page of plans, and one more, which is the `last`; not what stands in them."""
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    newer = PlanVersion.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    newest = PlanVersion.objects.filter(~Exists(newer), school=school, case__in=running_shown_to_team(staff))
    wanted = newest.order_by("-issued_at", "-id").values("pk")[last.rows - PAGE - 1 : last.rows]
    return (
        PlanVersion.objects.filter(pk__in=wanted)
        .annotate(reads_file=Exists(cases_visible_to(staff).filter(pk=OuterRef("case"))))
        .select_related("case__owner", "case__group", "issued_by")
        .defer("content")
        .order_by("-issued_at", "-id")
    )


_first_plans = prepared(_plans)


@prepared
def _read_of(who: UUID, versions: Sequence[UUID]) -> QuerySet[PlanRead, UUID]:
    return PlanRead.objects.filter(staff=who, version__in=versions).values_list("version_id", flat=True)


@prepared
def asked_and_noted(cases: Sequence[UUID]) -> QuerySet[Fact]:
    """The requests to watch in these cases and what colleagues noted, oldest first, each as it stands."""
    return current_facts(cases, ("observation_request", "observation"))


def current_facts(case_ids: Collection[UUID], kinds: Collection[str]) -> QuerySet[Fact]:
    """The facts of these kinds that were not replaced, oldest first."""
    replaced = Fact.objects.filter(replaces=OuterRef("pk"))
    facts = Fact.objects.filter(case__in=case_ids, kind__in=kinds).exclude(Exists(replaced)).order_by("at", "id")
    return facts.annotate(first_at=first_recorded()) if "observation_request" in kinds else facts


def first_recorded() -> Subquery:
    """When what a duty has one of was first recorded: putting its words right asks nobody anew."""
    same = Fact.objects.filter(
        case=OuterRef("case"), kind=OuterRef("kind"), step=OuterRef("step"), round=OuterRef("round")
    )
    return Subquery(same.order_by("at").values("at")[:1])


def asked_at(request: Fact) -> datetime:
    """When colleagues were first asked to watch, of a request from `current_facts`."""
    at: datetime = request.first_at  # type: ignore[attr-defined]  # annotated
    return at


@dataclass(frozen=True)
class KnownCase:
    """A running or earlier case with one of the same pupils. `readable`: this person may open its file."""

    case: Case
    children: list[Involved]
    readable: bool
    agreements: list[Fact]


def cases_with(staff: StaffMember, pupils: Collection[UUID]) -> list[KnownCase]:
    """Running and earlier cases in which one of these pupils takes part, running ones first; none of those that were
    opened by mistake.

    A case that this person may not read is told of when it runs, so that a report can join it; nothing of it is shown.
    """
    found = _with_one_of(staff.pk, staff.school_id, sorted(pupils))
    if not found:
        return []
    readable = set(cases_visible_to(staff).filter(pk__in=[case.pk for case in found]).values_list("pk", flat=True))
    children = children_of(found)
    load_keys(readable)
    agreements: dict[UUID, list[Fact]] = {}
    for fact in current_facts(readable, ("agreement",)):
        agreements.setdefault(fact.case_id, []).append(fact)
    return sorted(
        (
            KnownCase(
                case,
                [child for child in children.get(case.pk, []) if case.pk in readable or child.pupil_id in pupils],
                case.pk in readable,
                agreements.get(case.pk, []),
            )
            for case in found
            if case.pk in readable or case.closed_on is None
        ),
        key=lambda known: known.case.closed_on is not None,
    )


@prepared
def _with_one_of(who: UUID, school: UUID, pupils: Sequence[UUID]) -> QuerySet[Case]:
    staff = StaffMember(id=who, school_id=school)
    involved = Involved.objects.filter(case=OuterRef("pk"), pupil__in=pupils, left_on=None)
    return (
        cases_with_standing(staff)
        .filter(Exists(involved))
        .exclude(ended_as=Ending.MISTAKE)
        .exclude(Exists(CaseStaff.objects.filter(case=OuterRef("pk"), staff=staff, part=CaseStaff.Part.EXCLUDED)))
        .select_related("owner", "group", "stand_in")
        .order_by("-opened_at")[:PAGE]
    )


def open_concerns(staff: StaffMember) -> list[Concern]:
    """Reports about staff that nobody has taken up yet, for coordinator and head, never for the accused."""
    return list(concerns_visible_to(staff).filter(taken_up_at=None).select_related("raised_by").order_by("raised_at"))


def incidents_per_week(file: CaseFile, until: date) -> list[tuple[date, int]]:
    """How many incidents were recorded in each week, from the first up to this day, as (Monday, number) (row S2b): also
    in how many weeks there was none."""
    days = sorted(fact.on for fact in file.of_kind("incident"))
    if not days:
        return []
    monday = days[0] - timedelta(days=days[0].weekday())
    weeks = []
    while monday <= max(days[-1], until):
        weeks.append((monday, sum(monday <= day < monday + timedelta(weeks=1) for day in days)))
        monday += timedelta(weeks=1)
    return weeks


@dataclass(frozen=True)
class Feeling:
    """How safe a child said to feel, at a talk or by itself: 1 (not safe) to 5, or None when it would not say."""

    on: date
    child: Involved
    value: int | None
    place: VisitKey


def feelings_of(file: CaseFile) -> dict[UUID, list[Feeling]]:
    """Each child's answers over time, by the id of Involved, oldest first."""
    lines: dict[UUID, list[Feeling]] = {}
    for fact, key, value in sorted(_felt(file), key=lambda felt: (felt[0].on, felt[0].at)):
        child = file.child(key)
        if child:
            lines.setdefault(child.pk, []).append(Feeling(fact.on, child, value, fact.place))
    return lines


def felt_on(file: CaseFile, on: date) -> dict[str, int | None]:
    """What each child said on this day of how safe it feels, the last of it, by its key."""
    felt = feelings_of(file)
    return {str(pk): last[-1].value for pk, given in felt.items() if (last := [one for one in given if one.on == on])}


def _felt(file: CaseFile) -> Iterator[tuple[Fact, str, int | None]]:
    """What children said in a talk, and what those who are bullied said by themselves."""
    for talk in file.of(Talk):
        yield from ((talk.fact, key, value) for key, value in talk.body.feelings.items())
    for one in file.of(OwnVerdict):
        if one.body.stopped:
            yield from ((one.fact, key, one.body.feels) for key in one.fact.about)
