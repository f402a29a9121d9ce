"""Whoever is kept out of a case with a child is kept out of the next one with that child (decision 048)."""

import pytest

from kring.cases.access import cases_visible_to, standing
from kring.cases.actions import opening, people
from kring.cases.errors import Refused
from kring.cases.models import Case, CaseStaff, Report
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.rights import Standing
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of


def excluded(cast: Cast, *names: str) -> Telling:
    """A running case about Sem and Daan from which these are kept out."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).as_(cast.hein)
    for name in names:
        people.exclude(act=case.act(), case_id=case.id, staff_id=getattr(cast, name).pk)
    return case


def again(cast: Cast, name: str) -> Case:
    """Somebody reports the same two once more, and it becomes a case of its own."""
    told = tell(cast, getattr(cast, name))
    return opening.open_case(act=told.act(), report=told.report_of(cast.sem, by=(cast.daan,)))


@pytest.mark.parametrize("name", ["wil", "mo", "carla"])
def test_nobody_comes_in_by_reporting_again(cast: Cast, name: str) -> None:
    excluded(cast, name)
    case = again(cast, name)
    assert standing(getattr(cast, name), case) is Standing.EXCLUDED
    assert case not in cases_visible_to(getattr(cast, name))
    assert case.owner == cast.anouk
    kept = Report.objects.get(case=case)
    assert (kept.taken_by, bool(kept.story)) == (getattr(cast, name), True)


def test_somebody_elses_report_lists_no_teacher_who_is_kept_out(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.yara,)).as_(cast.hein)
    people.exclude(act=case.act(), case_id=case.id, staff_id=cast.bram.pk)
    told = tell(cast, cast.mo)
    new = opening.open_case(act=told.act(), report=told.report_of(cast.noor, by=(cast.yara,)))
    assert standing(cast.bram, new) is Standing.EXCLUDED


def test_a_teacher_who_is_kept_out_does_not_become_the_owner(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).as_(cast.hein)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.carla.pk)
    people.exclude(act=case.act(), case_id=case.id, staff_id=cast.anouk.pk)
    assert again(cast, "anouk").owner == cast.carla
    assert again(cast, "wil").owner == cast.wil
    people.exclude(act=case.act(), case_id=case.id, staff_id=cast.wil.pk)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.hein.pk)
    people.exclude(act=case.act(), case_id=case.id, staff_id=cast.carla.pk)
    assert again(cast, "wil").owner == cast.hein


def test_those_who_lead_are_told_and_the_one_kept_out_is_not(cast: Cast) -> None:
    first = excluded(cast, "wil")
    assert not Letter.objects.filter(kind="kept_out").exists()
    case = again(cast, "wil")
    assert {letter.to_staff for letter in Letter.objects.filter(kind="kept_out", about=case.pk)} == {
        cast.carla,
        cast.hein,
    }
    assert not Letter.objects.filter(about=case.pk, to_staff=cast.wil).exists()
    line = TrailLine.objects.get(verb="staff.kept_out")
    assert (line.case_id, line.subject_id, line.by, line.detail) == (
        case.pk,
        cast.wil.pk,
        None,
        {"because_of": str(first.id)},
    )


def test_it_holds_until_it_is_lifted_in_that_case_also_when_the_first_is_closed(cast: Cast) -> None:
    first = excluded(cast, "wil")
    case = again(cast, "mo")
    Case.objects.filter(pk=first.id).update(closed_on=first.act().today)
    assert standing(cast.wil, case) is Standing.EXCLUDED
    people.lift_exclusion(act=act_of(cast.carla), case_id=case.pk, staff_id=cast.wil.pk)
    assert standing(cast.wil, case) is Standing.TEAM
    opening.join_case(act=act_of(cast.mo), case_id=case.pk, report=first.report_of(cast.sem))
    assert standing(cast.wil, case) is Standing.TEAM


def test_a_closed_case_and_a_child_that_was_taken_out_of_it_keep_nobody_out(cast: Cast) -> None:
    first = excluded(cast, "wil")
    daan = next(child for child in first.file.people if child.pupil_id == cast.daan.pk)
    people.remove_child(act=first.act(), case_id=first.id, involved_id=daan.pk, because="Niet erbij.")
    told = tell(cast, cast.mo)
    other = opening.open_case(act=told.act(), report=told.report_of(cast.noor, by=(cast.daan,)))
    assert standing(cast.wil, other) is Standing.TEAM
    Case.objects.filter(pk=first.id).update(closed_on=first.act().today)
    assert standing(cast.wil, again(cast, "mo")) is Standing.TEAM


def test_of_two_cases_that_are_about_other_children_one_says_nothing_of_the_other(cast: Cast) -> None:
    excluded(cast, "wil")
    case = tell(cast).report(cast.noor, by=(cast.jens,)).case
    assert standing(cast.wil, case) is Standing.TEAM


@pytest.mark.parametrize("how", ["report", "added"])
def test_with_a_child_comes_who_is_kept_out_because_of_it(cast: Cast, how: str) -> None:
    excluded(cast, "wil", "mo")
    case = tell(cast).report(cast.noor, by=(cast.jens,))
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.mo.pk)
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.wil.pk)
    if how == "report":
        told = case.report_of(cast.noor, by=(cast.daan,))
        opening.join_case(act=case.as_(cast.bram).act(), case_id=case.id, report=told)
    else:
        people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.daan.pk, role=Role.FOLLOWER)
    assert [standing(one, case.case) for one in (cast.wil, cast.mo)] == [Standing.EXCLUDED] * 2
    assert case.case.stand_in is None
    assert Letter.objects.filter(kind="kept_out", about=case.id).count() == 2


def test_a_child_is_not_added_to_a_case_of_somebody_who_is_kept_out_because_of_it(cast: Cast) -> None:
    excluded(cast, "wil")
    case = tell(cast).report(cast.noor, by=(cast.jens,)).as_(cast.carla)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.wil.pk)
    for by, sentence in ((cast.carla, "Draag deze zaak eerst over"), (cast.anouk, "Vraag de Seo"), (cast.wil, "Vraag")):
        with pytest.raises(Refused, match=sentence):
            people.add_child(act=act_of(by), case_id=case.id, pupil_id=cast.daan.pk, role=Role.FOLLOWER)
    for by in (cast.wil, cast.mo):
        with pytest.raises(Refused, match="nieuwe zaak"):
            opening.join_case(act=act_of(by), case_id=case.id, report=case.report_of(cast.noor, by=(cast.daan,)))
    assert not CaseStaff.objects.filter(case=case.id, staff=cast.wil).exists()


def test_who_works_at_a_case_does_not_shut_themselves_out_by_adding_a_child(cast: Cast) -> None:
    excluded(cast, "mo")
    case = tell(cast).report(cast.noor, by=(cast.jens,))
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.mo.pk)
    with pytest.raises(Refused, match="Vraag de Seo"):
        people.add_child(act=act_of(cast.mo), case_id=case.id, pupil_id=cast.daan.pk, role=Role.FOLLOWER)
    with pytest.raises(Refused, match="nieuwe zaak"):
        opening.join_case(act=act_of(cast.mo), case_id=case.id, report=case.report_of(cast.noor, by=(cast.daan,)))
