"""When a pupil's family or group changes, the pupil's running cases go on as far as nothing more is asked."""

from datetime import date
from uuid import uuid4

from kring.cases.access import Standing, standing
from kring.cases.actions import closing, people
from kring.cases.actions.families import refresh_cases_of
from kring.cases.models import Case, Fact
from kring.cases.queries import CaseFilter, cases_page
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.act import Act
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


def test_the_case_follows_the_bullied_child_to_another_group(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).case
    Pupil.objects.filter(pk=cast.sem.pk).update(group=cast.group5)
    refresh_cases_of(pupil_id=cast.sem.pk, act=act_of(cast.ada))
    case.refresh_from_db()
    assert case.group_id == cast.group5.pk
    in_group5, _more = cases_page(cast.carla, CaseFilter(group=cast.group5.pk), 1, TODAY)
    assert [found.pk for found, _children in in_group5] == [case.pk]


def test_the_case_has_the_group_of_who_is_bullied_now(cast):
    case = tell(cast).report(cast.sem, by=(cast.yara,))
    yara, sem = (next(one for one in case.file.people if one.pupil_id == pk) for pk in (cast.yara.pk, cast.sem.pk))
    people.change_role(act=case.act(), case_id=case.id, involved_id=yara.pk, role=Role.TARGET)
    assert case.case.group_id == cast.group6.pk
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem.pk, role=Role.WITNESS)
    assert case.case.group_id == cast.group5.pk


def test_the_owner_is_asked_what_to_do_when_a_child_leaves_the_school(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    refresh_cases_of(pupil_id=cast.daan.pk, act=act_of(cast.ada))
    assert not Letter.objects.filter(kind="pupil_left").exists()
    Pupil.objects.filter(pk=cast.daan.pk).update(left_on=TODAY, group=None)
    for _again in range(2):
        refresh_cases_of(pupil_id=cast.daan.pk, act=act_of(cast.ada))
    letter = Letter.objects.get(kind="pupil_left")
    assert (letter.to_staff, letter.about) == (cast.anouk, case.id)
    assert "Daan" not in f"{letter.subject} {letter.text}"
