"""A child that was typed because the list of pupils has it not: its case runs, and who keeps the pupils settles it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kring.cases.actions import closing, listing, opening, people, school_changes
from kring.cases.bodies import Danger
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, CaseStaff, Involved
from kring.cases.unlisted import pupils_for, to_settle
from kring.mail.models import Letter
from kring.protocol.progress import UNKNOWN
from kring.protocol.terms import Kind, Role
from kring.school.families import pupils_called, pupils_without_group
from kring.school.groups import begins_on, pupils_of
from kring.school.models import Pupil, StaffMember
from kring.school.typed import TypedChild, may_be
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, TODAY, Cast, act_of
from tests.school import plain

BO = TypedChild("Bo")


def reported(cast: Cast, *children: TypedChild, by: tuple[Pupil, ...] = ()) -> Telling:
    """A case of which these bullied children were typed."""
    case = tell(cast)
    report = case.report_of(by=by)
    people = (*((one, Role.TARGET) for one in children), *report.people)
    return case.opens(replace(report, people=people), token=uuid4())


def typed(first_name: str = "Bo") -> Pupil:
    return next(one for one in Pupil.objects.filter(typed_at__isnull=False) if one.first_name == first_name)


def letters_to(kind: str) -> set[str]:
    return {letter.to_staff.name for letter in Letter.objects.filter(kind=kind) if letter.to_staff}


def parts_in(case: Telling) -> dict[StaffMember, str]:
    return {row.staff: row.part for row in CaseStaff.objects.filter(case=case.id).select_related("staff")}


# Typed


def test_the_case_is_there_at_once_and_who_keeps_the_pupils_is_asked_without_a_word_of_it(cast: Cast) -> None:
    case = reported(cast, BO, by=(cast.daan,))
    assert [one.pupil.name for one in case.file.with_role(Role.TARGET)] == ["Bo"]
    assert letters_to("pupil_to_list") == {cast.ada.name, cast.hein.name}
    letter = Letter.objects.filter(kind="pupil_to_list").first()
    assert letter is not None
    assert letter.about is None
    assert case.case.reference not in str(letter.text)
    assert "Bo" not in str(letter.text).split()
    assert [one.name for one in to_settle(cast.ada)] == ["Bo"]
    assert to_settle(cast.carla) == to_settle(cast.anouk) == []


def test_danger_is_told_as_of_any_child(cast: Cast) -> None:
    case = tell(cast)
    report = replace(case.report_of(), people=((BO, Role.TARGET),), dangers=(Danger.VIOLENCE,))
    case.opens(report, token=uuid4())
    assert case.case.danger_since is not None
    assert cast.hein.name in letters_to("danger")


def test_the_same_submit_again_types_nobody_twice(cast: Cast) -> None:
    act, report = replace(act_of(cast.anouk), token=uuid4()), tell(cast).report_of()
    report = replace(report, people=((BO, Role.TARGET),))
    assert opening.open_case(act=act, report=report) == opening.open_case(act=act, report=report)
    case = tell(cast).report(cast.sem)
    again = replace(act_of(cast.anouk), token=uuid4())
    kai = TypedChild("Kai")
    for _time in range(2):
        people.add_child(act=again, case_id=case.id, pupil_id=kai, role=Role.WITNESS)
    assert Pupil.objects.filter(typed_at__isnull=False).count() == 2


def test_it_stands_in_no_list_of_pupils_and_only_readers_of_the_case_may_choose_it(cast: Cast) -> None:
    reported(cast, TypedChild("Bo", "Jansen", cast.group6.pk), TypedChild("Kai"))
    assert pupils_called(cast.school, "Bo") == []
    assert pupils_without_group(cast.school) == []
    assert "Bo" not in [one.first_name for one in pupils_of(cast.group6)]
    assert typed() in pupils_for(cast.anouk)
    assert typed() in pupils_for(cast.carla)
    assert typed() not in pupils_for(cast.mo)
    with pytest.raises(NotAllowed):
        opening.open_case(
            act=act_of(cast.mo), report=replace(tell(cast).report_of(), people=((typed().pk, Role.TARGET),))
        )


def test_a_group_of_another_school_is_nobodys_to_type(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        reported(cast, TypedChild("Bo", group_id=cast.linde.group.pk))
    with pytest.raises(NotAllowed):
        reported(cast, TypedChild("Bo", group_id=uuid4()))


def test_no_step_breaks_without_list_group_and_guardians(cast: Cast) -> None:
    case = reported(cast, BO, by=(cast.daan,)).step_1().judged("bullying")
    while (current := case.progress.current) and not any(
        task.duty.kind is Kind.INFORM_GUARDIANS for task in current.tasks
    ):
        case.do_the_rest()
    assert current is not None
    asked = next(task for task in current.tasks if task.duty.kind is Kind.INFORM_GUARDIANS)
    assert UNKNOWN in asked.missing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("sem", ""), ("Sem", "Bakker"), True),
        (("Zoe", ""), ("Zoë", "Núñez"), True),
        (("Sem", "Bakker"), ("Sem", "Bakker-Visser"), True),
        (("Sem Bakker", ""), ("Sem", "Bakker"), True),
        (("Anna", ""), ("Anna Maria", "Vos"), True),
        (("Sem", "Zonneveld"), ("Sem", "Bakker"), False),
        (("Sem", "de Vries"), ("Sem", "de Wit"), False),
        (("Se", ""), ("Sem", "Bakker"), False),
    ],
)
def test_whom_of_the_list_a_typed_child_may_be(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert may_be(TypedChild(*one), TypedChild(*other)) is same


# New in the list


def test_new_in_the_list_it_has_its_group_and_the_teachers_of_it_take_part(cast: Cast) -> None:
    case = reported(cast, BO)
    pupil = listing.list_pupil(
        act=act_of(cast.ada), pupil=typed(), first_name="Bo", last_name="Jansen", group=cast.group5
    )
    assert pupil.typed_at is None
    assert [one.name for one in pupils_called(cast.school, "Bo")] == ["Bo Jansen"]
    assert CaseStaff.objects.get(case=case.case, staff=cast.bram).part == CaseStaff.Part.TAKES_PART
    assert case.case.group == cast.group5
    assert to_settle(cast.ada) == []
    assert pupil.every_name[-1].whole == "Bo"


def test_two_who_settle_it_at_once_are_told_that_it_is_settled(cast: Cast) -> None:
    reported(cast, BO)
    bo = typed()
    listing.recognise_pupil(act=act_of(cast.ada), pupil=bo, same_as=cast.yara.pk)
    with pytest.raises(Refused, match="intussen geregeld"):
        listing.list_pupil(act=act_of(cast.hein), pupil=bo, first_name="Bo")
    reported(cast, TypedChild("Kai"))
    kai = typed("Kai")
    listing.list_pupil(act=act_of(cast.ada), pupil=kai, first_name="Kai")
    with pytest.raises(Refused, match="intussen geregeld"):
        listing.recognise_pupil(act=act_of(cast.hein), pupil=kai, same_as=cast.yara.pk)
    with pytest.raises(Refused, match="intussen geregeld"):
        listing.say_not_here(act=act_of(cast.hein), pupil=kai)


# Somebody of the list


def test_the_case_is_about_the_pupil_with_guardians_teachers_and_all_that_was_recorded(cast: Cast) -> None:
    case = reported(cast, BO, by=(cast.daan,)).step_1()
    said = len(case.file.facts)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    (target,) = case.file.with_role(Role.TARGET)
    assert target.pupil == cast.yara
    assert len(case.file.facts) >= said
    assert case.file.guardianships_of(target)
    assert CaseStaff.objects.filter(case=case.case, staff=cast.bram).exists()
    assert case.case.group == cast.group5
    assert not Pupil.objects.filter(typed_at__isnull=False).exists()
    assert "Bo" in [name.first_name for name in Pupil.objects.get(pk=cast.yara.pk).every_name]


def test_a_plan_that_names_the_child_otherwise_is_stale(cast: Cast) -> None:
    case = reported(cast, BO, by=(cast.daan,)).step_1().judged("bullying").step_3()
    assert case.case.plan_is == Case.PlanIs.SOUND
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.noor.pk)
    assert case.case.plan_is == Case.PlanIs.STALE


def test_who_is_kept_out_of_one_case_of_the_child_is_kept_out_of_the_other(cast: Cast) -> None:
    earlier = tell(cast).report(cast.yara)
    people.exclude(act=act_of(cast.carla), case_id=earlier.id, staff_id=cast.wil.pk)
    case = reported(cast, BO)
    people.exclude(act=act_of(cast.carla), case_id=case.id, staff_id=cast.mo.pk)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    kept_out = CaseStaff.objects.filter(part=CaseStaff.Part.EXCLUDED)
    for each in (earlier, case):
        assert {row.staff for row in kept_out.filter(case=each.case)} == {cast.wil, cast.mo}


def test_a_case_that_the_child_had_left_gets_nobody_because_of_the_pupil(cast: Cast) -> None:
    elsewhere = tell(cast).report(cast.yara)
    people.exclude(act=act_of(cast.carla), case_id=elsewhere.id, staff_id=cast.anouk.pk)
    left = reported(cast, BO, by=(cast.daan,))  # of which she is the owner: it would have been refused
    here = tell(cast).opens(replace(tell(cast).report_of(), people=((typed().pk, Role.TARGET),)), token=uuid4())
    people.hand_over(act=act_of(cast.carla), case_id=here.id, to=cast.carla.pk)
    people.swap_child(
        act=left.act(),
        case_id=left.id,
        involved_id=UUID(left.key(typed())),
        pupil_id=cast.sem.pk,
        because="Het was Sem.",
    )
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    assert parts_in(left) == {}
    assert parts_in(here) == {cast.anouk: CaseStaff.Part.EXCLUDED, cast.bram: CaseStaff.Part.TAKES_PART}


def test_who_was_let_in_again_stays_in_when_the_child_of_another_case_is_the_pupil(cast: Cast) -> None:
    first, lifted = tell(cast).report(cast.yara), tell(cast).report(cast.yara)
    for case in (first, lifted):
        people.exclude(act=act_of(cast.carla), case_id=case.id, staff_id=cast.wil.pk)
    people.lift_exclusion(act=act_of(cast.carla), case_id=lifted.id, staff_id=cast.wil.pk)
    people.hand_over(act=act_of(cast.carla), case_id=lifted.id, to=cast.wil.pk)
    people.lift_exclusion(act=act_of(cast.carla), case_id=lifted.id, staff_id=cast.bram.pk)
    case = reported(cast, BO)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    assert parts_in(case)[cast.wil] == CaseStaff.Part.EXCLUDED
    assert CaseStaff.Part.EXCLUDED not in parts_in(lifted).values()
    assert cast.bram not in parts_in(lifted)


def test_who_was_let_in_again_stays_in_where_the_child_was_typed(cast: Cast) -> None:
    first = reported(cast, BO)
    lifted = tell(cast).opens(replace(tell(cast).report_of(), people=((typed().pk, Role.TARGET),)), token=uuid4())
    both = reported(cast, TypedChild("Kai"), by=(cast.yara,))
    people.add_child(act=both.act(), case_id=both.id, pupil_id=typed().pk, role=Role.WITNESS)
    people.exclude(act=act_of(cast.carla), case_id=first.id, staff_id=cast.wil.pk)
    people.lift_exclusion(act=act_of(cast.carla), case_id=both.id, staff_id=cast.bram.pk)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    assert cast.wil not in parts_in(lifted)
    assert not {cast.wil, cast.bram} & parts_in(both).keys()
    assert parts_in(lifted)[cast.bram] == CaseStaff.Part.TAKES_PART


def test_what_comes_of_the_childs_case_holds_though_an_older_one_was_lifted(cast: Cast) -> None:
    older = tell(cast).on(TODAY - timedelta(days=1)).report(cast.yara)
    lifted = tell(cast).report(cast.yara)
    case = reported(cast, BO)
    for one in (older, case):
        people.exclude(act=act_of(cast.carla), case_id=one.id, staff_id=cast.wil.pk)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    row = CaseStaff.objects.get(case=lifted.id, staff=cast.wil)
    assert (row.part, row.because_of) == (CaseStaff.Part.EXCLUDED, case.case)


def test_an_owner_who_may_see_nothing_of_the_pupil_hands_over_first(cast: Cast) -> None:
    earlier = tell(cast).report(cast.yara)
    people.exclude(act=act_of(cast.carla), case_id=earlier.id, staff_id=cast.anouk.pk)
    case = reported(cast, BO)
    refused_for(cast, case)


def test_the_owner_of_a_case_of_the_pupil_hands_over_first_as_well(cast: Cast) -> None:
    earlier = tell(cast).report(cast.yara)
    case = reported(cast, BO)
    people.exclude(act=act_of(cast.carla), case_id=case.id, staff_id=earlier.case.owner_id)
    refused_for(cast, earlier)


def refused_for(cast: Cast, case: Telling) -> None:
    """Who leads is told which case is handed over first, and who keeps the pupils alone only whom to ask."""
    with pytest.raises(Refused, match="Vraag de Seo-coördinator of de directeur wat er eerst moet gebeuren") as told:
        listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    assert case.case.reference not in told.value.sentence
    with pytest.raises(Refused, match=f"De eigenaar van zaak {case.case.reference} ") as told:
        listing.recognise_pupil(act=act_of(cast.hein), pupil=typed(), same_as=cast.yara.pk)
    assert "toe te voegen" not in told.value.sentence
    assert typed().typed_at


def test_who_would_shut_themselves_out_leaves_it_to_a_colleague(cast: Cast) -> None:
    earlier = tell(cast).report(cast.yara)
    people.exclude(act=act_of(cast.carla), case_id=earlier.id, staff_id=cast.hein.pk)
    case = reported(cast, BO)
    with pytest.raises(Refused, match="Vraag een beheerder") as told:
        listing.recognise_pupil(act=act_of(cast.hein), pupil=typed(), same_as=cast.yara.pk)
    assert earlier.case.reference not in told.value.sentence
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    assert parts_in(case)[cast.hein] == CaseStaff.Part.EXCLUDED


def test_a_pupil_who_took_part_already_is_one_child_with_both_parts(cast: Cast) -> None:
    case = reported(cast, BO, by=(cast.daan,))
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.daan.pk)
    (only,) = case.file.people
    assert (only.pupil, only.role) == (cast.daan, Role.BOTH)
    assert to_settle(cast.ada) == []
    assert typed().left_on == TODAY


def test_a_child_who_had_left_comes_back_in_the_part_that_was_typed(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    people.remove_child(act=case.act(), case_id=case.id, involved_id=UUID(case.key(cast.daan)), because="Niet erbij.")
    people.add_child(act=case.act(), case_id=case.id, pupil_id=BO, role=Role.WITNESS)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.daan.pk)
    assert {one.pupil: one.role for one in case.file.people} == {cast.sem: Role.TARGET, cast.daan: Role.WITNESS}


def test_one_child_typed_in_two_reports_becomes_one_pupil(cast: Cast) -> None:
    cases = [reported(cast, BO), reported(cast, BO)]
    first, second = Pupil.objects.filter(typed_at__isnull=False)
    bo = listing.list_pupil(act=act_of(cast.ada), pupil=first, first_name="Bo", group=cast.group5)
    with pytest.raises(NotAllowed):
        listing.recognise_pupil(act=act_of(cast.ada), pupil=second, same_as=uuid4())
    listing.recognise_pupil(act=act_of(cast.ada), pupil=second, same_as=bo.pk)
    assert all(case.file.people[0].pupil == bo for case in cases)


def test_a_closed_case_is_about_the_pupil_too(cast: Cast) -> None:
    case = reported(cast, BO, by=(cast.daan,))
    closing.close_by_mistake(act=case.as_(cast.carla).act(), case_id=case.id, reason="Het was een oefening.")
    assert to_settle(cast.ada) == []
    other = reported(cast, TypedChild("Kai"))
    Case.objects.filter(pk=other.id).update(closed_on=TODAY)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed("Kai"), same_as=cast.yara.pk)
    assert Involved.objects.get(case=other.id).pupil == cast.yara


# Neither


def test_of_a_child_that_does_not_go_here_the_owner_is_asked_what_to_do(cast: Cast) -> None:
    case = reported(cast, BO)
    listing.say_not_here(act=act_of(cast.ada), pupil=typed())
    assert to_settle(cast.ada) == []
    assert letters_to("pupil_left") == {case.case.owner.name}
    assert pupils_called(cast.school, "Bo") == []


def test_a_name_that_was_a_mistake_is_put_right_in_the_case_and_asks_nobody_any_more(cast: Cast) -> None:
    case = reported(cast, BO)
    people.swap_child(
        act=case.act(),
        case_id=case.id,
        involved_id=UUID(case.key(typed())),
        pupil_id=cast.sem.pk,
        because="Het was Sem.",
    )
    assert to_settle(cast.ada) == []


# Who may


def test_only_who_keeps_the_pupils_settles_and_nobody_who_is_kept_out(cast: Cast) -> None:
    case = reported(cast, BO)
    for staff in (cast.anouk, cast.carla, cast.mo, cast.linde.head):
        with pytest.raises(NotAllowed):
            listing.list_pupil(act=act_of(staff), pupil=typed(), first_name="Bo")
    people.exclude(act=act_of(cast.carla), case_id=case.id, staff_id=cast.hein.pk)
    assert to_settle(cast.hein) == []
    with pytest.raises(NotAllowed):
        listing.say_not_here(act=act_of(cast.hein), pupil=typed())
    for strange in (cast.linde.mila, typed()):
        with pytest.raises(NotAllowed):
            listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=strange.pk)


def test_who_is_kept_out_gets_no_letter_that_a_child_was_typed(cast: Cast) -> None:
    case = tell(cast).report(cast.sem)
    people.exclude(act=act_of(cast.carla), case_id=case.id, staff_id=cast.hein.pk)
    people.add_child(act=case.act(), case_id=case.id, pupil_id=BO, role=Role.WITNESS)
    assert letters_to("pupil_to_list") == {cast.ada.name}


def test_the_trail_says_who_typed_and_who_settled_it_and_never_the_name(cast: Cast) -> None:
    reported(cast, BO)
    listing.recognise_pupil(act=act_of(cast.ada), pupil=typed(), same_as=cast.yara.pk)
    lines = {line.verb: line for line in TrailLine.objects.all()}
    assert lines["pupil.typed"].by == cast.anouk
    assert lines["pupil.recognised"].by == lines["person.recognised"].by == cast.ada
    assert not any("Bo" in str(line.detail) for line in lines.values())


def test_the_summer_moves_nobody_who_is_not_in_the_list(cast: Cast) -> None:
    reported(cast, TypedChild("Bo", "", cast.group6.pk))
    group7 = plain.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    school_changes.move_pupils(act=act_of(cast.ada), pupils=pupils_of(cast.group6), group=group7)
    school_changes.begin_groups(school=cast.school, at=act_of(cast.ada).at, today=begins_on(group7))
    assert Pupil.objects.get(pk=cast.sem.pk).group == group7
    assert typed().group == cast.group6
    assert [one.name for one in to_settle(cast.ada)] == ["Bo"]
