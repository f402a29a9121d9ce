"""The words of the protocol: a table over an enum says something about every member."""

from enum import StrEnum

import pytest

from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import OF_KIND, Kind, Stage, Step, total


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"


def test_a_table_over_all_members_is_given_back_as_it_is():
    table = {Weekday.MONDAY: "maandag", Weekday.TUESDAY: "dinsdag"}

    assert total(table, Weekday) is table


def test_a_table_that_leaves_out_a_member_names_it():
    with pytest.raises(LookupError, match="Weekday says nothing about TUESDAY"):
        total({Weekday.MONDAY: "maandag"}, Weekday)


def test_telling_guardians_asking_to_watch_and_the_plan_tell_others_what_was_decided():
    assert {kind for kind in Kind if OF_KIND[kind].tells_others} == {
        Kind.INFORM_GUARDIANS,
        Kind.OBSERVE,
        Kind.ISSUE_PLAN,
    }


def test_a_talk_telling_guardians_and_a_task_of_the_school_say_for_whom_they_were():
    assert {kind for kind in Kind if OF_KIND[kind].for_each} == {Kind.TALK, Kind.INFORM_GUARDIANS, Kind.EXTRA}


def test_what_a_protocol_does_not_have_is_an_error_and_never_something_else():
    step = STAPPENPLAN.step("analyse")
    for ask in (
        lambda: STAPPENPLAN.step("gone"),
        lambda: STAPPENPLAN.duty("analyse", "gone"),
        lambda: step.outcome("gone"),
    ):
        with pytest.raises(KeyError, match="gone"):
            ask()


def test_a_case_is_in_after_care_where_a_step_comes_round_and_to_be_closed_in_the_last():
    stages = {step.key: step.stage for step in STAPPENPLAN.steps}
    assert (stages.pop("after_care"), stages.pop("close")) == (Stage.AFTER_CARE, Stage.TO_CLOSE)
    assert set(stages.values()) == {Stage.UNDERWAY}


def test_a_step_stands_on_the_page_by_its_own_word_or_its_number_or_its_key():
    assert Step("one", "Een", (), number=1, slug="begin").place_on_page == "begin"
    assert Step("one", "Een", (), number=1).place_on_page == "stap-1"
    assert Step("one", "Een", ()).place_on_page == "one"


def test_a_round_keeps_the_last_term_when_there_is_none_of_its_own():
    after_care = STAPPENPLAN.step("after_care")
    first, second = after_care.terms
    assert [after_care.term(round) for round in (1, 2, 3)] == [first, second, second]
    assert Step("one", "Een", ()).term(1) is None


def test_who_does_it_is_answered_by_how_many_are_known_to():
    tests = {test.key: test for step in STAPPENPLAN.steps if step.tests for test in step.tests.tests}
    assert [tests["by_whom"].answered_by(doing) for doing in (0, 1, 2, 5)] == ["", "one", "group", "group"]
    assert tests["systematic"].answered_by(1) == ""
    for test in tests.values():
        assert set(test.by_one_or_more or ()) <= {key for key, _words, _points in test.answers}
