"""What the database itself refuses, whoever writes to it."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from kring.school.models import (
    Account,
    ClosedDay,
    ConfirmedYear,
    Group,
    GroupTeacher,
    Guardianship,
    Pupil,
    School,
    StaffMember,
)
from kring.vault.fields import SealedTextField
from tests.cast import NOW, Cast


def refuses(row: models.Model, named: str) -> None:
    """The database refuses the row by the constraint that is named so; SQLite names the columns of a unique one."""
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        row.save(force_insert=True)


def test_a_region_or_role_that_does_not_exist(cast: Cast):
    refuses(School(name="De Es", region="oost"), "school_region_exists")
    refuses(StaffMember(school=cast.school, name="Eva", role="board"), "school_staff_role_exists")


def test_time_that_is_moved_at_a_real_school(cast: Cast):
    refuses(School(name="De Es", region="zuid", clock_ahead_days=7), "school_only_a_demo_moves_time")


@pytest.mark.parametrize("year", ["2026", "2026/2027", "2026-2028", "2027-2026", "abcd-efgh", "0001-0002"])
def test_a_school_year_that_is_none(cast: Cast, year: str):
    # PostgreSQL already stumbles over letters where it wants a number: a DataError.
    with pytest.raises(DatabaseError, match=r"school_.*year_is_whole|invalid input syntax"):
        Group.objects.create(school=cast.school, school_year=year, name="x", year_group=1)


def test_a_year_group_that_is_none(cast: Cast):
    for year_group in (0, 9):
        group = Group(school=cast.school, school_year="2026-2027", name="x", year_group=year_group)
        refuses(group, "school_group_year_group_exists")


def test_the_same_group_teacher_guardian_year_or_account_twice(cast: Cast):
    refuses(
        Group(school=cast.school, school_year="2026-2027", name="6", year_group=6),
        "school_group_once_a_year|school_group.school_year",
    )
    refuses(
        GroupTeacher(school=cast.school, group=cast.group6, staff=cast.anouk),
        "school_teacher_once_a_group|school_groupteacher.group_id",
    )
    refuses(
        Guardianship(school=cast.school, pupil=cast.sem, guardian=cast.inge_bakker, relation="mother"),
        "school_guardian_once_a_pupil|school_guardianship.pupil_id",
    )
    refuses(
        ConfirmedYear(
            school=cast.school, school_year="2026-2027", region="midden", confirmed_by=cast.hein, confirmed_at=NOW
        ),
        "school_year_confirmed_once|school_confirmedyear.school_year",
    )
    refuses(
        StaffMember(school=cast.school, name="Nog een Mo", role="member", account=cast.mo.account),
        "school_staff_account_once|school_staffmember.account_id",
    )


def test_several_colleagues_without_an_account_are_fine(cast: Cast):
    for name in ("Eva", "Tim"):
        StaffMember.objects.create(school=cast.school, name=name, role="member")
    assert StaffMember.objects.filter(school=cast.school, account=None).count() == 2


def test_an_address_in_capitals_or_twice(cast: Cast):
    refuses(Account(email="Eva@dewilg.example"), "school_account_email_is_lower")
    refuses(Account(email="mo@dewilg.example"), "school_account_email|school_account.email")


def test_a_relation_or_custody_that_does_not_exist(cast: Cast):
    pair = {"school": cast.school, "pupil": cast.jens, "guardian": cast.inge_bakker}
    refuses(Guardianship(**pair, relation="uncle"), "school_relation_exists")
    refuses(Guardianship(**pair, relation="other", custody="maybe"), "school_custody_exists")


def test_a_closure_that_ends_before_it_begins_comes_twice_or_from_nowhere(cast: Cast):
    day = {"school": cast.school, "name": "Studiedag", "first_day": date(2026, 12, 4)}
    refuses(ClosedDay(**day, last_day=date(2026, 12, 3), source="own"), "school_closure_ends_after_it_begins")
    refuses(ClosedDay(**day, last_day=date(2026, 12, 4), source="else"), "school_closure_source_exists")
    ClosedDay.objects.create(**day, last_day=date(2026, 12, 4), source="own")
    refuses(
        ClosedDay(**day, last_day=date(2026, 12, 4), source="own"), "school_closure_once|school_closedday.first_day"
    )


def test_everything_a_pupil_or_guardian_is_called_or_reached_by_is_sealed():
    from kring.school.models import Guardian

    sealed = {
        model.__name__: {field.name for field in model._meta.fields if isinstance(field, SealedTextField)}
        for model in (Pupil, Guardian)
    }
    assert sealed == {
        "Pupil": {"first_name", "last_name", "former_names"},
        "Guardian": {"name", "phone", "email", "reach", "language", "former_names"},
    }


def test_a_pupil_and_guardian_are_not_told_by_name_in_logs(cast: Cast):
    for row in (cast.sem, cast.inge_bakker, Guardianship.objects.filter(pupil=cast.sem).first()):
        assert not {"Sem", "Bakker", "Inge"} & set(f"{row!r} {row}".split())
