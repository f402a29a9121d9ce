"""Those who must still be told hold nothing up: they trail under the term of the step that was left (decision 26)."""

from datetime import date

import pytest

from kring.protocol.facts import Declined, Done, Finished, Person, Waived
from kring.protocol.progress import UNKNOWN, State, Task, Visit
from kring.protocol.terms import Role
from tests.protocol.story import DAAN, MILA, Story

MOTHER, FATHER, DAANS = "mila's mother", "mila's father", "daan's mother"


def all_but_one_told() -> Story:
    """Step 3 on Monday: everything is done and everybody told, but Mila's father."""
    story = Story()
    story.through("-", "bullying")
    story.do("ask_target", "joint_talk", "problem", "agreements")
    story.do("inform_guardians", about=(MOTHER, DAANS))
    story.do("issue_plan", "observe")
    return story


def test_one_parent_who_is_not_reached_does_not_hold_up_the_evaluation() -> None:
    story = all_but_one_told()
    assert story.step == "first_evaluation"
    assert story.due_on == date(2026, 11, 30), "a week after the talk"
    assert story.task("talk").state is State.OPEN


def test_who_must_still_be_told_is_a_task_under_the_term_of_that_step() -> None:
    story = all_but_one_told()
    [(visit, task)] = story.progress.trailing
    assert (visit.step.key, visit.round, visit.finished_on) == ("approach", 1, story.today)
    assert (task.duty.key, task.state, task.missing) == ("inform_guardians", State.OPEN, (FATHER,))
    assert story.progress.trailing_due_on == date(2026, 11, 25)


def test_everything_but_telling_guardians_still_comes_first() -> None:
    for last in ("joint_talk", "agreements", "issue_plan", "observe"):
        story = Story()
        story.through("-", "bullying")
        done = [duty for duty in ("ask_target", "joint_talk", "problem", "agreements", "issue_plan", "observe")]
        for duty in done:
            if duty != last and story.task(duty).state is State.OPEN:
                story.do(duty)
        assert story.step == "approach", f"{last} was not done"
        assert story.progress.trailing == ()


def test_telling_in_a_later_step_settles_the_earlier() -> None:
    story = all_but_one_told()
    story.do("talk", "review")
    story.decide("yes")
    story.do("inform_guardians", about=(FATHER,))
    assert story.progress.trailing == ()
    assert story.progress.trailing_due_on is None
    assert set(story.task("inform_guardians").missing) == {MOTHER, DAANS}


def test_a_step_left_with_everybody_told_trails_nothing_and_a_guardian_who_comes_later_does_not_either() -> None:
    story = Story()
    story.through("-", "bullying", "-")
    assert story.progress.trailing == ()
    story.join(Person("noor", Role.TARGET, "6", ("noor's mother",)))
    assert story.progress.trailing == (), "asked for in the current step only"


def test_who_need_not_be_told_any_more_does_not_trail() -> None:
    story = all_but_one_told()
    story.change(people=(Person("mila", Role.TARGET, "6", (MOTHER,)), DAAN))
    assert story.progress.trailing == ()


def test_a_child_of_whom_no_guardian_is_known_holds_the_step() -> None:
    story = Story(MILA, Person("daan", Role.INSTIGATOR, "6"))
    story.through("-", "bullying")
    story.do("ask_target", "joint_talk", "problem", "agreements", "issue_plan", "observe")
    assert story.step == "approach"
    assert UNKNOWN in story.task("inform_guardians").missing


def test_several_steps_can_trail_and_each_keeps_its_own_term() -> None:
    story = all_but_one_told()
    story.until(date(2026, 11, 30))
    story.do("talk", "review")
    story.decide("yes")
    story.do("issue_plan")
    assert story.step == "second_evaluation"
    assert [(visit.step.key, set(task.missing)) for visit, task in story.progress.trailing] == [
        ("approach", {FATHER}),
        ("first_evaluation", {MOTHER, FATHER, DAANS}),
    ]
    assert story.progress.trailing_due_on == date(2026, 11, 25)


def two_steps_trail() -> Story:
    """Step 3 trails for Mila's father, and step 4 for everybody."""
    story = all_but_one_told()
    story.until(date(2026, 11, 30))
    story.do("talk", "review")
    story.decide("yes")
    story.do("issue_plan")
    return story


def places(*asked: tuple[Visit, Task] | None) -> list[tuple[str, int] | None]:
    return [one and one[0].place for one in asked]


def test_of_several_that_trail_the_latest_is_told_and_that_settles_the_earlier() -> None:
    position = two_steps_trail().progress
    latest = ("first_evaluation", 1)
    assert places(position.telling(FATHER), position.asking("inform_guardians")) == [latest, latest]

    story = two_steps_trail()
    visit, task = position.telling(FATHER) or pytest.fail("nobody asks it")
    told = Done(visit.step.key, visit.round, task.duty.key, story.today, frozenset({FATHER}))
    story.change(done=(*story.facts.done, told))
    assert [(visit.step.key, set(task.missing)) for visit, task in story.progress.trailing] == [
        ("first_evaluation", {MOTHER, DAANS})
    ]


def test_a_place_chooses_among_several_and_another_is_named_where_it_is_not_asked_there() -> None:
    position = two_steps_trail().progress
    earlier, latest, unknown = ("approach", 1), ("first_evaluation", 1), ("approach", 2)
    assert places(position.telling(FATHER, at=earlier), position.telling(MOTHER, at=earlier)) == [earlier, latest]
    assert places(position.telling(FATHER, at=unknown), position.telling("nobody", at=latest)) == [latest, None]
    asked = [position.asking("inform_guardians", at) for at in (earlier, latest, unknown)]
    assert places(*asked) == [earlier, latest, latest]
    assert position.telling(FATHER, duty="talk") is None


def test_what_is_open_in_the_current_step_comes_before_what_trails_and_what_waits_there_after_it() -> None:
    story = all_but_one_told()
    trails, here = ("approach", 1), ("first_evaluation", 1)
    waits = story.progress
    assert places(waits.asking("inform_guardians"), waits.asking("inform_guardians", here)) == [trails, here]
    story.do("talk", "review")
    story.decide("yes")
    is_open = story.progress
    assert places(is_open.asking("inform_guardians"), is_open.telling(FATHER)) == [here, here]
    assert places(is_open.asking("inform_guardians", trails), is_open.telling(FATHER, at=trails)) == [trails, trails]


def test_what_was_not_left_to_be_told_is_asked_nowhere_else() -> None:
    story = all_but_one_told()
    [(visit, task)] = story.progress.trailing
    assert story.progress.asking("inform_guardians") == (visit, task)
    assert story.progress.asking("talk") == (story.current, story.task("talk"))
    assert story.progress.asking("joint_talk") is None


def test_only_telling_counts_as_telling_though_a_child_is_called_as_a_guardian_is() -> None:
    story = Story(Person("mila", Role.TARGET, "6", ("daan", MOTHER)), DAAN)
    story.through("-", "bullying")
    story.do("ask_target", "joint_talk", "problem", "agreements", "issue_plan", "observe")
    story.do("talk")
    [(_visit, task)] = story.progress.trailing
    assert task.missing == ("daan", DAANS, MOTHER)


def test_what_was_stored_before_trails_nothing() -> None:
    story = all_but_one_told()
    finished = tuple(Finished(fact.step, fact.round, fact.on) for fact in story.facts.finished)
    story.change(finished=finished)
    assert story.progress.trailing == ()


@pytest.mark.parametrize("waived", [True, False])
def test_letting_go_of_who_trails_ends_it(waived: bool) -> None:
    story = all_but_one_told()
    about = frozenset({FATHER}) if waived else frozenset({DAANS})
    story.change(waived=(Waived("approach", 1, "inform_guardians", story.today, about),))
    assert bool(story.progress.trailing) is not waived


def test_who_will_not_be_told_is_not_asked_for_and_does_not_trail() -> None:
    story = all_but_one_told()
    story.change(declined=(Declined(FATHER, story.today),))
    story.do("talk", "review")
    story.decide("yes")
    assert set(story.task("inform_guardians").missing) == {MOTHER, DAANS}
    assert [task.missing for _visit, task in story.progress.trailing] == [(FATHER,)], "it was asked before that"
    story.do("inform_guardians", about=(MOTHER, DAANS))
    assert story.task("inform_guardians").state is State.MET


def test_where_nobody_will_be_told_the_duty_is_met_on_the_day_of_the_last_answer() -> None:
    story = Story()
    said_on = story.today
    story.change(declined=tuple(Declined(one, said_on) for one in (MOTHER, FATHER, DAANS)))
    story.through("-", "bullying")
    task = story.task("inform_guardians")
    assert (task.state, task.on, task.missing) == (State.MET, said_on, ())


def test_a_child_of_whom_no_guardian_is_known_is_still_asked_for_beside_who_will_not() -> None:
    story = Story(MILA, Person("daan", Role.INSTIGATOR, "6"))
    story.change(declined=(Declined(MOTHER, story.today), Declined(FATHER, story.today)))
    story.through("-", "bullying")
    assert story.task("inform_guardians").missing == (UNKNOWN,)
