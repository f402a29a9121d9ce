"""What a parent notices at home and proposes is kept at each call, and the next call asks what became of it (E7.1)."""

import pytest

from kring.cases.actions import informing
from kring.cases.bodies import Informed, Reached
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.cases.plan_drawing import draw_up
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


def inform(
    case: Telling,
    at_home: str = "",
    proposed: str = "",
    taken_over: bool | None = None,
    why: str = "",
    between: bool = False,
) -> Fact:
    told = Informed(
        reached=Reached.INFORMED,
        channel="phone",
        at_home=at_home,
        proposed=proposed,
        taken_over=taken_over,
        not_because=why,
    )
    return informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=mother(case.cast).pk,
        on=case.today,
        informed=told,
        between=between,
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


def test_in_after_care_a_parent_says_what_happens_at_home_though_no_step_asks_for_it(cast):
    case = (
        tell(cast)
        .report(cast.sem, by=(cast.daan,))
        .step_1()
        .judged("bullying")
        .step_3()
        .evaluate("yes")
        .evaluate("positive")
    )
    assert case.step == "after_care"
    due = case.file.progress.next_due_on
    with pytest.raises(Refused, match="vraagt hier niet"):
        inform(case, at_home="Hij slaapt weer.")
    told = inform(case, at_home="Hij slaapt weer.", proposed="Graag nog een mail voor de zomer.", between=True)
    assert (told.step, told.duty) == ("after_care", "")
    assert waiting(case) == "Graag nog een mail voor de zomer."
    inform(case, taken_over=True, between=True)
    assert waiting(case) == ""
    assert case.file.progress.next_due_on == due


def test_a_talk_in_between_leaves_to_be_told_what_the_step_asks(case, cast):
    inform(case, between=True)
    assert str(mother(cast).pk) in case.task("inform_guardians").missing
    inform(case)
    assert str(mother(cast).pk) not in case.task("inform_guardians").missing


def test_what_no_step_asks_is_not_left_out_by_choice_and_a_closed_case_takes_no_talk(case, cast):
    with pytest.raises(Refused, match="valt er niets te kiezen") as refused:
        informing.inform_guardian(
            act=case.act(),
            case_id=case.id,
            guardianship_id=mother(cast).pk,
            on=case.today,
            informed=Informed(reached=Reached.NOT_INFORMED, because="Liever niet."),
            between=True,
        )
    assert refused.value.field == "reached"
    closed = tell(cast).report(cast.noor, by=(cast.jens,)).step_1().judged("teasing")
    closed.agree()
    closed.close()
    link = next(one for one in closed.file.guardianships if one.must_be_told)
    with pytest.raises(Refused, match="gesloten"):
        informing.inform_guardian(
            act=closed.act(),
            case_id=closed.id,
            guardianship_id=link.pk,
            on=closed.today,
            informed=Informed(reached=Reached.INFORMED, channel="phone"),
            between=True,
        )


def test_the_plan_counts_no_talk_in_between_as_telling_of_this_step(case, cast):
    inform(case, between=True)
    plan = draw_up(case.file, number=1, issued_by="", today=case.today, coordinators=())
    assert [one.informed for one in plan.informed] == [0, 0]
