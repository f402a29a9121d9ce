"""An expert from outside takes part as a person: in the plan, until a day or until somebody ends it (S5c)."""

from datetime import date, timedelta

import pytest

from kring.cases import bodies
from kring.cases.actions import outsiders, recording
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.outside import experts_now
from kring.cases.plan import Plan
from kring.cases.plan_changes import changes_between
from kring.cases.plan_drawing import draw_up
from kring.cases.plan_in_force import stale_of
from kring.cases.plan_words import change_in_words, plan_on_screen
from kring.mail.models import Letter
from kring.school.models import Account, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast

MARIT = bodies.OutsideExpert(name="Marit Hoek", organisation="Wijkteam", shared="Het plan, zonder namen.")


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def brought_in(case: Telling, **more: date) -> Fact:
    return outsiders.bring_in_expert(act=case.act(), case_id=case.id, expert=MARIT, **more)


def plan_of(case: Telling) -> Plan:
    return draw_up(case.file, number=2, issued_by="Anouk", today=case.today, coordinators=())


def in_plan(case: Telling) -> list[str]:
    return [f"{one.label}, {one.text}" for one in plan_on_screen(plan_of(case)).experts]


def test_an_expert_stands_in_the_plan_with_organisation_and_last_day_and_not_what_was_shared(case):
    brought_in(case, until_on=case.today + timedelta(days=14))
    [line] = in_plan(case)
    assert line == "Marit Hoek, deskundige van buiten, Wijkteam, tot en met 7 december"


def test_after_the_last_day_the_expert_takes_part_no_more(case):
    brought_in(case, until_on=case.today)
    assert in_plan(case)
    assert not experts_now(case.file, case.today + timedelta(days=1))


def test_an_expert_is_ended_by_hand_at_once_and_only_once(case):
    fact = brought_in(case)
    ended = outsiders.end_expert(act=case.act(), case_id=case.id, fact_id=fact.pk)
    assert in_plan(case) == []
    assert outsiders.end_expert(act=case.act(), case_id=case.id, fact_id=fact.pk).pk == ended.pk
    assert case.file.former(ended)[0].body == MARIT


def test_an_expert_gets_no_account_and_no_letter(case):
    before = StaffMember.objects.count(), Account.objects.count(), Letter.objects.count()
    brought_in(case)
    assert (StaffMember.objects.count(), Account.objects.count(), Letter.objects.count()) == before


@pytest.mark.parametrize(("field", "wrong"), [("name", {"name": " "}), ("shared", {"shared": ""})])
def test_who_it_is_and_what_was_shared_is_asked(case, field, wrong):
    expert = bodies.OutsideExpert(**{"name": "Marit Hoek", "shared": "Het plan."} | wrong)
    with pytest.raises(Refused) as refused:
        outsiders.bring_in_expert(act=case.act(), case_id=case.id, expert=expert)
    assert refused.value.field == field


def test_the_last_day_is_still_to_come_but_stays_when_a_name_is_put_right_later(case):
    with pytest.raises(Refused):
        brought_in(case, until_on=case.today - timedelta(days=1))
    until_on = case.today
    fact = brought_in(case, until_on=until_on)
    case.on(case.today + timedelta(days=1))
    right = outsiders.bring_in_expert(act=case.act(corrects=fact.pk), case_id=case.id, expert=MARIT, until_on=until_on)
    assert (right.replaces_id, right.on) == (fact.pk, fact.on)


def test_only_an_expert_of_this_case_can_be_ended(case, cast):
    other = tell(cast).report(cast.noor, by=(cast.lars,)).step_1()
    fact = brought_in(case)
    for fact_id in (case.file.facts[0].pk, fact.pk):
        with pytest.raises(NotAllowed):
            outsiders.end_expert(act=other.act(), case_id=other.id, fact_id=fact_id)


def test_one_that_was_taken_back_cannot_be_ended(case):
    fact = brought_in(case)
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Verkeerde zaak.")
    with pytest.raises(Refused):
        outsiders.end_expert(act=case.act(), case_id=case.id, fact_id=fact.pk)


def test_the_next_version_of_the_plan_says_who_came_and_who_went(case):
    without = plan_of(case)
    fact = brought_in(case)
    with_marit = plan_of(case)
    assert told(without, with_marit) == ["Marit Hoek (Wijkteam) denkt nu mee van buiten de school."]
    outsiders.end_expert(act=case.act(), case_id=case.id, fact_id=fact.pk)
    assert told(with_marit, plan_of(case)) == ["Marit Hoek (Wijkteam) denkt niet meer mee."]


def test_an_agreed_last_day_that_passes_makes_the_plan_no_less_true_and_an_end_by_hand_does(case):
    fact = brought_in(case, until_on=case.today)
    with_marit = plan_of(case)
    outsiders.end_expert(act=case.act(), case_id=case.id, fact_id=fact.pk)
    assert stale_of(changes_between(with_marit, plan_of(case)))
    case.on(case.today + timedelta(days=1))
    changes = changes_between(with_marit, plan_of(case))
    assert stale_of(changes) == []
    assert [change_in_words(change) for change in changes] == [
        "Marit Hoek (Wijkteam) dacht mee tot de dag die was afgesproken (23 november)"
    ]


def told(former: Plan, new: Plan) -> list[str]:
    return [change_in_words(change) for change in changes_between(former, new)]
