"""A new round differs from the one before: what stands beside it, and the sort of approach that is chosen (S5c)."""

import pytest

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.bodies import Kept
from kring.cases.errors import Refused
from kring.cases.last_round import last_round
from kring.cases.plan import content_of, newest_version
from kring.cases.plan_words import plan_on_screen
from kring.protocol.choices import ApproachSort, Variation
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Step 5, in which the effects are not positive, after agreements that were kept in part."""
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    told.until_due().evaluate("no").until_due()
    return not_positive(told)


def not_positive(case: Telling) -> Telling:
    case.feeling(2).talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=2)
    case.review(Kept.PARTLY)
    case.decide("negative")
    return case


def chosen(case: Telling, text: str = "Daan eet voortaan bij juf Carla.", *sorts: str) -> bodies.NewApproach:
    approach = bodies.NewApproach(text=text, sorts=sorts or ("limit", "repair"))
    recording.choose_approach(act=case.act(), case_id=case.id, approach=approach)
    return approach


def test_the_first_new_approach_stands_beside_the_problem_and_what_became_of_the_agreements(case):
    last = last_round(case.file, case.progress.last)
    assert last.is_problem
    assert last.approach == case.words.problem
    assert {kept for _what, kept in last.agreements} == {Kept.PARTLY}
    assert (last.question, last.answer) == ("Zijn de effecten positief?", "Nee, nog niet")
    assert last.reasons
    assert last.analysis == case.words.analysis


def test_the_next_new_approach_stands_beside_the_former_one(case):
    chosen(case)
    case.do_the_rest().until_due()
    not_positive(case)
    last = last_round(case.file, case.progress.last)
    assert (last.is_problem, last.approach) == (False, "Daan eet voortaan bij juf Carla.")
    assert last.sorts == ("Grens stellen", "Herstel")
    assert last.began_on == case.file.of(bodies.NewApproach)[0].fact.on


def test_putting_an_approach_right_shows_the_round_before_it_and_not_itself(case):
    chosen(case)
    [visit] = [visit for visit in case.progress.visits if visit.outcome and visit.outcome.key == "negative"]
    case.do_the_rest().until_due()
    not_positive(case)
    assert last_round(case.file, visit).is_problem


def test_without_a_review_the_agreements_of_before_stand_there_without_an_answer(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    last = last_round(case.file, case.progress.last)
    assert last.agreements
    assert {kept for _what, kept in last.agreements} == {None}


@pytest.mark.parametrize("sorts", [(), ("gone",), ("limit", "gone")])
def test_an_approach_is_of_a_sort_that_the_school_knows(case, sorts):
    with pytest.raises(Refused) as refused:
        recording.choose_approach(
            act=case.act(), case_id=case.id, approach=bodies.NewApproach(text="Anders.", sorts=sorts)
        )
    assert refused.value.field == "sorts"


def test_a_sort_of_the_schools_own_is_chosen_and_stays_readable_when_the_school_drops_it(cast):
    cast.school.variation = Variation(own_sorts=(ApproachSort("sort_1", "No Blame"),)).to_dict()
    cast.school.save()
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    case.until_due().evaluate("no").until_due()
    not_positive(case)
    chosen(case, "Vijf kinderen om Sem heen.", "sort_1", "empathy")
    cast.school.variation = {}
    cast.school.save()
    case.do_the_rest()
    version = newest_version(case.case)
    assert version
    [entry] = plan_on_screen(content_of(version)).approaches
    assert (entry.title, entry.text) == ("Empathie en No Blame", "Vijf kinderen om Sem heen.")


def test_an_approach_of_before_there_were_sorts_still_opens():
    kept = bodies.from_text('{"type": "new_approach", "text": "Een maatje.", "expert": "Een deskundige"}')
    assert kept == bodies.NewApproach(text="Een maatje.", expert="Een deskundige")
