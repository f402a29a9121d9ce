"""Staff, groups and accounts: who works here, who teaches whom, and who can sign in."""

import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from kring.cases.access import leads
from kring.school.calendar_addresses import calendar_address_with
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Account, Group, GroupTeacher, Role, StaffMember
from tests.cast import ITSELF, PASSWORD, SCHOOL_YEAR, Cast, act_of
from tests.school import plain as actions


class TestStaff:
    def test_a_new_colleague_can_sign_in(self, cast: Cast):
        staff = actions.add_staff(
            act=act_of(cast.ada),
            school=cast.school,
            name="Eva Kuipers",
            role="member",
            email=" Eva@DeWilg.example ",
            password=PASSWORD,
        )
        assert staff.account is not None
        assert staff.account.email == "eva@dewilg.example"
        assert staff.account.check_password(PASSWORD)
        assert EmailAddress.objects.get(user=staff.account).verified

    def test_a_colleague_without_an_address_is_known_but_cannot_sign_in(self, cast: Cast):
        staff = actions.add_staff(act=act_of(cast.ada), school=cast.school, name="Eva Kuipers", role="member")
        assert staff.account is None

    def test_a_colleague_without_a_password_cannot_sign_in_yet(self, cast: Cast):
        staff = actions.change_staff(act=act_of(cast.hein), staff=cast.mo, email="mo@nieuw.example")
        assert staff.account is not None
        assert not staff.account.has_usable_password()

    def test_a_form_that_is_sent_twice_adds_one_colleague(self, cast: Cast):
        token = uuid.uuid4()
        for _ in range(2):
            actions.add_staff(
                act=act_of(cast.ada), school=cast.school, name="Eva", role="member", email="eva@x.example", id=token
            )
        assert StaffMember.objects.filter(id=token).count() == 1

    def test_coordinator_and_head_lead_and_nobody_else(self, cast: Cast):
        team = [cast.anouk, cast.bram, cast.wil, cast.carla, cast.hein, cast.mo, cast.ada]
        assert [staff for staff in team if leads(staff)] == [cast.carla, cast.hein]

    def test_the_team_is_listed_by_name(self, cast: Cast):
        names = [staff.name for staff in StaffMember.objects.filter(school=cast.school)]
        assert names[:3] == ["Ada Kok", "Anouk Vermeer", "Bram de Boer"]

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"name": ""}, "name", "Vul hier iets in"),
            ({"role": "board"}, "role", "Kies een rol"),
            ({"email": "eva"}, "email", "geen e-mailadres"),
            ({"email": "MO@dewilg.example"}, "email", "al van een collega"),
            ({"email": "eva@dewilg.example", "password": "kort"}, "password", "te kort"),
            ({"email": "kees@delinde.example", "password": PASSWORD}, "password", "Laat het wachtwoord leeg"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nobody_is_added(
        self, cast: Cast, wrong: dict[str, str], field: str, sentence: str
    ):
        before = (StaffMember.objects.count(), Account.objects.count())
        given: dict[str, Any] = {"name": "Eva Kuipers", "role": "member"} | wrong
        with pytest.raises(Refused, match=sentence) as refused:
            actions.add_staff(act=act_of(cast.ada), school=cast.school, **given)
        assert refused.value.field == field
        assert (StaffMember.objects.count(), Account.objects.count()) == before


class TestRoles:
    def test_hein_makes_mo_a_teacher(self, cast: Cast):
        actions.change_staff(act=act_of(cast.hein), staff=cast.mo, role=Role.TEACHER)
        mo = StaffMember.objects.get(id=cast.mo.id)
        assert (mo.role, mo.name, mo.is_active) == ("teacher", "Mo Yilmaz", True)

    def test_nobody_gives_themselves_another_role(self, cast: Cast):
        with pytest.raises(Refused, match="je eigen rol"):
            actions.change_staff(act=act_of(cast.ada), staff=cast.ada, role=Role.HEAD)
        actions.change_staff(act=act_of(cast.ada), staff=cast.ada, name="Ada Kok-Visser")

    def test_somebody_who_can_manage_the_school_remains(self, cast: Cast):
        actions.change_staff(act=act_of(cast.hein), staff=cast.ada, is_active=False)
        with pytest.raises(Refused, match="altijd een directeur of beheerder"):
            actions.change_staff(act=ITSELF, staff=cast.hein, role=Role.TEACHER)
        with pytest.raises(Refused, match="altijd een directeur of beheerder"):
            actions.change_staff(act=ITSELF, staff=cast.hein, is_active=False)

    def test_who_no_longer_works_here_may_change_nothing(self, cast: Cast):
        actions.change_staff(act=act_of(cast.hein), staff=cast.ada, is_active=False)
        gone = StaffMember.objects.get(id=cast.ada.id)
        with pytest.raises(NotAllowed):
            actions.change_staff(act=act_of(gone), staff=cast.mo, name="Mo")

    def test_the_coordinator_manages_no_staff_and_nor_does_another_school(self, cast: Cast):
        for stranger in (cast.carla, cast.anouk, cast.linde.administrator):
            with pytest.raises(NotAllowed):
                actions.change_staff(act=act_of(stranger), staff=cast.mo, role=Role.HEAD)


class TestAccounts:
    def test_one_account_can_be_staff_of_two_schools_and_keeps_its_password(self, cast: Cast):
        lotte = actions.add_staff(
            act=act_of(cast.hein),
            school=cast.school,
            name="Lotte Prins",
            role=Role.MEMBER,
            email="LOTTE@delinde.example",
        )
        assert lotte.account == cast.linde.teacher.account
        assert lotte.account is not None
        assert lotte.account.check_password(PASSWORD)
        assert {staff.role for staff in lotte.account.staff_members.all()} == {"member", "teacher"}
        assert EmailAddress.objects.filter(user=lotte.account).count() == 1

    def test_taking_an_account_away_leaves_it_at_the_other_school(self, cast: Cast):
        lotte = actions.add_staff(
            act=act_of(cast.ada), school=cast.school, name="Lotte", role="member", email="lotte@delinde.example"
        )
        actions.change_staff(act=act_of(cast.ada), staff=lotte, email="")
        assert StaffMember.objects.get(id=lotte.id).account is None
        assert StaffMember.objects.get(id=cast.linde.teacher.id).account is not None

    def test_a_school_does_not_set_the_password_of_an_account_that_exists(self, cast: Cast):
        with pytest.raises(Refused, match="Laat het wachtwoord leeg"):
            actions.add_staff(
                act=act_of(cast.ada),
                school=cast.school,
                name="Lotte Prins",
                role=Role.MEMBER,
                email="lotte@delinde.example",
                password="een-heel-ander-wachtwoord",
            )
        account = Account.objects.get(email="lotte@delinde.example")
        assert account.check_password(PASSWORD)

    def test_an_address_is_found_whatever_its_capitals(self, cast: Cast):
        assert Account.objects.get_by_natural_key(" Mo@DeWilg.Example") == cast.mo.account

    def test_an_account_made_by_hand_is_lower_case_too(self, db: None):
        account = Account.objects.create_user("  Eva@DeWilg.example", PASSWORD)
        assert account.email == "eva@dewilg.example"
        account.email = "EVA@dewilg.example"
        account.clean()
        assert account.email == "eva@dewilg.example"


class TestGroups:
    def test_a_group_is_added_and_taught_by_two(self, cast: Cast):
        group = actions.add_group(
            act=act_of(cast.hein), school=cast.school, school_year=SCHOOL_YEAR, name="7/8", year_group=7
        )
        for staff in (cast.wil, cast.mo, cast.mo):
            actions.assign_teacher(act=act_of(cast.hein), group=group, staff=staff)
        assert list(group.teachers.all()) == [cast.mo, cast.wil]
        actions.unassign_teacher(act=act_of(cast.hein), group=group, staff=cast.mo)
        assert list(group.teachers.all()) == [cast.wil]
        assert group.title == "groep 7/8"

    def test_a_name_is_used_once_in_a_school_year(self, cast: Cast):
        with pytest.raises(Refused, match="al een groep"):
            actions.add_group(
                act=act_of(cast.hein), school=cast.school, school_year=SCHOOL_YEAR, name="6", year_group=6
            )
        with pytest.raises(Refused, match="al een groep"):
            actions.change_group(act=act_of(cast.hein), group=cast.group5, name="6")
        actions.add_group(act=act_of(cast.hein), school=cast.school, school_year="2027-2028", name="6", year_group=6)
        assert Group.objects.filter(school=cast.school, name="6").count() == 2

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"school_year": "2026"}, "school_year"), ({"name": " "}, "name"), ({"year_group": 9}, "year_group")],
    )
    def test_what_cannot_be_is_refused(self, cast: Cast, wrong: dict[str, object], field: str):
        group: dict[str, Any] = {"school_year": SCHOOL_YEAR, "name": "7", "year_group": 7} | wrong
        with pytest.raises(Refused) as refused:
            actions.add_group(act=act_of(cast.hein), school=cast.school, **group)
        assert refused.value.field == field

    def test_nobody_of_another_school_or_who_left_teaches_here(self, cast: Cast):
        with pytest.raises(NotAllowed):
            actions.assign_teacher(act=act_of(cast.hein), group=cast.group6, staff=cast.linde.teacher)
        gone = actions.change_staff(act=act_of(cast.hein), staff=cast.wil, is_active=False)
        with pytest.raises(Refused, match="werkt hier niet meer"):
            actions.assign_teacher(act=act_of(cast.hein), group=cast.group6, staff=gone)
        assert GroupTeacher.objects.filter(group=cast.group6).count() == 1


class TestAgenda:
    """An agenda address opens without signing in, so it goes with what it was made for."""

    @pytest.fixture
    def address(self, cast: Cast) -> str:
        return actions.make_calendar_address(act=act_of(cast.mo)).secret

    def test_it_stops_with_who_leaves_and_does_not_come_back(self, cast: Cast, address: str):
        assert calendar_address_with(address) is not None
        left = actions.change_staff(act=act_of(cast.ada), staff=cast.mo, is_active=False)
        actions.change_staff(act=act_of(cast.hein), staff=left, is_active=True)
        assert calendar_address_with(address) is None

    def test_it_stops_with_who_becomes_administrator(self, cast: Cast, address: str):
        changed = actions.change_staff(act=act_of(cast.ada), staff=cast.mo, role="administrator")
        actions.change_staff(act=act_of(cast.hein), staff=changed, role="member")
        assert calendar_address_with(address) is None

    def test_it_stops_when_somebody_signs_in_with_another_address(self, cast: Cast, address: str):
        actions.change_staff(act=act_of(cast.hein), staff=cast.mo, email="mo.anders@dewilg.example")
        assert calendar_address_with(address) is None

    def test_it_stays_when_only_the_name_changes(self, cast: Cast, address: str):
        actions.change_staff(act=act_of(cast.ada), staff=cast.mo, name="Mo Demir")
        assert calendar_address_with(address) is not None
