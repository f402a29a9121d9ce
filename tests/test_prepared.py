"""A question that is put into SQL once answers as its queryset does, whatever it is asked with."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from kring.cases.models import Case, Fact
from kring.prepared import MOST, CannotBePrepared, prepared
from kring.school.models import Pupil, Role, StaffMember
from tests.cases.telling import tell

WRITTEN: list[str] = []


@prepared
def facts_of(cases: list[UUID], authors: bool) -> QuerySet[Fact]:
    WRITTEN.append("facts")
    found = Fact.objects.filter(case__in=cases).order_by("at", "id")
    return found.select_related("by") if authors else found


@prepared
def names_of(school: UUID, role: Role) -> QuerySet[StaffMember, str]:
    return StaffMember.objects.filter(school=school, role=role).order_by("name").values_list("name", flat=True)


@pytest.fixture
def cases(cast) -> list[Case]:
    first = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().case
    second = tell(cast).report(cast.daan, by=(cast.sem,)).step_1().case
    return [first, second]


def test_it_answers_as_the_queryset_does(cases):
    for asked in ([cases[0].pk], [cases[1].pk], [one.pk for one in cases]):
        expected = list(Fact.objects.filter(case__in=asked).select_related("by").order_by("at", "id"))
        with CaptureQueriesContext(connection) as queries:
            found = facts_of(asked, True)
        told = [(one.pk, one.kind, one.on, one.at, one.about, one.sealed_body, one.by.name) for one in found]
        assert told == [(one.pk, one.kind, one.on, one.at, one.about, one.sealed_body, one.by.name) for one in expected]
        assert len(queries) == 1


def test_other_values_of_the_same_shape_are_not_put_into_sql_again(cases):
    facts_of([uuid4()], False)
    WRITTEN.clear()
    assert {one.case_id for one in facts_of([cases[1].pk], False)} == {cases[1].pk}
    assert WRITTEN == []


def test_a_row_of_three_answers_as_three_do_and_a_row_of_none_asks_nothing(cases):
    keys = [one.pk for one in cases]
    assert len(facts_of([*keys, keys[0], uuid4()], False)) == len(facts_of(keys, False))
    with CaptureQueriesContext(connection) as queries:
        assert facts_of([], False) == []
    assert len(queries) == 0


def test_a_very_long_row_is_asked_by_django(cases):
    many = [*(one.pk for one in cases), *(uuid4() for _ in range(MOST))]
    assert facts_of(many, False) == facts_of(many[:2], False)


def test_a_member_of_an_enum_is_looked_at_and_not_taken_for_another(cast):
    for role in (Role.TEACHER, Role.COORDINATOR, Role.TEACHER):
        staff = StaffMember.objects.filter(school=cast.school, role=role).order_by("name")
        assert names_of(cast.school.pk, role) == [one.name for one in staff] != []


def test_days_moments_texts_and_numbers_are_values_too(cases):
    @prepared
    def asked(day: date, at: object, kind: str, turn: int) -> QuerySet[Fact]:
        return Fact.objects.filter(on__lte=day, at__lt=at, kind=kind, round=turn).order_by("id")

    fact = Fact.objects.filter(case=cases[0]).order_by("at")[0]
    for later, kind in ((1, fact.kind), (-1, fact.kind), (1, "no such kind")):
        values = fact.on, fact.at + timedelta(seconds=later), kind, fact.round
        there = Fact.objects.filter(on__lte=values[0], at__lt=values[1], kind=kind, round=fact.round).order_by("id")
        assert asked(*values) == list(there)
    assert asked(fact.on, fact.at + timedelta(seconds=1), fact.kind, fact.round)


def test_what_would_not_be_the_same_sql_is_refused_the_first_time(cast):
    @prepared
    def with_wildcards(text: str) -> QuerySet[Fact]:
        return Fact.objects.filter(kind__contains=text)

    @prepared
    def so_many(count: int) -> QuerySet[Pupil]:
        return Pupil.objects.order_by("id")[:count]

    with pytest.raises(CannotBePrepared):
        with_wildcards("talk")
    with pytest.warns(CannotBePrepared):  # as in a school
        assert len(so_many(2)) == 2


@pytest.mark.django_db(transaction=True)
def test_nobody_is_made_to_wait_outside_a_transaction():
    @prepared
    def held(case: UUID) -> QuerySet[Case]:
        return Case.objects.select_for_update().filter(pk=case)

    with pytest.raises(TransactionManagementError):
        held(uuid4())


def test_what_is_another_question_for_another_day_is_refused_and_a_value_that_is_not_asked_of_is_not(cases):
    @prepared
    def the_day_after(day: date) -> QuerySet[Fact]:
        return Fact.objects.filter(on=day + timedelta(days=1))

    @prepared
    def of_long_ago_or_all(day: date) -> QuerySet[Fact]:
        return Fact.objects.filter(on=day) if day.year < 1900 else Fact.objects.all()

    @prepared
    def whenever(day: date, case: UUID) -> QuerySet[Fact]:
        return Fact.objects.filter(case=case).order_by("at", "id")

    day = date(2026, 11, 23)
    with pytest.raises(CannotBePrepared):
        the_day_after(day)
    with pytest.raises(CannotBePrepared):
        of_long_ago_or_all(day)
    assert whenever(day, case=cases[0].pk) == facts_of([cases[0].pk], False) != []
