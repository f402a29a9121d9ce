"""A parent who hears nothing yet, until a day: nothing waits for that, and telling comes due after it (decision 84)."""

from datetime import date

import pytest

from kring.protocol.facts import Declined, HeldBack
from kring.protocol.progress import State, Task
from tests.protocol.story import MONDAY, Story

MOTHER, FATHER, DAANS = "mila's mother", "mila's father", "daan's mother"
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
FRIDAY, NEXT_MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def agreed(*told: str, **held: date) -> Story:
    """Step 3 with all done but the plan and the telling: these were told, and these are held back until a day."""
    story = Story()
    story.through("-", "bullying")
    story.do("ask_target", "joint_talk", "problem", "agreements")
    story.do("inform_guardians", about=told)
    guardians = {"mother": MOTHER, "father": FATHER, "daans": DAANS}
    story.change(held_back=tuple(HeldBack(guardians[one], until) for one, until in held.items()))
    return story


def telling(story: Story) -> Task:
    return story.task("inform_guardians")


def next_of(story: Story) -> str | None:
    task = story.current.next_task
    return task.duty.key if task else None


@pytest.mark.parametrize(
    ("until", "may"), [(TUESDAY, WEDNESDAY), (THURSDAY, FRIDAY), (FRIDAY, NEXT_MONDAY)], ids=["tue", "thu", "fri"]
)
def test_who_is_held_back_may_be_told_on_the_first_school_day_after_it(until: date, may: date) -> None:
    task = telling(agreed(MOTHER, FATHER, daans=until))
    assert (task.state, task.missing, task.not_before) == (State.OPEN, (DAANS,), may)


def test_of_several_who_are_held_back_the_first_may_be_told_first_and_one_who_is_not_may_be_told_now() -> None:
    held = agreed(MOTHER, father=THURSDAY, daans=TUESDAY)
    assert telling(held).not_before == WEDNESDAY
    assert telling(agreed(father=THURSDAY, daans=TUESDAY)).not_before is None
    assert telling(agreed(MOTHER)).not_before is None


def test_telling_is_due_on_its_term_or_on_the_first_day_on_which_somebody_may_be_told() -> None:
    assert agreed().due_on == WEDNESDAY

    def due_on(story: Story) -> date | None:
        due = story.current.due_of(telling(story))
        return due.on if due else None

    assert due_on(agreed(MOTHER, FATHER)) == WEDNESDAY
    assert due_on(agreed(MOTHER, FATHER, daans=MONDAY)) == WEDNESDAY, "he may be told from Tuesday on"
    assert due_on(agreed(MOTHER, FATHER, daans=THURSDAY)) == FRIDAY
    later = agreed(MOTHER, FATHER, daans=THURSDAY)
    plan = later.current.due_of(later.task("issue_plan"))
    assert plan
    assert plan.on == WEDNESDAY, "nothing else waits for it"


def test_telling_who_is_held_back_is_what_comes_last() -> None:
    assert next_of(agreed(MOTHER, FATHER)) == "inform_guardians"
    assert next_of(agreed(MOTHER, FATHER, daans=FRIDAY)) == "issue_plan"
    assert next_of(agreed(MOTHER, daans=FRIDAY)) == "inform_guardians", "the father may be told now"


def test_what_trails_is_held_back_as_well() -> None:
    story = agreed(MOTHER, FATHER, daans=FRIDAY)
    story.do("issue_plan", "observe")
    [(visit, task)] = story.progress.trailing
    assert (visit.step.key, task.not_before) == ("approach", NEXT_MONDAY)
    assert story.progress.trailing_due_on == NEXT_MONDAY


def test_who_will_hear_nothing_more_after_being_told_does_not_change_the_day_of_telling() -> None:
    story = agreed(MOTHER, FATHER, DAANS)
    story.change(declined=(Declined(MOTHER, THURSDAY),))
    assert (telling(story).state, telling(story).on) == (State.MET, MONDAY)
