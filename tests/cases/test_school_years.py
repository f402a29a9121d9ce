"""Whole school years nobody thought of: people ill and gone, holidays, weeks without mail. No child waits unseen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring import words
from kring.cases.actions import answering, people, school_changes
from kring.cases.actions.reminding import sweep
from kring.cases.bodies import Danger, DangerAnswered, Kept
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Case, Report
from kring.cases.queries import today_lines
from kring.mail.models import Letter
from kring.school.calendars import calendar_for
from kring.school.models import Role, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast
from tests.mail.post import Clock, Postbox, send_all, sender

CHILDREN = st.sampled_from(["sem", "daan", "lars", "noor", "jens", "yara"])
STAFF = st.sampled_from(["anouk", "bram", "wil", "carla", "hein", "mo"])
EVENTS = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 21)),
    st.tuples(st.just("report"), st.tuples(CHILDREN, CHILDREN, STAFF, st.sampled_from([None, *Danger]))),
    st.tuples(st.just("go on"), st.sampled_from(["teasing", "bullying", "yes", "no", "positive", "negative"])),
    st.tuples(st.just("answer"), STAFF),
    st.tuples(st.just("stands in"), STAFF),
    st.tuples(st.just("hand over"), STAFF),
    st.tuples(st.just("leaves"), STAFF),
    st.tuples(st.just("comes back"), STAFF),
    st.tuples(st.just("mail"), st.booleans()),
)


class Year:
    """A school day by day, with its worker."""

    def __init__(self, cast: Cast, begins: date) -> None:
        self.cast, self.school, self.today = cast, cast.school, begins
        self.postbox = Postbox()
        self.hand = sender(self.postbox)
        self.cases: list[Telling] = []

    def passes(self, days: int) -> None:
        for _ in range(days):
            self.today += timedelta(days=1)
            at = datetime.combine(self.today, time(8), words.HERE)
            sweep(school=self.school, at=at, today=self.today)
            send_all(self.hand, Clock(at))
            self.assert_that_no_child_waits_unseen()

    def told(self, by: StaffMember) -> Telling:
        return tell(self.cast).on(self.today).as_(by)

    def goes_on(self, answer: str) -> None:
        for case in self.cases:
            current = case.on(self.today).as_(case.case.owner).progress.current
            if current is None:
                continue
            case.do_the_rest()
            case.judged(answer) if answer in ("teasing", "bullying") else case.evaluate(answer, Kept.PARTLY)

    def leads(self) -> Iterator[StaffMember]:
        roles = (Role.COORDINATOR, Role.HEAD)
        yield from StaffMember.objects.filter(school=self.school, is_active=True, role__in=roles)

    def assert_that_no_child_waits_unseen(self) -> None:
        calendar = calendar_for(self.school)
        for case in Case.objects.filter(school=self.school, closed_on=None).select_related("owner", "school"):
            assert case.owner.is_active
            assert case.next_due_on is not None
            seen_by = today_lines(case.owner, self.today, calendar)
            assert case.pk in {line.case.pk for line in seen_by}, "on nobody's Vandaag"
        for report in Report.objects.filter(school=self.school).select_related("case"):
            if report.case and calendar.school_days_between(report.taken_at.date(), self.today) >= 1:
                told = Letter.objects.filter(about=report.case_id).exclude(to_staff=report.taken_by)
                assert told.exists() or report.case.owner_id == report.taken_by_id, "nobody was told"
        for case in Case.objects.filter(school=self.school, danger_since__isnull=False):
            since = case.danger_since
            assert since is not None
            for leader in self.leads():
                assert (Why.DANGER, case.pk) in {(one.why, one.case.pk) for one in cannot_wait(leader, self.today)}
                if since.astimezone(words.HERE).date() < self.today:
                    reminded = Letter.objects.filter(kind="danger_waits", about=case.pk, to_staff=leader)
                    assert reminded.filter(key__contains=self.today.isoformat()).exists(), "nobody was reminded"


def goes(year: Year, event: str, with_: object) -> None:
    cast = year.cast
    match event, with_:
        case "days", int(days):
            year.passes(days)
        case "report", (str(target), str(other), str(by), danger):
            case = year.told(getattr(cast, by))
            report = case.report_of(getattr(cast, target), by=(getattr(cast, other),) if other != target else ())
            signs = (danger,) if isinstance(danger, Danger) else ()
            year.cases.append(case.opens(replace(report, dangers=signs), token=uuid4()))
        case "go on", str(answer):
            year.goes_on(answer)
        case "answer", str(name):
            for case in year.cases:
                act = case.on(year.today).as_(getattr(cast, name)).act()
                answered = DangerAnswered(called="De ouders", done="Zij halen het kind op.", over=True)
                answering.answer_danger(act=act, case_id=case.id, on=year.today, answered=answered)
        case "stands in", str(name):
            for case in year.cases:
                people.set_stand_in(
                    act=case.on(year.today).as_(case.case.owner).act(), case_id=case.id, to=getattr(cast, name).pk
                )
        case "hand over", str(name):
            for case in year.cases:
                people.hand_over(
                    act=case.on(year.today).as_(cast.carla).act(), case_id=case.id, to=getattr(cast, name).pk
                )
        case (("leaves" | "comes back"), str(name)):
            act = year.told(cast.ada).act()
            school_changes.change_colleague(act=act, staff=getattr(cast, name), is_active=event == "comes back")
        case "mail", bool(away):
            year.postbox.away = away
        case _:
            raise AssertionError(event)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begins=st.dates(date(2026, 8, 31), date(2027, 6, 30)), events=st.lists(EVENTS, min_size=10, max_size=40))
def test_in_no_school_year_does_a_child_wait_unseen(cast: Cast, begins: date, events: list[tuple[str, object]]) -> None:
    with transaction.atomic():
        year = Year(cast, begins)
        for event, with_ in events:
            try:
                with transaction.atomic():
                    goes(year, event, with_)
            except (Conflict, NotAllowed, Refused):
                pass  # said no, in words
        year.passes(3)
        transaction.set_rollback(True)
