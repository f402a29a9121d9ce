"""Who gets a letter about an address that fails, and who may open a page that is the same for all."""

import pytest

from kring.cases.letter_kinds import BY_KEY
from kring.cases.models import Concern
from kring.cases.recipients import Occasion, receivers
from kring.school.models import Role, StaffMember
from kring.school.rights import RIGHTS, Right, Rights, Standing
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told_of(cast: Cast, address: str) -> list[StaffMember]:
    return receivers(BY_KEY["refused_address"], Occasion(by=None, school=cast.school, address=address))


def test_those_who_keep_the_addresses_are_told_of_one_that_fails(cast: Cast) -> None:
    assert told_of(cast, "anouk@wilg.example") == [cast.ada]


def test_those_whose_own_address_fails_are_not_written_to_and_nobody_else_in_their_place(cast: Cast) -> None:
    account = cast.ada.account
    assert account is not None
    assert told_of(cast, account.email) == []


def test_without_somebody_for_the_post_all_are_told_who_change_people(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.ada.pk).update(is_active=False)
    assert told_of(cast, "anouk@wilg.example") == list(
        StaffMember.objects.filter(school=cast.school, role=Role.HEAD, is_active=True)
    )


def test_a_keeper_without_an_account_has_no_address_to_be_written_at(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.ada.pk).update(account=None)
    assert told_of(cast, "anouk@wilg.example") == []


def test_a_role_that_only_sees_the_cases_it_has_a_part_in_may_open_the_lists(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed_only = Rights(says="", with_a_part=Standing.TAKES_PART, may=frozenset({Right.COORDINATE, Right.CONCERNS}))
    monkeypatch.setitem(RIGHTS, Role.COORDINATOR, listed_only)
    assert receivers(BY_KEY["digest"], Occasion(by=None, school=cast.school)) == [cast.carla]
    monkeypatch.setitem(RIGHTS, Role.HEAD, Rights(says="", with_a_part=Standing.TAKES_PART, may=frozenset(Right)))
    concern = Concern(school=cast.school)
    assert receivers(BY_KEY["concern"], Occasion(by=None, school=cast.school, concern=concern)) == [cast.hein]
