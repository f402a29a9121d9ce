"""What an answer says of how it goes, and which term a step has when it comes round by its answer."""

from dataclasses import replace
from datetime import date, timedelta

from kring.protocol.stappenplan import STAPPENPLAN
from tests.protocol.story import MONDAY, Story


def test_well_it_goes_by_a_good_answer_and_where_it_never_was_bullying() -> None:
    claims = {(step.key, one.key) for step in STAPPENPLAN.steps for one in step.outcomes if one.claims_well}
    assert claims == {
        ("analyse", "teasing"),
        ("first_evaluation", "yes"),
        ("second_evaluation", "positive"),
        ("after_care", "well"),
    }


def test_each_time_that_an_answer_leads_back_to_a_step_it_has_the_next_term() -> None:
    [term] = STAPPENPLAN.step("second_evaluation").terms
    terms = tuple(replace(term, weeks=weeks) for weeks in (2, 1, 3))
    steps = (replace(one, terms=terms) if one.key == "second_evaluation" else one for one in STAPPENPLAN.steps)
    story = Story(protocol=replace(STAPPENPLAN, steps=tuple(steps)))
    story.through("-", "bullying", "-", "yes")
    due: list[date | None] = [story.due_on]
    for _round in range(2):
        story.through("negative")
        due.append(story.due_on)
    assert due == [MONDAY + timedelta(weeks=weeks) for weeks in (2, 1, 3)]
