"""The promises of the school: what a colleague does for a child on which days, and whether it was kept (decision 068).

Each question about promises takes two queries: the promises, and what was told of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.cases.access import Need, leads, plan_shown_to, readable_by, readers
from kring.cases.bodies import Promise as Promised
from kring.cases.case_file import CaseFile
from kring.cases.models import Case, Promise, PromiseTold
from kring.cases.typed import FactOf
from kring.prepared import prepared
from kring.protocol.calendar import SchoolCalendar
from kring.school.models import GroupTeacher, Role, StaffMember
from kring.vault.keys import load_keys

LONGEST = timedelta(days=366)
STILL_SEEN = timedelta(days=7)
"""So long after its last day a promise that was not kept stands on Vandaag; after that the file tells it."""
MISSED_FOR_LEADERS = 2
"""So many promised days in a row without it, and those who lead see it too."""


@dataclass(frozen=True)
class Kept:
    """A promise with the days on which it was promised, up to and with `until`, and what was told of each."""

    promise: Promise
    told: dict[date, PromiseTold]
    school_calendar: SchoolCalendar
    until: date

    @cached_property
    def calendar(self) -> SchoolCalendar:
        """The days on which the child that it was promised to is at school."""
        return self.school_calendar.without(self.promise.child.pupil.group_id)

    @property
    def body(self) -> Promised:
        """What was promised, unsealed."""
        return FactOf(self.promise.fact, Promised).body

    @cached_property
    def days(self) -> list[date]:
        """The promised days so far: school days on one of its weekdays, while the child took part and the case ran."""
        ends = [self.promise.last_on, self.until, self.promise.case.closed_on, self.promise.child.left_on]
        last = min(day for day in ends if day)
        first = self.promise.first_on
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            day for day in every if str(day.isoweekday()) in self.promise.weekdays and self.calendar.is_school_day(day)
        ]

    @property
    def kept(self) -> int:
        """On how many of these days it was kept."""
        return sum(day in self.told and self.told[day].kept for day in self.days)

    @property
    def missed(self) -> list[date]:
        """The last promised days, one after another, on which it was not kept or nobody told; the latest first."""
        return list(takewhile(lambda day: not (day in self.told and self.told[day].kept), reversed(self.days)))

    @property
    def counts(self) -> bool:
        """Whether there is still a day to come, as far as is known now."""
        return self.promise.last_on >= self.until and not (self.promise.case.closed_on or self.promise.child.left_on)

    def is_asked_on(self, day: date) -> bool:
        """Whether it was promised for this day and nobody told of it yet."""
        return day in self.days and day not in self.told


def promises_of(file: CaseFile, today: date) -> list[Kept]:
    """The promises in a case, the first to begin on top; today counts only when it was told."""
    found = []
    for promise in file.promises:
        promise.case = file.case
        told = {one.on: one for one in promise.told.all()}
        until = today if today in told else today - timedelta(days=1)
        found.append(Kept(promise, told, file.school_calendar, until))
    return found


@dataclass(frozen=True)
class OnToday:
    """What one person promised and did not tell of yet, with the day: today, or the promised day before; and what was
    not kept on its last promised day, where this person carries the case out or, after two days, leads."""

    asked: list[tuple[Kept, date]]
    missed: list[Kept]


def promises_on_today(staff: StaffMember, today: date, until: date, calendar: SchoolCalendar) -> OnToday:
    """Both for Vandaag; `until` is the last day of which it can be said that a promise was missed. Two queries, one
    where nothing was promised."""
    who = (staff.pk, staff.school_id, Role(staff.role), staff.is_active)
    found = _with_told(_that_may_be_seen(*who, seen_from(today)), calendar, today)
    asked = [
        (one, day)
        for one in found
        if one.promise.staff_id == staff.pk and one.promise.last_on >= today and one.calendar.is_school_day(today)
        for day in one.days[-2:]
        if one.is_asked_on(day)
    ]
    so_far = [Kept(one.promise, one.told, one.school_calendar, until) for one in found]
    missed = [one for one in so_far if len(one.missed) >= _enough(staff, one.promise)]
    load_keys([one.promise.case_id for one in [*(kept for kept, _day in asked), *missed]])
    return OnToday(asked, missed)


def seen_from(today: date) -> date:
    """On the Vandaag of this day no promise stands that ended before this."""
    return today - STILL_SEEN


def that_may_be_seen(staff: StaffMember, since: date) -> QuerySet[Promise]:
    """The promises of which this person's Vandaag may tell: their own, those of cases that they carry out, for who
    leads all that they read; none that ended before this day."""
    before_the_group = GroupTeacher.objects.filter(group=OuterRef("case__group"), staff=staff)
    carried_out = Q(case__owner=staff) | Q(case__stand_in=staff) | Q(is_shared=True)
    readable = readable_by(staff)
    mine = Q(staff=staff) & (readable | plan_shown_to(staff))
    every = _running(staff.school_id, since).annotate(is_shared=Exists(before_the_group))
    return every.filter(mine | (readable if leads(staff) else readable & carried_out)).order_by("last_on", "id")


@prepared
def _that_may_be_seen(who: UUID, school: UUID, role: Role, is_active: bool, since: date) -> QuerySet[Promise]:
    return that_may_be_seen(StaffMember(pk=who, school_id=school, role=role, is_active=is_active), since)


def _enough(staff: StaffMember, promise: Any) -> int:
    """After how many missed days in a row this person sees a promise from `promises_on_today`."""
    if staff.pk in (promise.case.owner_id, promise.case.stand_in_id) or promise.is_shared:
        return 1
    return MISSED_FOR_LEADERS if leads(staff) else NEVER


NEVER = 10_000
"""More days than a promise lasts."""


def could_promise(case: Case, *, has_plan: bool) -> QuerySet[StaffMember]:
    """Those to whom a promise can be given: who works at the case and, once there is a plan, who reads that."""
    return readers(case, Need.READ_PLAN if has_plan else Need.READ_FILE)


def _running(school: UUID, since: date) -> QuerySet[Promise]:
    """The promises of running cases to children who take part in them, that did not end before this day."""
    lasting = Promise.objects.filter(school=school, last_on__gte=since)
    return lasting.filter(case__closed_on=None, child__left_on=None).select_related(
        "fact", "case__owner", "child__pupil__group", "staff"
    )


def _with_told(promises: Iterable[Promise], calendar: SchoolCalendar, until: date) -> list[Kept]:
    found: Sequence[Promise] = list(promises)
    told: dict[object, dict[date, PromiseTold]] = defaultdict(dict)
    if found:
        cases = {promise.case_id for promise in found}
        for one in PromiseTold.objects.filter(case__in=cases, promise__in=found).order_by("at", "id"):
            told[one.promise_id][one.on] = one
    return [Kept(promise, told[promise.pk], calendar, until) for promise in found]
