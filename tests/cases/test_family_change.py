"""When a pupil's family or group changes, the pupil's running cases go on as far as nothing more is asked."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from kring.cases.access import standing
from kring.cases.actions import closing, people, school_changes
from kring.cases.actions.change import Change, bring_up_to_date
from kring.cases.models import Case, Fact
from kring.cases.queries import CaseFilter, cases_page
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Custody, Guardianship, StaffMember
from kring.school.rights import Standing
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of


def custody_of_rob(cast: Cast, custody: Custody) -> None:
    rob = Guardianship.objects.get(guardian=cast.rob_visser)
    school_changes.set_custody(act=act_of(cast.ada), guardianship=rob, custody=custody)


def still_to_tell_rob(cast: Cast) -> Case:
    """A case in which all of step 3 is done, but for telling Daan's father, of whom custody is not known."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    Fact.objects.filter(case=case.id, kind="finished", step="approach").delete()
    custody_of_rob(cast, Custody.UNKNOWN)
    assert (case.case.current_step, case.case.trailing_due_on) == ("first_evaluation", date(2026, 11, 25))
    return case.case


def test_the_step_is_finished_when_it_is_known_who_is_to_be_told_and_the_trail_says_who_said_so(cast):
    for guardian in (cast.karin_visser, cast.rob_visser):
        link = Guardianship.objects.get(guardian=guardian, pupil=cast.daan)
        school_changes.unlink_guardian(act=act_of(cast.ada), guardianship=link)
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().case
    assert case.current_step == "approach", "of Daan nobody is known who can be told"
    school_changes.add_guardian(act=act_of(cast.ada), pupil=cast.daan, name="Truus Visser", relation="other")
    case.refresh_from_db()
    assert case.current_step == "first_evaluation"
    assert case.next_due_on == date(2026, 11, 30)
    line = TrailLine.objects.of_case(case.id).get(verb="step.finished", by=cast.ada)
    assert line.detail == {"step": "approach", "round": 1}


def test_a_guardian_without_custody_or_who_is_taken_away_has_not_to_be_told_any_more(cast):
    case = still_to_tell_rob(cast)
    custody_of_rob(cast, Custody.NO)
    case.refresh_from_db()
    assert case.trailing_due_on is None
    custody_of_rob(cast, Custody.UNKNOWN)
    case.refresh_from_db()
    assert case.trailing_due_on == date(2026, 11, 25)
    rob = Guardianship.objects.get(guardian=cast.rob_visser)
    for _click in range(2):
        school_changes.unlink_guardian(act=act_of(cast.ada), guardianship=rob)
    case.refresh_from_db()
    assert case.trailing_due_on is None


def test_a_new_guardian_has_to_be_told_and_so_has_one_of_a_brother(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    before = len(still_to_tell(case))
    school_changes.add_guardian(act=act_of(cast.ada), pupil=cast.daan, name="Truus Visser", relation="other")
    assert len(still_to_tell(case)) == before + 1
    school_changes.link_guardian(
        act=act_of(cast.ada), pupil=cast.sem, guardian=cast.karin_visser, relation="other", custody="yes"
    )
    assert len(still_to_tell(case)) == before + 2


def still_to_tell(case: Telling) -> list[str]:
    """The guardians whom this step still asks to be told."""
    task = case.task("inform_guardians")
    return sorted(task.missing)


def test_doing_it_again_or_for_a_pupil_who_takes_no_part_changes_nothing(cast):
    case = still_to_tell_rob(cast)
    for pupil, by in ((cast.yara, cast.ada), (cast.linde.mila, cast.linde.administrator)):
        link = Guardianship.objects.filter(pupil=pupil)[0]
        school_changes.set_custody(act=act_of(by), guardianship=link, custody=Custody.NO)
    case.refresh_from_db()
    assert case.trailing_due_on == date(2026, 11, 25)
    custody_of_rob(cast, Custody.NO)
    facts = Fact.objects.count()
    custody_of_rob(cast, Custody.NO)
    assert Fact.objects.count() == facts


def test_an_act_at_another_school_reaches_no_case_here(cast):
    case = still_to_tell_rob(cast)
    rob = Guardianship.objects.get(guardian=cast.rob_visser)
    for change in (
        lambda act: school_changes.set_custody(act=act, guardianship=rob, custody=Custody.NO),
        lambda act: school_changes.move_pupils(act=act, pupils=[cast.daan], group=cast.linde.group),
        lambda act: school_changes.change_colleague(act=act, staff=cast.anouk, name="Anna"),
    ):
        with pytest.raises(NotAllowed):
            change(act_of(cast.linde.administrator))
    case.refresh_from_db()
    assert case.trailing_due_on == date(2026, 11, 25)


def test_a_closed_case_is_left_alone(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    case.agree()
    closing.close_case(act=case.act(), case_id=case.id, reason="Afgesproken.")
    facts = Fact.objects.count()
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, group=cast.group5)
    assert Fact.objects.count() == facts
    assert standing(cast.bram, case.case) is Standing.TEAM


def test_those_who_teach_the_child_after_a_move_take_part_and_those_kept_out_do_not(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert standing(cast.bram, case.case) is Standing.TEAM
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, group=cast.group5)
    assert standing(cast.bram, case.case) is Standing.TAKES_PART
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.bram.pk)
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.sem, group=cast.group5)
    assert standing(cast.bram, case.case) is Standing.EXCLUDED


def test_those_who_are_put_before_the_group_take_part_and_those_kept_out_do_not(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    ended = tell(cast).report(cast.jens, by=(cast.lars,)).step_1().judged("teasing")
    ended.agree()
    closing.close_case(act=ended.act(), case_id=ended.id, reason="Afgesproken.")
    three = [cast.anouk, cast.bram, cast.wil]
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=three)
    assert [standing(one, case.case) for one in three] == [Standing.TAKES_PART, Standing.TAKES_PART, Standing.EXCLUDED]
    assert standing(cast.bram, ended.case) is Standing.TEAM
    # Who was let go of the case by the coordinator is not brought back because somebody else comes.
    people.lift_exclusion(act=case.act(), case_id=case.id, staff_id=cast.bram.pk)
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[*three, cast.mo])
    assert standing(cast.bram, case.case) is Standing.TEAM
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.bram])
    assert standing(cast.mo, case.case) is not Standing.TEAM


def test_the_case_follows_the_bullied_child_to_another_group(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).case
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.sem, group=cast.group5)
    case.refresh_from_db()
    assert case.group_id == cast.group5.pk
    in_group5, _more = cases_page(cast.carla, CaseFilter(group=cast.group5.pk), 1, TODAY)
    assert [found.pk for found in in_group5] == [case.pk]


def test_a_whole_group_moves_with_one_refresh_for_each_case(cast, monkeypatch):
    cases = [
        tell(cast).report(cast.sem, by=(cast.daan, cast.lars)),
        tell(cast).report(cast.noor, by=(cast.daan, cast.jens)),
    ]
    refreshed: list[UUID] = []

    def counted(change: Change) -> None:
        refreshed.append(change.case.pk)
        bring_up_to_date(change)

    monkeypatch.setattr(school_changes, "bring_up_to_date", counted)
    everybody = [cast.sem, cast.daan, cast.lars, cast.noor, cast.jens]
    school_changes.move_pupils(act=act_of(cast.ada), pupils=everybody, group=cast.group5)
    assert sorted(refreshed) == sorted(case.id for case in cases)
    for case in cases:
        assert case.case.group_id == cast.group5.pk
        assert standing(cast.bram, case.case) is Standing.TAKES_PART
    moved = [line.subject_id for line in TrailLine.objects.filter(verb="pupil.changed")]
    assert (len(moved), set(moved)) == (5, {pupil.pk for pupil in everybody})


def test_the_case_has_the_group_of_who_is_bullied_now(cast):
    case = tell(cast).report(cast.sem, by=(cast.yara,))
    yara, sem = (next(one for one in case.file.people if one.pupil_id == pk) for pk in (cast.yara.pk, cast.sem.pk))
    people.change_role(act=case.act(), case_id=case.id, involved_id=yara.pk, role=Role.TARGET)
    assert case.case.group_id == cast.group6.pk
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem.pk, role=Role.WITNESS)
    assert case.case.group_id == cast.group5.pk


def test_the_owner_is_asked_what_to_do_when_a_child_leaves_the_school(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, last_name="Visser-de Vries")
    assert not Letter.objects.filter(kind="pupil_left").exists()
    for _again in range(2):
        school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, left_on=TODAY, group=None)
    letter = Letter.objects.get(kind="pupil_left")
    assert (letter.to_staff, letter.about) == (cast.anouk, case.id)
    assert "Daan" not in f"{letter.subject} {letter.text}"


def test_the_owner_is_asked_again_when_the_child_came_back_and_leaves_once_more(cast):
    tell(cast).report(cast.sem, by=(cast.daan,))
    friday, saturday = TODAY - timedelta(days=3), TODAY - timedelta(days=2)
    for left_on, letters in ((friday, 1), (saturday, 1), (None, 1), (TODAY, 2)):
        school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, left_on=left_on)
        assert Letter.objects.filter(kind="pupil_left").count() == letters, f"left on {left_on}"


@pytest.mark.parametrize(
    ("change", "field"), [({"is_active": False}, "is_active"), ({"role": "administrator"}, "role")]
)
def test_somebody_with_running_cases_hands_them_over_before_they_leave_or_see_none_any_more(cast, change, field):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    with pytest.raises(Refused, match="Anouk Vermeer heeft nog één lopende zaak") as refused:
        school_changes.change_colleague(act=act_of(cast.ada), staff=cast.anouk, **change)
    assert refused.value.field == field
    people.hand_over(act=case.as_(cast.carla).act(), case_id=case.id, to=cast.bram.pk)
    school_changes.change_colleague(act=act_of(cast.ada), staff=cast.anouk, **change)
    assert standing(StaffMember.objects.get(pk=cast.anouk.pk), case.case) is Standing.NOBODY
