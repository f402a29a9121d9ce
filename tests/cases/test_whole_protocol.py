"""The protocol from the report to the closing, on each of its paths, by the verbs."""

from datetime import date

from kring.cases.actions import people
from kring.cases.bodies import Kept
from kring.cases.models import Case, PlanVersion
from kring.protocol.terms import Role
from tests.cases.telling import tell
from tests.cast import Cast


def test_teasing_ends_with_agreements_and_the_teacher_closes_it(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    assert case.step == "analyse"
    case.agree()
    assert case.step == "close"
    case.close()
    assert case.case.closed_on == date(2026, 11, 23)
    assert case.case.ended_as == "teasing"


def test_bullying_with_two_good_evaluations_goes_through_after_care_to_its_closing(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert case.case.next_due_on == date(2026, 11, 25)
    case.on(date(2026, 11, 25)).step_3()
    assert case.step == "first_evaluation"
    assert case.case.next_due_on == date(2026, 12, 2)
    case.until_due().evaluate("yes")
    assert (case.step, case.case.next_due_on) == ("second_evaluation", date(2026, 12, 16))
    case.until_due().evaluate("positive")
    assert (case.step, case.case.next_due_on) == ("after_care", date(2027, 1, 27))
    case.until_due().after_care()
    assert case.case.next_due_on == date(2027, 3, 16)
    case.until_due().after_care()
    assert case.step == "close"
    case.as_(cast.carla).close()
    assert case.case.ended_as == "stopped"
    assert [version.number for version in PlanVersion.objects.filter(case=case.id).order_by("number")] == [1, 2, 3]


def test_a_no_at_step_4_asks_for_an_analysis_a_plan_and_the_coordinator(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.talk("talk", *case.keys("target", "instigator"), together=True)  # type: ignore[arg-type]
    case.review(Kept.NOT)
    case.decide("no")
    current = case.progress.current
    assert current is not None
    assert [task.duty.key for task in current.tasks if not task.settled] == [
        "analysis",
        "consult",
        "agreements",
        "inform_guardians",
        "issue_plan",
    ]
    case.do_the_rest()
    assert case.step == "second_evaluation"


def test_a_no_at_step_5_brings_a_new_approach_and_step_5_again_two_weeks_later(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.evaluate("yes").until_due().evaluate("negative", Kept.PARTLY)
    held_on = case.today
    assert (case.step, case.progress.last.round) == ("second_evaluation", 2)
    due = case.case.next_due_on
    assert due is not None
    assert (due - held_on).days >= 14
    case.until_due().evaluate("positive")
    assert case.step == "after_care"


def test_the_copied_columns_equal_the_derivation_at_every_point(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan, cast.lars))
    for go_on in (
        case.step_1,
        lambda: case.judged("bullying"),
        case.step_3,
        lambda: case.until_due().evaluate("no"),
        lambda: case.until_due().evaluate("negative"),
        lambda: case.until_due().evaluate("positive"),
        lambda: case.until_due().after_care("not_well"),
    ):
        go_on()
        stored, position = Case.objects.get(pk=case.id), case.progress
        assert stored.next_due_on == position.next_due_on
        assert (stored.current_step, stored.current_round) == (position.last.step.key, position.last.round)
        assert stored.closed_on == position.closed_on
        assert stored.stage == position.last.step.stage


def test_a_child_who_is_added_is_asked_for_at_once_in_the_current_step(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.lars.pk, role=Role.INSTIGATOR)
    case.step_1()
    assert case.step == "analyse"
    assert len(case.file.of_kind("talk")) == 3
