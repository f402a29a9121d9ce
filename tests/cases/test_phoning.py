"""Who has to call adds a missing number; one that is there stays with who keeps the data (decision 077)."""

import pytest

from kring.cases.actions import people, phoning
from kring.cases.errors import NotAllowed
from kring.protocol.terms import Role
from kring.school.errors import Refused
from kring.school.families import numbers_to_look_at
from kring.school.models import Guardian, Guardianship, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of

pytestmark = pytest.mark.django_db

NUMBER = "06-0000 1001"


@pytest.fixture
def case(cast: Cast) -> Telling:
    for guardian in Guardian.objects.all():
        guardian.phone = ""
        guardian.save()
    return tell(cast).report(cast.sem, by=(cast.daan,))


def add(case: Telling, by: StaffMember, guardian: Guardian, phone: str = NUMBER) -> Guardianship:
    link = Guardianship.objects.get(guardian=guardian)
    return phoning.add_phone(act=act_of(by), case_id=case.id, guardianship_id=link.pk, phone=phone)


@pytest.mark.parametrize("name", ["anouk", "carla"])
def test_owner_and_coordinator_add_it_and_those_who_keep_the_data_are_told_who(case: Telling, cast: Cast, name) -> None:
    by = getattr(cast, name)
    assert add(case, by, cast.tom_bakker).guardian.phone == NUMBER
    [link] = numbers_to_look_at(cast.school)
    assert link.guardian.phone_added_by == by


def test_who_keeps_the_data_need_not_look_at_an_own_number(case: Telling, cast: Cast) -> None:
    add(case, cast.hein, cast.tom_bakker)
    assert numbers_to_look_at(cast.school) == []


def test_a_number_that_is_there_is_not_changed(case: Telling, cast: Cast) -> None:
    add(case, cast.anouk, cast.tom_bakker)
    with pytest.raises(Refused, match="Er staat intussen een nummer") as refused:
        add(case, cast.anouk, cast.tom_bakker, "06-0000 1002")
    assert refused.value.field == "phone"
    assert Guardian.objects.get(pk=cast.tom_bakker.pk).phone == NUMBER


def test_an_empty_number_is_none(case: Telling, cast: Cast) -> None:
    with pytest.raises(Refused):
        add(case, cast.anouk, cast.tom_bakker, "  ")


def test_who_does_not_work_at_the_case_adds_nothing(case: Telling, cast: Cast) -> None:
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    for by in (cast.mo, cast.wil, cast.ada, cast.linde.head):
        with pytest.raises(NotAllowed):
            add(case, by, cast.tom_bakker)


def test_nor_of_somebody_who_is_not_called_in_this_case(case: Telling, cast: Cast) -> None:
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.noor.pk, role=Role.WITNESS)
    for guardian in (cast.els_mulder, cast.samira_haddad, cast.linde.saar_vlug):
        with pytest.raises(NotAllowed):
            add(case, cast.anouk, guardian)
