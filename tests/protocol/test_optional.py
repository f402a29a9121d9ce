"""What is optional is offered while the case is in its step, holds nothing up, and goes with it (decision 082)."""

from kring.protocol.facts import Person
from kring.protocol.progress import State
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Condition
from tests.protocol.story import BRAM, DAAN, MILA, Story

AGAIN = "class_attention"


def in_step_5(*people: Person) -> Story:
    story = Story(*people)
    story.through("-", "bullying", "-", "yes")
    assert story.step == "second_evaluation"
    return story


def test_a_group_that_took_part_is_talked_with_at_the_start_after_two_weeks_and_in_after_care() -> None:
    asked = [(step.key, duty.optional) for step in STAPPENPLAN.steps for duty in step.duties if duty.key == AGAIN]
    assert asked == [("approach", False), ("second_evaluation", True), ("after_care", True)]
    again = STAPPENPLAN.duty("second_evaluation", AGAIN)
    assert (again.of_kring, again.quote, again.condition) == (True, "", Condition.SEVERAL_OF_ONE_GROUP)


def test_it_is_offered_only_when_several_children_of_one_group_take_part() -> None:
    assert in_step_5(MILA, DAAN, BRAM).asks(AGAIN)
    assert not in_step_5(MILA, DAAN).asks(AGAIN)


def test_neither_the_question_nor_the_plan_nor_the_end_of_the_step_waits_for_it() -> None:
    story = in_step_5(MILA, DAAN, BRAM)
    story.do("talk", "review")
    assert story.task(AGAIN).state is State.OPEN
    assert story.current.may_decide
    story.decide("positive")
    assert AGAIN not in story.task("issue_plan").waits_for
    story.do("phase_out", "inform_guardians")
    assert story.current.next_task
    assert story.current.next_task.duty.key == "issue_plan", "what is needed comes first"
    story.do("issue_plan")
    assert story.step == "after_care"


def test_what_nobody_did_goes_with_the_step_and_what_was_done_stays() -> None:
    story = in_step_5(MILA, DAAN, BRAM)
    story.do("talk", "review")
    story.decide("positive")
    story.do("phase_out", "inform_guardians", "issue_plan")
    left = story.progress.visit("second_evaluation", 1)
    assert left
    assert left.task(AGAIN) is None, "it was not done, and is not said to be"
    story.do(AGAIN)
    story.do("talk")
    story.decide("well")
    kept = story.progress.visit("after_care", 1)
    assert kept
    task = kept.task(AGAIN)
    assert task
    assert (task.state, task.on) == (State.MET, story.today)
    assert story.asks(AGAIN), "the second moment of after-care offers it again"
