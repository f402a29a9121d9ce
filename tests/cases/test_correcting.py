"""What a verb corrects is said in one place, `Act.corrects`, and refused in one: `Change.correcting`."""

from typing import Any
from uuid import uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import agreeing, recording
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Fact
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


@pytest.fixture
def told(case: Telling) -> Fact:
    [fact] = case.incident()
    return fact


def incident(what: str) -> bodies.Incident:
    return bodies.Incident(what=what, place="playground", sorts=("things",))


def correct(case: Telling, told: Fact, *what: str, **seen: Any) -> list[Fact]:
    about = case.keys(Role.TARGET)
    return recording.record_incidents(
        act=case.act(corrects=told.pk, **seen),
        case_id=case.id,
        incidents=[(case.today, about, incident(one)) for one in what],
    )


def test_a_form_that_saw_it_takes_its_place(case, told):
    [better] = correct(case, told, "Zijn tas lag in de sloot.", token=uuid4(), seen=told.pk)
    assert better.replaces_id == told.pk
    assert case.file.of_kind("incident") == [better]


@pytest.mark.parametrize("seen", [None, "another"])
def test_a_form_that_had_not_seen_it_is_shown_it(case, told, seen):
    [other] = case.incident(what="Zijn jas was weg.")
    with pytest.raises(Conflict) as conflict:
        correct(case, told, "Zijn tas lag in de sloot.", token=uuid4(), seen=other.pk if seen else None)
    assert conflict.value.theirs == told
    assert case.file.of_kind("incident") == [told, other]


def test_a_form_that_saw_a_version_before_it_is_shown_the_newest(case, told):
    [better] = correct(case, told, "Zijn tas lag in de sloot.")
    with pytest.raises(Conflict) as conflict:
        correct(case, told, "Zijn tas lag in de vijver.", token=uuid4(), seen=told.pk)
    assert conflict.value.theirs == better


def test_only_the_first_that_is_recorded_takes_its_place(case, told):
    first, second = correct(case, told, "Zijn tas lag in de sloot.", "Zijn jas ook.", token=uuid4(), seen=told.pk)
    assert (first.replaces_id, second.replaces_id) == (told.pk, None)


def test_what_was_taken_back_is_not_put_right(case, told):
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=told.pk, reason="Het was een ander.")
    with pytest.raises(Refused, match="intussen verbeterd of ingetrokken"):
        correct(case, told, "Zijn tas lag in de sloot.", token=uuid4(), seen=told.pk)


def test_a_fact_of_another_case_is_nobodys_to_correct(case, told, cast):
    other = tell(cast, cast.bram).report(cast.yara, by=(cast.lars,))
    with pytest.raises(NotAllowed):
        correct(other, told, "Zijn tas lag in de sloot.", token=uuid4(), seen=told.pk)


def test_a_verb_of_another_kind_corrects_nothing(case, told):
    agreement = bodies.Agreement(what="Daan helpt zoeken.", who="Daan", from_on=case.today)
    with pytest.raises(NotAllowed):
        agreeing.agree(act=case.act(corrects=told.pk), case_id=case.id, agreements=[agreement])
