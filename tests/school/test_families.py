"""Who is found by a name, and who cares for whom."""

from typing import Any

import pytest

from kring.school.families import group_mates, guardians_of_others, has_namesake, pupils_called, siblings_of
from kring.school.groups import latest_groups, pupils_of, titles_by_teacher, years_with_groups
from tests.cast import ITSELF, TODAY, Cast
from tests.school import plain as actions

pytestmark = pytest.mark.django_db


def a_sister(cast: Cast) -> Any:
    """Of Sem, in the other group, with his mother."""
    made = actions.add_pupil(act=ITSELF, school=cast.school, first_name="Fem", last_name="Bakker", group=cast.group5)
    actions.link_guardian(act=ITSELF, pupil=made, guardian=cast.inge_bakker, relation="mother", custody="yes")
    return made


def test_a_pupil_is_found_by_the_beginning_of_a_name_also_after_leaving_and_never_by_nothing(cast: Cast) -> None:
    actions.change_pupil(act=ITSELF, pupil=cast.sem, left_on=TODAY)
    fem = a_sister(cast)
    assert pupils_called(cast.school, "bak") == [fem, cast.sem]
    assert pupils_called(cast.school, "") == []
    assert pupils_called(cast.linde.school, "bak") == []


def test_a_namesake_is_one_of_the_group_who_is_here(cast: Cast) -> None:
    assert not has_namesake(cast.noor)
    other = actions.add_pupil(act=ITSELF, school=cast.school, first_name="NOOR", last_name="Haddad", group=cast.group6)
    assert has_namesake(cast.noor)
    assert other in group_mates(cast.noor)
    actions.change_pupil(act=ITSELF, pupil=other, left_on=TODAY)
    assert not has_namesake(cast.noor)


def test_two_who_are_named_by_a_mark_without_letters_are_namesakes_only_when_it_is_the_same_mark(cast: Cast) -> None:
    star = actions.add_pupil(act=ITSELF, school=cast.school, first_name="★", last_name="", group=cast.group6)
    actions.add_pupil(act=ITSELF, school=cast.school, first_name="☺", last_name="", group=cast.group6)
    assert not has_namesake(star)
    actions.add_pupil(act=ITSELF, school=cast.school, first_name="★", last_name="", group=cast.group6)
    assert has_namesake(star)


def test_brothers_and_sisters_are_found_by_the_guardian_they_share(cast: Cast) -> None:
    fem = a_sister(cast)
    assert siblings_of(cast.sem) == {cast.inge_bakker.pk: [fem]}
    assert siblings_of(cast.daan) == {}


def test_guardians_of_children_with_the_same_last_name_are_offered_first(cast: Cast) -> None:
    fem = a_sister(cast)
    known = guardians_of_others(fem)
    assert [(one.guardian, one.children, one.shares_name) for one in known[:1]] == [(cast.tom_bakker, [cast.sem], True)]
    assert cast.inge_bakker not in [one.guardian for one in known]
    names = [one.guardian.name for one in known[1:]]
    assert names == sorted(names)
    assert not any(one.shares_name for one in known[1:])
    actions.change_pupil(act=ITSELF, pupil=cast.sem, left_on=TODAY)
    assert cast.tom_bakker not in [one.guardian for one in guardians_of_others(fem)]


def test_the_groups_offered_are_of_the_latest_two_years_and_the_one_a_pupil_is_in(cast: Cast) -> None:
    def group(year: str) -> Any:
        return actions.add_group(act=ITSELF, school=cast.school, school_year=year, name="8", year_group=8)

    oldest, _before, coming = group("2024-2025"), group("2025-2026"), group("2027-2028")
    assert latest_groups(cast.school) == [coming, cast.group5, cast.group6]
    assert latest_groups(cast.school, beside=oldest) == [coming, cast.group5, cast.group6, oldest]
    assert years_with_groups(cast.school, "2026-2027") == ["2027-2028", "2026-2027", "2025-2026", "2024-2025"]
    assert years_with_groups(cast.linde.school, "2028-2029")[0] == "2028-2029"


def test_what_a_teacher_taught_in_another_year_does_not_count(cast: Cast) -> None:
    before = actions.add_group(act=ITSELF, school=cast.school, school_year="2025-2026", name="8", year_group=8)
    for group in (before, cast.group5):
        actions.assign_teacher(act=ITSELF, group=group, staff=cast.anouk)
    taught = titles_by_teacher("2026-2027", [cast.anouk.pk, cast.wil.pk])
    assert taught == {cast.anouk.pk: ["groep 5", "groep 6"]}


def test_in_a_group_are_those_who_are_here_by_name(cast: Cast) -> None:
    actions.change_pupil(act=ITSELF, pupil=cast.lars, left_on=TODAY)
    assert pupils_of(cast.group6) == [cast.daan, cast.jens, cast.noor, cast.sem]
