"""Who joins a case is told once, in words that name no child; so are a stand-in, and who was the owner until now."""

from kring.cases.actions import opening, people, school_changes
from kring.mail.models import Letter
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of


def told(kind: str, case: Telling | None = None) -> list[str]:
    letters = Letter.objects.filter(kind=kind, **({"about": case.id} if case else {})).order_by("to_staff__name")
    return [name.split()[0] for name in letters.values_list("to_staff__name", flat=True)]


def test_the_teachers_of_all_childrens_groups_are_told_and_whoever_reports_is_not(cast: Cast) -> None:
    assert told("joined", tell(cast, cast.mo).report(cast.sem, by=(cast.yara,))) == ["Bram"]
    assert told("joined", tell(cast, cast.bram).report(cast.noor, by=(cast.yara,))) == []


def test_the_bullied_childs_own_teacher_is_told_when_somebody_else_is_owner(cast: Cast) -> None:
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk, cast.wil])
    case = tell(cast, cast.mo).report(cast.sem)
    assert case.case.owner == cast.anouk
    assert told("joined", case) == ["Wil"]


def test_so_are_the_teachers_of_a_child_who_comes_in_later_each_once(cast: Cast) -> None:
    case = tell(cast).report(cast.sem)
    opening.join_case(act=act_of(cast.mo), case_id=case.id, report=case.report_of(cast.sem, by=(cast.yara,)))
    yara = next(child for child in case.file.people if child.pupil_id == cast.yara.pk)
    people.remove_child(act=case.act(), case_id=case.id, involved_id=yara.pk, because="Niet erbij.")
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.yara.pk, role=Role.WITNESS)
    assert told("joined", case) == ["Bram"]


def test_so_are_those_who_come_to_stand_before_the_group(cast: Cast) -> None:
    case = tell(cast).report(cast.sem)
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk, cast.wil])
    assert told("joined", case) == ["Wil"]
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.sem, group=cast.group5)
    assert told("joined", case) == ["Bram", "Wil"]


def test_a_colleague_who_is_let_in_and_a_stand_in_are_told(cast: Cast) -> None:
    case = tell(cast).report(cast.sem)
    for _again in range(2):
        people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.mo.pk)
        people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    people.set_stand_in(act=case.act(), case_id=case.id, to=None)
    assert (told("joined", case), told("stand_in", case)) == (["Mo"], ["Bram"])


def test_at_a_hand_over_both_are_told(cast: Cast) -> None:
    case = tell(cast).report(cast.sem).as_(cast.carla)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.bram.pk)
    assert (told("handed_over", case), told("gave_over", case)) == (["Bram"], ["Anouk"])


def test_no_such_letter_names_a_child(cast: Cast) -> None:
    case = tell(cast, cast.mo).report(cast.sem, by=(cast.yara,)).as_(cast.carla)
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.wil.pk)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.hein.pk)
    letters = list(Letter.objects.filter(kind__in=("joined", "stand_in", "gave_over")))
    assert len(letters) == 3
    assert not [one for one in letters for name in ("Sem", "Yara") if name in f"{one.subject}{one.text}{one.html}"]
