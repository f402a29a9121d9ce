"""What a position answers of itself: what comes first, what was early, how the case would end, where it goes on."""

from dataclasses import replace
from datetime import date

import pytest

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.due import Due
from kring.protocol.facts import Closed, Decided, Done, Facts, Finished, Waived
from kring.protocol.progress import State, Task, Visit, complete, progress, reopenings, steps_ahead
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Anchor, Duty, Ending, Kind, Term
from kring.protocol.variation import AfterCare, Variation, apply
from tests.protocol.story import BRAM, DAAN, MILA, MONDAY, SOFIE, Story

TUESDAY = date(2026, 11, 24)
GUARDIANS = ("mila's mother", "mila's father", "daan's mother")


def through_step_3() -> Story:
    story = Story()
    story.through("-", "bullying", "-")
    return story


# Which of several duties of one kind


@pytest.mark.parametrize(
    ("states", "meant"),
    [
        ((State.OPEN, State.WAITING), 0),
        ((State.WAITING, State.OPEN), 1),
        ((State.MET, State.WAITING), 1),
        ((State.WAIVED, State.WAITING), 1),
        ((State.OPEN, State.OPEN), 0),
        ((State.MET, State.WAIVED), 0),
        ((State.WAIVED, State.MET), 0),
    ],
)
def test_of_several_duties_of_one_kind_the_open_one_is_meant_then_what_waits_then_the_first(
    states: tuple[State, ...], meant: int
) -> None:
    tasks = tuple(Task(Duty(f"talk_{n}", Kind.CONSULT, "Overleg"), state) for n, state in enumerate(states))
    visit = Visit(STAPPENPLAN.steps[0], 1, tasks, None, None, None)
    assert visit.task_of(Kind.CONSULT) is tasks[meant]
    assert visit.task_of(Kind.TALK) is None


# What was early, and what a step begins with


def test_a_talk_is_held_early_only_before_the_day_of_its_term_and_only_that_talk_counts() -> None:
    story = through_step_3()
    assert not story.current.held_early, "nothing was held yet"
    story.do("review")
    assert not story.current.held_early, "looking at the agreements is no talk"
    on_the_day = through_step_3()
    on_the_day.until(date(2026, 11, 30))
    on_the_day.do("talk")
    assert not on_the_day.current.held_early
    story.do("talk")
    assert story.current.held_early


def test_a_date_that_is_chosen_brings_forward_only_when_it_is_earlier() -> None:
    term_on = date(2026, 11, 30)
    assert not Due(term_on, term_on, guideline=False).brought_forward
    assert Due(TUESDAY, term_on, guideline=False).brought_forward


def test_a_date_that_was_chosen_for_one_step_says_nothing_of_the_next() -> None:
    story = Story()
    story.through("-", "bullying")
    story.plan(TUESDAY)
    assert story.due_on == TUESDAY
    story.through("-")
    assert story.due_on == date(2026, 11, 30)


def test_an_evaluation_begins_with_its_talk_until_something_of_it_is_done() -> None:
    story = through_step_3()
    assert [task.duty.key for task in story.current.tasks if story.current.begins_with(task)] == ["talk"]
    story.do("review")
    assert not any(story.current.begins_with(task) for task in story.current.tasks)
    approach = Story()
    approach.through("-", "bullying")
    assert not any(approach.current.begins_with(task) for task in approach.current.tasks), "it asks no question"


# What comes next


def next_of(story: Story) -> str | None:
    task = story.current.next_task
    return task.duty.key if task else None


def test_what_is_next_is_the_first_duty_that_can_be_done_or_else_the_question() -> None:
    story = through_step_3()
    assert next_of(story) == "talk"
    story.do("talk")
    assert next_of(story) == "review"
    story.do("review")
    assert story.current.may_decide
    assert next_of(story) is None, "first the question"
    story.decide("yes")
    assert next_of(story) == "inform_guardians"


def test_nothing_is_next_in_a_step_that_waits_for_nobody() -> None:
    story = Story()
    story.through("-", "teasing")
    assert next_of(story) is None
    waiting = Story(protocol=replace(STAPPENPLAN, steps=(replace(STAPPENPLAN.step("approach"), then="approach"),)))
    assert [task.state for task in waiting.current.tasks if task.duty.key == "joint_talk"] == [State.WAITING]
    assert next_of(waiting) == "ask_target"


def in_line(story: Story) -> list[str]:
    return [task.duty.key if task else "?" for task in story.current.with_question]


def test_the_question_stands_after_what_comes_before_it_and_before_what_its_answer_asks() -> None:
    story = Story()
    assert "?" not in in_line(story), "step 1 asks none"
    story.through("-")
    assert in_line(story) == ["?"]
    story.decide("teasing")
    assert in_line(story) == ["?", "agreements"]
    evaluation = through_step_3()
    assert in_line(evaluation)[:4] == ["talk", "review", "?", "inform_guardians"]


def test_a_step_is_late_from_the_day_after_its_term_and_a_guideline_never() -> None:
    story = Story()
    assert not story.current.is_late(date(2027, 1, 1)), "a guideline"
    story.through("-", "bullying")
    assert story.due_on == date(2026, 11, 25)
    assert not story.current.is_late(date(2026, 11, 25))
    assert story.current.is_late(date(2026, 11, 26))
    assert not replace(story.current, due=None).is_late(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("outcomes", "answer", "ahead"),
    [
        ((), None, ["analyse", "approach", "first_evaluation", "second_evaluation"]),
        (("-",), None, ["approach", "first_evaluation", "second_evaluation"]),
        (("-",), "teasing", ["close"]),
        (("-", "bullying", "-"), "no", ["second_evaluation"]),
        (("-", "bullying", "-", "yes"), None, []),
        (("-", "bullying", "-", "yes"), "positive", ["after_care"]),
        (("-", "bullying", "-", "yes"), "negative", []),
        (("-", "bullying", "-", "yes", "positive"), None, ["close"]),
        (("-", "teasing"), None, []),
    ],
)
def test_ahead_lies_what_has_a_number_and_what_the_last_answer_leads_to(
    outcomes: tuple[str, ...], answer: str | None, ahead: list[str]
) -> None:
    story = Story()
    story.through(*outcomes)
    outcome = story.current.step.outcome(answer) if answer else None
    assert [step.key for step in steps_ahead(STAPPENPLAN, replace(story.current, outcome=outcome))] == ahead


# What is told, and to whom


def test_guardians_are_told_of_an_evaluation_after_its_answer() -> None:
    story = through_step_3()
    story.do("talk", "review")
    telling = story.task("inform_guardians")
    assert (telling.state, telling.waits_for) == (State.WAITING, ())
    assert story.task("issue_plan").waits_for == (), "all that it waits for is the answer"
    story.decide("yes")
    assert story.task("inform_guardians").state is State.OPEN


def test_the_plan_waits_for_what_stands_in_it_before_the_answer_too() -> None:
    story = through_step_3()
    story.do("talk")
    assert story.task("issue_plan").waits_for == ("review",)


def test_a_child_without_a_guardian_is_not_told_by_telling_the_others() -> None:
    story = Story(MILA, replace(DAAN, guardians=()))
    story.through("-", "bullying")
    assert story.task("inform_guardians").missing == ("?", "mila's father", "mila's mother")


# Letting go


def test_who_was_let_go_by_name_is_let_go_and_who_joins_later_is_asked_for_again() -> None:
    story = Story(MILA, DAAN)
    story.change(waived=(Waived("signal", 1, "talk_instigator", TUESDAY, frozenset({"daan"})),))
    task = story.task("talk_instigator")
    assert (task.state, task.on, task.missing) == (State.WAIVED, TUESDAY, ("daan",))
    story.join(BRAM)
    task = story.task("talk_instigator")
    assert (task.state, task.missing) == (State.OPEN, ("bram",))


def test_one_of_several_guardians_is_let_go_and_the_others_are_still_to_be_told() -> None:
    story = Story()
    story.through("-", "bullying")
    first, *others = GUARDIANS
    story.change(waived=(Waived("approach", 1, "inform_guardians", story.today, frozenset({first})),))
    assert set(story.task("inform_guardians").missing) == set(others)
    story.do("ask_target", "joint_talk", "problem", "agreements", "issue_plan", "observe")
    assert [set(task.missing) for _visit, task in story.progress.trailing] == [set(others)]
    story.do("inform_guardians", about=tuple(others))
    assert list(story.progress.trailing) == []


def test_what_was_let_go_with_a_finished_step_stays_so_when_somebody_joins() -> None:
    story = Story(MILA, DAAN)
    story.do("talk_target", "incidents", "severity")
    story.change(waived=(Waived("signal", 1, "talk_instigator", MONDAY, frozenset({"daan"})),))
    assert story.step == "analyse"
    story.join(BRAM)
    signal = story.progress.visit("signal", 1)
    assert signal
    assert [task.state for task in signal.tasks if task.duty.key == "talk_instigator"] == [State.WAIVED]


def test_a_talk_with_some_and_the_others_let_go_is_let_go_on_the_last_of_those_days() -> None:
    story = Story(MILA, DAAN, BRAM)
    story.do("talk_instigator", about=("daan",))
    story.until(TUESDAY)
    story.waive("talk_instigator")
    task = story.task("talk_instigator")
    assert (task.state, task.on, task.missing) == (State.WAIVED, TUESDAY, ("bram",))


def test_a_duty_that_was_let_go_stays_when_its_condition_ends() -> None:
    story = Story(MILA, DAAN, SOFIE)
    story.through("-", "bullying")
    story.waive("class_attention")
    story.change(people=(MILA, DAAN))
    assert story.asks("class_attention")


def test_who_was_let_go_trails_no_more_and_who_was_not_is_not_let_go_by_another_duty() -> None:
    story = Story()
    story.through("-", "bullying")
    story.waive("problem")
    story.do("ask_target", "joint_talk", "agreements")
    story.do("inform_guardians", about=GUARDIANS[:1])
    story.do("issue_plan", "observe")
    assert [task.missing for _visit, task in story.progress.trailing] == [("daan's mother", "mila's father")]

    other = Story()
    other.through("-", "bullying")
    other.waive("inform_guardians")
    other.do("ask_target", "joint_talk", "problem", "agreements", "issue_plan", "observe")
    assert other.step == "first_evaluation"
    assert other.facts.finished[-1].trailing == frozenset()


def test_without_the_talk_the_next_term_counts_from_the_day_it_was_let_go() -> None:
    story = Story()
    story.through("-", "bullying")
    story.until(TUESDAY)
    story.waive("joint_talk")
    story.until(date(2026, 11, 26))
    story.do_all()
    assert story.step == "first_evaluation"
    assert story.due_on == date(2026, 12, 1)


# What trails


def test_a_guideline_that_trails_is_never_late() -> None:
    steps = (
        replace(step, terms=tuple(replace(term, guideline=True) for term in step.terms)) for step in STAPPENPLAN.steps
    )
    story = Story(protocol=replace(STAPPENPLAN, steps=tuple(steps)))
    story.through("-", "bullying")
    story.do("ask_target", "joint_talk", "problem", "agreements", "issue_plan", "observe")
    assert story.progress.trailing
    assert story.progress.trailing_due_on is None


# Finishing


def test_a_step_is_finished_only_when_it_is_complete_and_a_closed_case_never() -> None:
    facts = Facts(MONDAY, people=(MILA, DAAN))
    assert complete(STAPPENPLAN, facts, SchoolCalendar(), MONDAY) == ()
    closed = replace(facts, closed=(Closed("signal", 1, MONDAY),))
    assert complete(STAPPENPLAN, closed, SchoolCalendar(), MONDAY) == ()
    duties = ("talk_target", "talk_instigator", "incidents", "severity")
    done = tuple(Done("signal", 1, duty, MONDAY, frozenset({"mila", "daan"})) for duty in duties)
    assert complete(STAPPENPLAN, replace(facts, done=done), SchoolCalendar(), TUESDAY) == (
        Finished("signal", 1, TUESDAY),
    )


def test_the_last_step_is_left_by_closing_only() -> None:
    story = Story()
    story.through("-", "teasing")
    assert story.step == "close"
    assert not story.current.is_complete
    assert not story.current.may_decide


# Ending and going on


def test_a_case_is_closed_in_its_last_visit_and_in_no_other() -> None:
    story = Story()
    assert not story.current.closed
    story.through("-", "teasing")
    assert not any(visit.closed for visit in story.progress.visits)
    story.close()
    assert [visit.closed for visit in story.progress.visits] == [False, False, True]
    story.reopen("signal")
    assert [visit.closed for visit in story.progress.visits] == [False, False, True, False]


@pytest.mark.parametrize(
    ("outcomes", "ending", "teasing"),
    [
        ((), Ending.OTHERWISE, False),
        (("-", "bullying"), Ending.OTHERWISE, False),
        (("-", "teasing"), Ending.TEASING, True),
        (("-", "bullying", "-", "yes", "positive", "well", "well"), Ending.STOPPED, False),
    ],
)
def test_a_case_ends_as_its_last_answer_says_once_the_protocol_is_through(
    outcomes: tuple[str, ...], ending: Ending, teasing: bool
) -> None:
    story = Story()
    story.through(*outcomes)
    assert story.progress.ends_as is ending
    assert story.progress.is_teasing is teasing
    story.close()
    assert story.progress.ends_as is Ending.OTHERWISE, "it ended already"


def test_teasing_that_turns_out_to_be_bullying_is_teasing_no_more() -> None:
    story = Story()
    story.through("-", "teasing")
    story.close()
    story.reopen("signal")
    story.through("-", "bullying")
    assert not story.progress.is_teasing


def test_a_case_that_comes_to_its_end_without_a_question_ends_by_having_stopped() -> None:
    first, last = STAPPENPLAN.steps[0], STAPPENPLAN.step("close")
    story = Story(protocol=replace(STAPPENPLAN, steps=(replace(first, then="close"), last)))
    story.through("-")
    assert story.progress.ends_as is Ending.STOPPED


def test_a_closed_case_goes_on_where_its_last_answers_allow() -> None:
    teased, bullied = Story(), Story()
    teased.through("-", "teasing")
    bullied.through("-", "bullying")
    assert [one.step for one in reopenings(STAPPENPLAN, Story().progress)] == ["signal"]
    assert [one.step for one in reopenings(STAPPENPLAN, teased.progress)] == ["signal"]
    assert [one.step for one in reopenings(STAPPENPLAN, bullied.progress)] == ["signal", "approach"]


def test_a_case_is_found_in_a_step_by_its_round() -> None:
    story = through_step_3()
    assert story.progress.visit("approach", 1)
    assert story.progress.visit("approach", 2) is None
    assert story.progress.visit("close", 1) is None


def test_a_step_that_comes_round_begins_its_terms_anew_after_reopening() -> None:
    story = Story()
    story.through("-", "bullying", "-", "yes", "positive", "well")
    assert (story.step, story.current.round) == ("after_care", 2)
    story.close()
    story.until(date(2027, 3, 1))
    story.reopen("after_care")
    assert (story.step, story.current.round) == ("after_care", 3)
    assert story.due_on == date(2027, 4, 12), "six weeks, as the first time"


def test_a_step_comes_round_once_for_each_of_its_terms() -> None:
    moments = Variation(after_care=(AfterCare(weeks=4), AfterCare(weeks=8), AfterCare(months=6)))
    story = Story(protocol=apply(STAPPENPLAN, moments))
    story.through("-", "bullying", "-", "yes", "positive")
    days = []
    while story.step == "after_care":
        days.append(story.due_on)
        story.through("well")
    assert days == [date(2026, 12, 21), date(2027, 1, 18), date(2027, 5, 24)]


def test_the_first_step_begins_with_its_first_term() -> None:
    first = replace(
        STAPPENPLAN.step("second_evaluation"), terms=(Term(Anchor.REPORT, weeks=1), Term(Anchor.TALK, weeks=2))
    )
    story = Story(protocol=replace(STAPPENPLAN, steps=(first, STAPPENPLAN.step("after_care"))))
    assert story.due_on == date(2026, 11, 30)
    story.through("negative")
    assert (story.current.round, story.due_on) == (2, date(2026, 12, 7))


def test_an_answer_that_was_put_right_is_the_last_one_given() -> None:
    facts = Facts(
        MONDAY,
        decided=(Decided("analyse", 1, "teasing", MONDAY), Decided("analyse", 1, "bullying", TUESDAY)),
        finished=(Finished("signal", 1, MONDAY), Finished("analyse", 1, TUESDAY)),
    )
    position = progress(STAPPENPLAN, facts, SchoolCalendar())
    assert position.last.step.key == "approach"
    assert position.next_due_on == date(2026, 11, 26)
