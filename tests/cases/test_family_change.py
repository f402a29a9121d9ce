"""When a pupil's family or group changes, the pupil's running cases go on as far as nothing more is asked."""

from datetime import date
from uuid import uuid4

from kring.cases.access import Standing, standing
from kring.cases.actions import closing, people
from kring.cases.actions.change import Act
from kring.cases.actions.families import refresh_cases_of
from kring.cases.models import Case, Fact
from kring.school.models import Custody, Guardianship, Pupil, StaffMember
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import NOW, TODAY, Cast


def act_of(staff: StaffMember) -> Act:
    return Act(by=staff, at=NOW, today=TODAY, token=uuid4())


def waiting_for_rob_alone(cast: Cast) -> Case:
    """A case in which all of step 3 is done, but for telling Daan's father, of whom custody was not known."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    rob = Guardianship.objects.filter(guardian=cast.rob_visser)
    Fact.objects.filter(case=case.id, kind="finished", step="approach").delete()
    rob.update(custody=Custody.UNKNOWN)
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    assert case.case.current_step == "approach"
    rob.update(custody=Custody.NO)
    return case.case


def test_the_step_is_finished_when_nobody_is_left_to_tell_and_the_trail_says_who_changed_it(cast):
    case = waiting_for_rob_alone(cast)
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    case.refresh_from_db()
    assert case.current_step == "first_evaluation"
    assert case.next_due_on == date(2026, 11, 30)
    line = TrailLine.objects.of_case(case.id).get(verb="step.finished", by=cast.ada)
    assert line.detail == {"step": "approach", "round": 1}


def test_doing_it_again_or_for_a_pupil_who_takes_no_part_changes_nothing(cast):
    case = waiting_for_rob_alone(cast)
    for pupil in (cast.yara, cast.linde.mila):
        refresh_cases_of(pupil_id=pupil.id, act=act_of(cast.ada))
    case.refresh_from_db()
    assert case.current_step == "approach"
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    facts = Fact.objects.count()
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    assert Fact.objects.count() == facts


def test_an_act_at_another_school_reaches_no_case_here(cast):
    case = waiting_for_rob_alone(cast)
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.linde.administrator))
    case.refresh_from_db()
    assert case.current_step == "approach"


def test_a_closed_case_is_left_alone(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    case.agree()
    closing.close_case(act=case.act(), case_id=case.id, reason="Afgesproken.", child_says="Goed.")
    facts = Fact.objects.count()
    Pupil.objects.filter(id=cast.daan.id).update(group=cast.group5)
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    assert Fact.objects.count() == facts


def test_who_teaches_the_child_after_a_move_takes_part_and_who_is_kept_out_does_not(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert standing(cast.bram, case.case) is Standing.TEAM
    cast.daan.group = cast.group5
    cast.daan.save()
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    assert standing(cast.bram, case.case) is Standing.TAKES_PART
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.bram.pk)
    refresh_cases_of(pupil_id=cast.daan.id, act=act_of(cast.ada))
    assert standing(cast.bram, case.case) is Standing.EXCLUDED
