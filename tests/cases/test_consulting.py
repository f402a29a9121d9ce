"""A consultation is the coordinator's too: confirmed or added to, in the plan, and nothing waits for it (S4c)."""

from uuid import UUID, uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import consulting, people, recording
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.consulting import to_confirm
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.plan_drawing import draw_up
from kring.cases.plan_words import plan_on_screen
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Step 4: the agreements were not kept, so the teacher consults the coordinator."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.feeling(3).do_the_rest().decide("no")
    return case


def consulted(case: Telling, advice: str = "Extra ogen op het plein.", **more: bool) -> Fact:
    consultation = bodies.Consultation(advice=advice, with_whom="Carla Jansen", **{"in_plan": True, **more})
    return recording.consult(act=case.act(), case_id=case.id, on=case.today, consultation=consultation)


def asked(case: Telling, staff: StaffMember) -> list[UUID]:
    """The cases in which this person's Vandaag asks for a word on a consultation."""
    return [one.case.pk for one in cannot_wait(staff, case.today) if one.why is Why.CONSULTED]


def evaluated(case: Telling) -> str:
    plan = draw_up(case.file, number=2, issued_by="Anouk", today=case.today, coordinators=())
    return plan_on_screen(plan).evaluations[-1].text


def test_what_a_teacher_wrote_waits_for_the_coordinator_and_for_nobody_else(case, cast):
    fact = consulted(case)
    assert [one.fact.pk for one in to_confirm(case.file)] == [fact.pk]
    assert asked(case, cast.carla) == [case.id]
    for staff in (cast.anouk, cast.hein, cast.bram, cast.linde.coordinator):
        assert asked(case, staff) == []


def test_confirmed_once_it_waits_no_more(case, cast):
    consulted(case)
    consulting.confirm_consultation(act=case.as_(cast.carla).act(), case_id=case.id)
    assert (asked(case, cast.carla), to_confirm(case.file)) == ([], [])
    with pytest.raises(Refused):
        consulting.confirm_consultation(act=case.act(), case_id=case.id)


def test_what_the_coordinator_wrote_needs_nobody(case, cast):
    case.as_(cast.carla)
    consulted(case)
    assert (asked(case, cast.carla), to_confirm(case.file)) == ([], [])


def test_what_is_put_right_after_it_was_confirmed_is_asked_anew(case, cast):
    fact = consulted(case)
    consulting.confirm_consultation(act=case.as_(cast.carla).act(), case_id=case.id)
    case.as_(cast.anouk)
    consultation = bodies.Consultation(advice="Extra ogen in de gang.", with_whom="Carla Jansen", in_plan=True)
    right = recording.consult(act=case.act(corrects=fact.pk), case_id=case.id, on=case.today, consultation=consultation)
    assert [one.fact.pk for one in to_confirm(case.file)] == [right.pk]
    assert asked(case, cast.carla) == [case.id]
    seen = case.as_(cast.carla).act(token=uuid4(), seen=fact.pk)
    with pytest.raises(Conflict):
        consulting.confirm_consultation(act=seen, case_id=case.id)


def test_the_plan_says_what_was_agreed_and_what_the_coordinator_added(case, cast):
    consulted(case)
    assert "Afgesproken met de Seo-coördinator: Extra ogen op het plein." in evaluated(case)
    consulting.confirm_consultation(act=case.as_(cast.carla).act(), case_id=case.id, note="Ik kijk op dinsdag mee.")
    assert evaluated(case).endswith("Ik kijk op dinsdag mee.")


def test_what_was_written_before_the_plan_had_it_stays_out_of_the_plan(case):
    consulted(case, in_plan=False)
    assert "Extra ogen" not in evaluated(case)


def test_nothing_waits_for_the_coordinators_word(case):
    case.do_the_rest()
    assert case.step == "second_evaluation"
    assert to_confirm(case.file)


def test_only_who_leads_confirms(case):
    consulted(case)
    with pytest.raises(NotAllowed):
        consulting.confirm_consultation(act=case.act(), case_id=case.id)


def test_a_coordinator_who_is_kept_out_is_asked_nothing(case, cast):
    consulted(case)
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cast.carla.pk)
    assert asked(case, cast.carla) == []
