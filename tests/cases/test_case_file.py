"""Reading a case's file: facts of one kind with their bodies, by the visit they were recorded in."""

from uuid import uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.typed import FactOf
from kring.protocol.terms import Role
from tests.cases.telling import tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_facts_of_one_kind_are_read_with_their_bodies_in_the_order_of_recording(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    talks = case.file.of(bodies.Talk)
    assert [talk.fact.duty for talk in talks] == ["talk_target", "talk_instigator"]
    assert [talk.body.own_words for talk in talks] == ["Ze doen het elke pauze.", ""]


def test_facts_of_one_visit_leave_out_the_other_visits(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    file = case.file
    first, *_others = file.progress.visits
    here = file.of(bodies.Talk, at=first)
    assert [talk.fact.place for talk in here] == [first.place, first.place]
    assert len(file.of(bodies.Talk)) > len(here)


def test_reading_by_kind_unseals_nothing_until_a_body_is_asked(cast: Cast) -> None:
    file = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().file
    talks = file.of(bodies.Talk)
    assert not [fact for fact in file.every_fact if "body" in fact.__dict__]
    assert talks[0].body.said
    assert [fact.pk for fact in file.every_fact if "body" in fact.__dict__] == [talks[0].fact.pk]


def test_a_fact_of_another_kind_is_refused_as_this_one(cast: Cast) -> None:
    file = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().file
    with pytest.raises(LookupError):
        FactOf(file.of_kind("incident")[0], bodies.Talk)


def test_the_newest_version_of_a_fact_is_its_last_correction_or_its_withdrawal(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    first = case.file.of_kind("incident")[0]
    incident = bodies.Incident(what="Zijn tas lag in de sloot.")
    (second,) = recording.record_incidents(
        act=case.act(corrects=first.pk), case_id=case.id, incidents=[(case.today, case.keys(Role.TARGET), incident)]
    )
    assert case.file.newest(first) == case.file.newest(second) == second
    withdrawal = recording.withdraw(act=case.act(), case_id=case.id, fact_id=second.pk, reason="Het was een ander.")
    assert case.file.newest(first) == withdrawal


def test_a_guardianship_is_of_this_case_when_its_child_is_one_whose_guardians_are_informed(cast: Cast) -> None:
    file = tell(cast).report(cast.sem, by=(cast.daan,)).file
    for link in file.guardianships:
        assert file.guardianship(link.pk) == link
    assert file.guardianship(uuid4()) is None
