"""What a parent notices at home and proposes is kept at each call, and the next call asks what became of it (E7.1)."""

import pytest

from kring.cases.actions import informing
from kring.cases.bodies import Informed, Reached
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.cases.told import waiting_proposal
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PROPOSAL = "Laat hem de eerste week door de zijdeur naar binnen."


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def mother(cast: Cast) -> Guardianship:
    return Guardianship.objects.get(guardian=cast.inge_bakker)


def inform(case: Telling, at_home: str = "", proposed: str = "", taken_over: bool | None = None, why: str = "") -> Fact:
    told = Informed(
        reached=Reached.INFORMED,
        channel="phone",
        at_home=at_home,
        proposed=proposed,
        taken_over=taken_over,
        not_because=why,
    )
    return informing.inform_guardian(
        act=case.act(), case_id=case.id, guardianship_id=mother(case.cast).pk, on=case.today, informed=told
    )


def waiting(case: Telling) -> str:
    return waiting_proposal(case.file, str(mother(case.cast).pk))


def test_what_a_parent_proposed_waits_until_it_is_said_what_became_of_it(case, cast):
    assert waiting(case) == ""
    inform(case, at_home="Hij slaapt slecht.", proposed=PROPOSAL)
    assert waiting(case) == PROPOSAL
    inform(case)
    assert waiting(case) == PROPOSAL, "a call in which nothing was said of it leaves it waiting"
    inform(case, taken_over=True)
    assert waiting(case) == ""


def test_a_new_proposal_takes_the_place_of_the_one_that_was_answered(case, cast):
    inform(case, proposed=PROPOSAL)
    inform(case, taken_over=True, proposed="En graag elke week een mail.")
    assert waiting(case) == "En graag elke week een mail."


def test_of_what_is_not_taken_over_the_reason_is_kept(case, cast):
    inform(case, proposed=PROPOSAL)
    with pytest.raises(Refused, match="waarom het voorstel niet is overgenomen") as refused:
        inform(case, taken_over=False, why=" ")
    assert refused.value.field == "not_because"
    kept = inform(case, taken_over=False, why="De zijdeur is een nooduitgang.").body
    assert isinstance(kept, Informed)
    assert kept.not_because == "De zijdeur is een nooduitgang."
    assert waiting(case) == ""


def test_what_another_parent_proposed_is_asked_of_that_parent_alone(case, cast):
    inform(case, proposed=PROPOSAL)
    father = Guardianship.objects.get(guardian=cast.tom_bakker)
    assert waiting_proposal(case.file, str(father.pk)) == ""


def test_putting_the_answer_right_shows_the_proposal_that_it_was_about(case, cast):
    inform(case, proposed=PROPOSAL)
    answer = inform(case, taken_over=True, proposed="Nog iets.")
    assert waiting_proposal(case.file, str(mother(cast).pk), answer) == PROPOSAL
