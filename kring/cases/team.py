"""What the whole team is asked: to read the plans that are new, and to watch where a colleague asked for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kring.cases.access import Need, cases_visible_to, may, plan_shown_to, running_shown_to_team
from kring.cases.bodies import Observation, ObservationRequest
from kring.cases.case_file import CaseFile
from kring.cases.models import Case, Fact, Involved, PlanRead, PlanVersion
from kring.cases.queries import When, children_of, first_recorded, when_of
from kring.cases.typed import FactOf
from kring.names.persons import named
from kring.prepared import AtMost, prepared
from kring.school.models import Role, StaffMember


@dataclass(frozen=True)
class Asked:
    """The newest plan of a running case, and what it asks of one person.

    `watch_until` is None when nobody asks to watch (any more); `answered`: this person noted something since
    the request; `reads_file`: this person may read the whole case, not its plan alone.
    """

    version: PlanVersion
    children: list[Involved]
    read: bool
    watch_until: date | None
    asked_by: str
    asked_by_me: bool
    answered: bool
    reads_file: bool

    @property
    def case(self) -> Case:
        return self.version.case

    @property
    def wants_an_answer(self) -> bool:
        return self.watch_until is not None and not self.answered and not self.asked_by_me

    def when(self, today: date) -> When:
        """A request is answered this week, or today on its last day: it never waits under later."""
        when = when_of(self.watch_until or today, today, late=False)
        return When.THIS_WEEK if when is When.LATER else when


@dataclass(frozen=True)
class Watching:
    """A request to watch that still runs. What to watch for is unsealed when it is asked."""

    fact: Fact
    until: date

    @property
    def watch_for(self) -> str:
        return FactOf(self.fact, ObservationRequest).body.watch_for


def asked_of(staff: StaffMember, today: date, limit: int) -> list[Asked]:
    """What still waits for this person: requests to watch without an answer first, then plans not read. Two queries."""
    plans = plans_to_ask(staff, today, limit)
    return asked_in(plans, children_of([one.case for one in plans]), staff)


def plans_to_ask(staff: StaffMember, today: date, limit: int) -> list[PlanVersion]:
    """The plans of these, with all but the children, which a page may have read with others. One query."""
    return _first_asked(staff.pk, staff.school_id, Role(staff.role), staff.is_active, today, AtMost(limit))


def asked_in(plans: Iterable[PlanVersion], children: Mapping[UUID, list[Involved]], staff: StaffMember) -> list[Asked]:
    """What `plans_to_ask` of this person, with the children who take part in these cases. No query."""
    return sorted(_asked(plans, children, staff), key=lambda asked: not asked.wants_an_answer)


@prepared
def _first_asked(
    who: UUID, school: UUID, role: Role, is_active: bool, today: date, limit: AtMost
) -> QuerySet[PlanVersion]:
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    plans = _newest_plans(staff)
    unread = ~Exists(PlanRead.objects.filter(version=OuterRef("pk"), staff=staff)) & ~Q(issued_by=staff)
    noted = _standing("observation").filter(case=OuterRef("case"), by=staff, at__gt=OuterRef("first_at"))
    unanswered = Exists(_requests(today).exclude(by=staff).filter(~Exists(noted)))
    waiting = plans.annotate(is_asked=unanswered).filter(unread | Q(is_asked=True))
    return _with_what_is_asked(waiting.order_by("-is_asked", "-issued_at", "id")[: limit.rows], staff, today)


def watch_requests(staff: StaffMember, today: date, limit: int) -> list[Asked]:
    """Where colleagues are asked to watch now, the first to end on top, answered or not. Two queries."""
    running = _newest_plans(staff).filter(Exists(_requests(today))).order_by("-issued_at", "id")[:limit]
    plans = list(_with_what_is_asked(running, staff, today))
    asked = _asked(plans, children_of([one.case for one in plans]), staff)
    return sorted(asked, key=lambda asked: asked.watch_until or today)


def requests_without_answer(staff: StaffMember, today: date) -> list[Fact]:
    """The requests to watch that still run, of which this person noted nothing yet, each with its case. One query."""
    latest = _requests(today).filter(case=OuterRef("case"))
    noted = _standing("observation").filter(case=OuterRef("case"), by=staff, at__gt=OuterRef("first_at"))
    return list(
        _standing("observation_request")
        .annotate(first_at=first_recorded())
        .filter(plan_shown_to(staff), school=staff.school_id, until_on__gte=today)
        .filter(pk=Subquery(latest.values("pk")[:1]))
        .exclude(by=staff)
        .filter(~Exists(noted))
        .select_related("case")
        .order_by("until_on", "case__year", "case__number")
    )


def running_request(facts: Iterable[Fact], today: date) -> Watching | None:
    """The newest request to watch among these facts of one case, as long as it runs."""
    requests = [fact for fact in facts if fact.kind == "observation_request"]
    until = requests[-1].until_on if requests else None
    return Watching(requests[-1], until) if until and until >= today else None


def who_saw_something(file: CaseFile) -> int:
    """How many colleagues saw something since the step before this one was finished."""
    before = [visit.finished_on for visit in file.progress.visits if visit.finished_on]
    since = before[-1] if before else file.case.reported_on
    return len({noted.fact.by_id for noted in file.of(Observation) if noted.fact.on >= since and noted.body.seen})


def versions_for(staff: StaffMember, case: Case) -> list[PlanVersion]:
    """The versions of a plan that this person may read, the newest first (docs/decisions/040). One query at most.

    Those who read the file read every version; the team the one in force, as long as the case runs and no child wrongly
    stands in it (docs/decisions/073).
    """
    if may(staff, Need.READ_FILE, case):
        return _versions(case.pk, False)
    if case.closed_on or case.plan_is == Case.PlanIs.WRONG:
        return []
    return _versions(case.pk, True)


@prepared
def _versions(case: UUID, newest_alone: bool) -> QuerySet[PlanVersion]:
    versions = PlanVersion.objects.filter(case=case).order_by("-number")
    if newest_alone:
        versions = versions.filter(number=Subquery(versions.values("number")[:1]))
    return versions.select_related("issued_by")


def noted_since_asked(file: CaseFile) -> list[FactOf[Observation]]:
    """What colleagues noted in one case since they were last asked to watch, the latest first."""
    asked = file.of_kind("observation_request")
    since = file.first(asked[-1]).at if asked else None
    return [noted for noted in reversed(file.of(Observation)) if since is None or noted.fact.at >= since]


def days_without_eyes(file: CaseFile, today: date) -> list[date]:
    """The school days of the last six days, while colleagues are asked to watch, of which nobody wrote down what was to
    be seen and on which no promise was kept; today is not over yet. An evaluation needs more than its own date
    (evidence E1.11)."""
    watching = running_request(file.of_kind("observation_request"), today)
    if watching is None:
        return []
    asked_on = file.first(watching.fact).on
    days = [today - timedelta(days=n) for n in range(LOOKED_BACK, 0, -1)]
    eyes = {fact.on for fact in file.of_kind("observation", "incident")}
    eyes |= {told.on for promise in file.promises for told in promise.told.all() if told.kept}
    return [day for day in days if day > asked_on and day not in eyes and file.calendar.is_school_day(day)]


LOOKED_BACK = 6
"""So many days back a day without eyes is told: by the name of its weekday, which is then only one day."""


def _newest_plans(staff: StaffMember) -> QuerySet[Any]:
    """The newest version of every plan that this person may read."""
    newer = PlanVersion.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    # Which cases have a plan need not be asked: it is a version of theirs that is looked at.
    return PlanVersion.objects.filter(~Exists(newer), school=staff.school_id, case__in=running_shown_to_team(staff))


def _standing(kind: str) -> QuerySet[Fact]:
    """The facts of this kind that were not replaced or taken back."""
    return Fact.objects.filter(~Exists(Fact.objects.filter(replaces=OuterRef("pk"))), kind=kind)


def _requests(today: date) -> QuerySet[Any]:
    """The requests to watch that still run, in the case of the plan around this, the latest first."""
    running = _standing("observation_request").filter(case=OuterRef("case"), until_on__gte=today)
    return running.annotate(first_at=first_recorded()).order_by("-at", "-id")


def _with_what_is_asked(wanted: QuerySet[Any], staff: StaffMember, today: date) -> QuerySet[Any]:
    """These plans with what they ask: all but which ones they are is looked up for these only."""
    requests = _requests(today)
    noted = _standing("observation").filter(case=OuterRef("case"), by=staff, at__gt=OuterRef("asked_at"))
    return (
        PlanVersion.objects.filter(pk__in=wanted.values("pk"))
        .annotate(
            request=Subquery(requests.values(told=JSONObject(until="until_on", by="by", name="by__name"))[:1]),
            asked_at=Subquery(requests.values("first_at")[:1]),
            reads_file=Exists(cases_visible_to(staff).filter(pk=OuterRef("case"))),
            is_read=Exists(PlanRead.objects.filter(version=OuterRef("pk"), staff=staff)),
        )
        .annotate(answered=Exists(noted))
        .select_related("case__owner", "case__group", "issued_by")
        .defer("content")
        .order_by("-issued_at", "id")
    )


def _asked(plans: Iterable[PlanVersion], children: Mapping[UUID, list[Involved]], staff: StaffMember) -> list[Asked]:
    return [_asked_of(version, children.get(version.case_id, []), staff) for version in plans]


def _asked_of(version: Any, children: list[Involved], staff: StaffMember) -> Asked:
    """What one of these plans asks; `request` is what was read of the request to watch, if one runs."""
    request = version.request or {"until": None, "by": None, "name": ""}
    named(request["name"])
    return Asked(
        version=version,
        children=children,
        read=version.is_read,
        watch_until=date.fromisoformat(request["until"]) if request["until"] else None,
        asked_by=request["name"],
        asked_by_me=request["by"] is not None and UUID(request["by"]) == staff.pk,
        answered=version.answered,
        reads_file=version.reads_file,
    )
