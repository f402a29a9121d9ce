"""The words of the protocol: a table over an enum says something about every member."""

from enum import StrEnum

import pytest

from kring.protocol.terms import total


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"


def test_a_table_over_all_members_is_given_back_as_it_is():
    table = {Weekday.MONDAY: "maandag", Weekday.TUESDAY: "dinsdag"}

    assert total(table, Weekday) is table


def test_a_table_that_leaves_out_a_member_names_it():
    with pytest.raises(LookupError, match="Weekday says nothing about TUESDAY"):
        total({Weekday.MONDAY: "maandag"}, Weekday)
