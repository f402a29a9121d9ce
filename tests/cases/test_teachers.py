"""Who stands at a group and may teach no more: neither owner of its cases nor somebody who takes part in them."""

from uuid import UUID

import pytest

from kring.cases.actions import people, school_changes
from kring.cases.models import CaseStaff
from kring.protocol.terms import Role as ChildRole
from kring.school.errors import Refused
from kring.school.models import Role
from kring.school.rights import RIGHTS, Right, Rights, Standing
from tests.cases.telling import tell
from tests.cast import ITSELF, Cast, act_of
from tests.school import plain as actions

CONFIDANT = Rights(says="", with_a_part=Standing.TAKES_PART, may=frozenset({Right.REPORT, Right.OWN}))
"""A role that works at the cases in which it has a part, and stands before no group."""


def taking_part(case_id: UUID) -> set[str]:
    links = CaseStaff.objects.filter(case=case_id, part=CaseStaff.Part.TAKES_PART)
    return {link.staff.name.split()[0] for link in links}


@pytest.fixture
def wil(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wil alone stands at group 6, beside Bram at group 5, and then gets another role: that of a confidant."""
    actions.change_teachers(act=ITSELF, group=cast.group6, teachers=[cast.wil])
    actions.change_teachers(act=ITSELF, group=cast.group5, teachers=[cast.bram, cast.wil])
    monkeypatch.setitem(RIGHTS, Role.ADMINISTRATOR, CONFIDANT)
    school_changes.change_colleague(act=act_of(cast.hein), staff=cast.wil, role=Role.ADMINISTRATOR)


@pytest.mark.usefixtures("wil")
def test_who_may_teach_no_more_gets_no_case_of_the_group(cast: Cast) -> None:
    case = tell(cast, cast.carla).report(cast.sem, by=(cast.yara,))
    assert case.case.owner == cast.carla
    assert taking_part(case.id) == {"Bram"}


@pytest.mark.usefixtures("wil")
def test_who_may_teach_no_more_takes_no_part_in_what_comes_to_the_group_later(cast: Cast) -> None:
    case = tell(cast, cast.carla).report(cast.yara)
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.sem.pk, role=ChildRole.INSTIGATOR)
    school_changes.change_pupil(act=act_of(cast.hein), pupil=cast.yara, group=cast.group6)
    assert taking_part(case.id) == set(), "it is Bram's"


@pytest.mark.usefixtures("wil")
def test_a_group_is_not_given_to_somebody_who_may_not_teach(cast: Cast) -> None:
    with pytest.raises(Refused, match="geeft geen les"):
        school_changes.change_teachers(act=act_of(cast.hein), group=cast.group6, teachers=[cast.wil, cast.ada])
