"""What stands around a case: its reports, other cases with the same children, and the team beside it."""

from datetime import date

from kring.cases.actions import people
from kring.cases.around import (
    MOST_OTHER_CASES,
    around,
    colleagues_of,
    could_be_excluded,
    could_own,
    could_take_part,
)
from tests.cases.telling import tell
from tests.cast import Cast


def test_it_finds_the_own_reports_and_the_other_cases_with_a_child_of_this_one(cast: Cast, django_assert_num_queries):
    former = tell(cast).on(date(2026, 10, 5)).report(cast.sem, by=(cast.lars,))
    tell(cast).report(cast.noor, by=(cast.jens,))
    told = tell(cast).report(cast.sem, by=(cast.daan,))
    case = told.case
    with django_assert_num_queries(1):
        found = around(case, cast.anouk)
    assert [report.case_id for report in found.reports] == [told.id]
    assert [case.pk for case in found.others] == [former.id]


def test_the_latest_others_come_first_and_there_are_never_many(cast: Cast):
    ids = [tell(cast).on(date(2026, 10, day)).report(cast.sem, by=(cast.lars,)).id for day in range(5, 11)]
    told = tell(cast).report(cast.sem, by=(cast.daan,))
    found = around(told.case, cast.anouk)
    assert [case.pk for case in found.others] == ids[::-1][:MOST_OTHER_CASES]


def test_a_case_the_reader_may_not_read_is_not_among_them(cast: Cast):
    tell(cast, cast.carla).report(cast.sem, by=(cast.noor,))
    told = tell(cast, cast.bram).report(cast.yara, by=(cast.sem,))
    assert len(around(told.case, cast.carla).others) == 1
    assert around(told.case, cast.bram).others == []


def test_the_team_knows_who_takes_part_and_who_is_kept_out(cast: Cast):
    told = tell(cast, cast.bram).report(cast.yara, by=(cast.sem,)).as_(cast.carla)
    people.exclude(act=told.act(), case_id=told.id, staff_id=cast.wil.pk)
    team = {one.name: one for one in colleagues_of(told.case)}
    assert cast.ada.name not in team
    assert team["Wil de Ruiter"].excluded
    assert team["Anouk Vermeer"].part == "takes_part"
    assert team["Mo Yilmaz"].part is None


def test_a_case_is_given_and_a_colleague_kept_out_or_let_in_where_that_means_something(cast: Cast):
    told = tell(cast, cast.bram).report(cast.yara, by=(cast.sem,)).as_(cast.carla)
    people.exclude(act=told.act(), case_id=told.id, staff_id=cast.wil.pk)
    choices = could_own(told.case), could_take_part(told.case), could_be_excluded(told.case, cast.carla)
    owning, taking_part, shut = ({one.name for one in found} for found in choices)
    for nowhere in (cast.bram, cast.wil):  # the owner, and one who is kept out already
        assert nowhere.name not in owning | taking_part | shut
    assert cast.carla.name in owning - taking_part - shut, "one who leads needs no part, and keeps not herself out"
    assert cast.mo.name in shut - owning
    assert cast.anouk.name in owning & shut - taking_part, "one who takes part already"
