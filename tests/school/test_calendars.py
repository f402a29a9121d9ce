"""The school's calendar: what Kring proposes, what the school confirms, and where terms then end."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kring.protocol.calendar import SchoolCalendar
from kring.school.calendars import (
    Closure,
    DatesUnknown,
    NoSchoolYear,
    ProposedClosure,
    calendar_for,
    closed_in,
    first_day_of,
    known_years,
    last_day_of,
    offered_closures,
    proposal,
    school_days_in,
    school_year_of,
    shipped_years,
    year_after,
    years_to_confirm,
)
from kring.school.errors import NotAllowed, Refused
from kring.school.models import ClosedDay, ClosureSource, ConfirmedYear, Region, School
from kring.school.public_holidays import public_holidays_of
from tests.cast import ITSELF, NOW, Cast, act_of
from tests.school import plain as actions

YEARS = ["2024-2025", "2025-2026", "2026-2027", "2027-2028", "2028-2029", "2029-2030"]
STUDY_DAY = Closure(date(2026, 12, 3), date(2026, 12, 4), "Studiedagen")


def named(name: str, proposed: list[ProposedClosure]) -> ProposedClosure:
    (found,) = [closure for closure in proposed if closure.name == name]
    return found


def closures(region: str, year: str) -> list[Closure]:
    """What a school confirms that takes over every proposal that has dates."""
    return [closure.closure() for closure in proposal(region, year) if closure.closed_by_default and closure.first_day]


def school_of(region: str) -> School:
    school = actions.add_school(act=ITSELF, name="De Wilg", region=region)
    for year in YEARS:
        actions.confirm_calendar(act=ITSELF, school=school, school_year=year, closures=closures(region, year))
    return school


@pytest.mark.parametrize(
    ("region", "decided", "approach", "first_evaluation", "second_evaluation"),
    [
        ("midden", date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 16)),
        ("midden", date(2026, 10, 8), date(2026, 10, 12), date(2026, 10, 26), date(2026, 11, 9)),
        ("noord", date(2026, 10, 8), date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 9)),
        ("zuid", date(2026, 12, 17), date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 25)),
        ("midden", date(2028, 5, 23), date(2028, 5, 29), date(2028, 6, 6), date(2028, 6, 20)),
        ("noord", date(2029, 7, 17), date(2029, 7, 19), date(2029, 9, 3), date(2029, 9, 17)),
    ],
)
def test_at_a_school_that_took_over_the_proposals_terms_end_as_worked_out(
    db: None, region: str, decided: date, approach: date, first_evaluation: date, second_evaluation: date
):
    calendar = calendar_for(school_of(region))
    assert calendar.after(decided, school_days=2) == approach
    assert calendar.weeks_after(approach, weeks=1) == first_evaluation
    assert calendar.weeks_after(first_evaluation, weeks=2) == second_evaluation


def test_a_calendar_takes_one_query(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar_for(cast.school)


class TestBeforeAYearIsConfirmed:
    def test_the_proposal_for_the_region_counts_and_every_day_says_that_it_rests_on_it(self, db: None):
        calendar = calendar_for(actions.add_school(act=ITSELF, name="De Wilg", region="midden"))
        assert calendar.closed == calendar_for(school_of("midden")).closed
        assert calendar.rests_on_proposal(date(2026, 11, 23))

    def test_christmas_day_is_never_a_school_day(self, db: None):
        calendar = calendar_for(actions.add_school(act=ITSELF, name="De Wilg", region="midden"))
        assert calendar.weeks_after(date(2030, 12, 18), 1) == date(2030, 12, 27)
        for year in range(2031, 2090):
            for public in public_holidays_of(year):
                assert not (public.binding and calendar.is_school_day(public.day)), public

    def test_a_day_that_most_schools_are_open_is_one(self, db: None):
        calendar = calendar_for(actions.add_school(act=ITSELF, name="De Wilg", region="midden"))
        assert calendar.is_school_day(date(2032, 3, 26))  # Good Friday

    def test_only_the_years_that_are_not_confirmed_rest_on_it(self, cast: Cast):
        calendar = calendar_for(cast.school)
        assert not calendar.rests_on_proposal(date(2026, 11, 23))
        assert not calendar.rests_on_proposal(date(2028, 7, 31))
        assert calendar.rests_on_proposal(date(2028, 8, 1))

    def test_what_a_school_confirmed_is_all_that_counts_of_its_year(self, cast: Cast):
        actions.confirm_calendar(act=ITSELF, school=cast.school, school_year="2028-2029", closures=[])
        assert calendar_for(cast.school).is_school_day(date(2028, 12, 26))

    def test_a_calendar_made_by_hand_rests_on_nothing(self):
        assert not SchoolCalendar().rests_on_proposal(date(2026, 11, 23))


def test_public_holidays_are_as_they_were_written_down_by_hand():
    with (Path(__file__).parent / "public_holidays.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["day"])
            (found,) = [public for public in public_holidays_of(day.year) if public.day == day]
            binding, usual = row["binding"] == "yes", row["closed_by_default"] == "yes"
            assert found == (day, row["name"], binding, usual)
    assert len(public_holidays_of(2025)) == 12


class TestAnotherRegion:
    """De Wilg lies in midden, with two years confirmed; on 23 November 2026 it comes to keep the holidays of noord."""

    def test_every_year_from_today_on_is_asked_again(self, cast: Cast):
        school = change_region(cast)
        assert years_to_confirm(school, today=date(2026, 11, 23)) == ["2026-2027"]
        assert years_to_confirm(school, today=date(2027, 5, 1)) == ["2026-2027", "2027-2028"]

    def test_nothing_of_the_old_region_counts_any_more(self, cast: Cast):
        school = change_region(cast)
        for year in ("2026-2027", "2027-2028"):
            confirm(school, year)
        new = calendar_for(school)
        assert {day for day in new.closed if day > date(2026, 11, 23)} == {
            day for day in calendar_for(school_of("noord")).closed if day > date(2026, 11, 23)
        }
        # The summer of midden ends a week later than that of noord.
        assert new.is_school_day(date(2027, 8, 23))

    def test_before_it_is_confirmed_the_proposal_of_the_new_region_counts(self, cast: Cast):
        assert calendar_for(change_region(cast)).is_school_day(date(2027, 8, 23))
        assert not calendar_for(cast.school).is_school_day(date(2026, 12, 21))

    def test_what_has_passed_stays_as_it_was(self, cast: Cast):
        before = {day for day in calendar_for(cast.school).closed if day < date(2026, 11, 23)}
        school = change_region(cast)
        past = {day for day in calendar_for(school).closed if day < date(2026, 11, 23)}
        assert past == before
        confirm(school, "2026-2027")
        assert {day for day in calendar_for(school).closed if day < date(2026, 11, 23)} == before
        offered = offered_closures(school, "2026-2027", as_confirmed=True)
        assert "Herfstvakantie" not in {one.name for one in offered}

    def test_a_holiday_that_runs_ends_where_the_new_region_says_so(self, cast: Cast):
        in_summer = date(2027, 8, 24)  # midden is away until the 29th, noord came back on the 23rd
        school = change_region(cast, today=in_summer)
        assert not calendar_for(school).is_school_day(date(2027, 8, 23))
        assert calendar_for(school).is_school_day(in_summer)

    def test_own_days_stay(self, cast: Cast):
        actions.add_closed_day(act=ITSELF, school=cast.school, closure=STUDY_DAY)
        assert not calendar_for(change_region(cast)).is_school_day(STUDY_DAY.first_day)

    def test_back_and_forth_leaves_nothing_confirmed(self, cast: Cast):
        change_region(cast)
        school = change_region(cast, to="midden")
        assert years_to_confirm(school, today=date(2026, 11, 23)) == ["2026-2027"]
        assert not calendar_for(school).is_school_day(date(2026, 12, 21))

    def test_the_same_region_again_changes_nothing(self, cast: Cast):
        before = calendar_for(cast.school)
        assert calendar_for(change_region(cast, to="midden")) == before

    def test_holidays_that_were_looked_at_for_another_region_are_not_confirmed(self, cast: Cast):
        with pytest.raises(Refused, match="regio van de school is intussen veranderd"):
            actions.confirm_calendar(
                act=act_of(cast.hein), school=cast.school, school_year="2028-2029", closures=[], region="zuid"
            )

    def test_a_confirmation_says_for_which_region(self, cast: Cast):
        confirm(change_region(cast), "2028-2029")
        assert ConfirmedYear.objects.get(school=cast.school, school_year="2028-2029").region == "noord"


def change_region(cast: Cast, *, to: str = "noord", today: date = date(2026, 11, 23)) -> School:
    return actions.change_school(act=replace(act_of(cast.hein), today=today), school=cast.school, region=to)


def confirm(school: School, year: str) -> None:
    actions.confirm_calendar(
        act=ITSELF,
        school=school,
        school_year=year,
        closures=[one for one in closures(school.region, year) if one.last_day >= date(2026, 11, 23)],
        region=school.region,
    )


class TestProposal:
    def test_midden_in_2026_2027_reads_as_the_year_goes(self):
        assert [(closure.name, closure.first_day) for closure in proposal("midden", "2026-2027")] == [
            ("Herfstvakantie", date(2026, 10, 17)),
            ("Kerstvakantie", date(2026, 12, 19)),
            ("Voorjaarsvakantie", date(2027, 2, 20)),
            ("Goede Vrijdag", date(2027, 3, 26)),
            ("Tweede Paasdag", date(2027, 3, 29)),
            ("Meivakantie", date(2027, 4, 24)),
            ("Koningsdag", date(2027, 4, 27)),
            ("Bevrijdingsdag", date(2027, 5, 5)),
            ("Hemelvaartsdag", date(2027, 5, 6)),
            ("Vrijdag na Hemelvaart", date(2027, 5, 7)),
            ("Tweede Pinksterdag", date(2027, 5, 17)),
            ("Zomervakantie", date(2027, 7, 17)),
        ]

    def test_a_day_inside_a_holiday_set_by_law_is_not_told_twice(self):
        # King's Day 2026 falls on the Monday of the May holiday.
        proposed = proposal("midden", "2025-2026")
        assert named("Meivakantie", proposed).binding
        assert "Koningsdag" not in {closure.name for closure in proposed}

    def test_but_inside_an_uncertain_holiday_it_is(self):
        proposed = proposal("midden", "2026-2027")
        assert not named("Meivakantie", proposed).sure
        assert named("Koningsdag", proposed).binding

    def test_a_day_in_a_weekend_is_left_out(self):
        names = {closure.name for region in Region for year in YEARS for closure in proposal(region, year)}
        assert {"Eerste Paasdag", "Eerste Pinksterdag"}.isdisjoint(names)

    def test_most_schools_are_open_on_good_friday_and_closed_after_ascension(self):
        proposed = proposal("noord", "2027-2028")
        assert not named("Goede Vrijdag", proposed).closed_by_default
        assert named("Vrijdag na Hemelvaart", proposed).closed_by_default
        assert not named("Vrijdag na Hemelvaart", proposed).binding
        assert named("Hemelvaartsdag", proposed).binding

    def test_what_is_advised_is_told_apart_from_what_the_law_sets(self):
        proposed = proposal("zuid", "2028-2029")
        assert named("Kerstvakantie", proposed).binding
        assert not named("Herfstvakantie", proposed).binding
        assert not named("Meivakantie (adviesweek)", proposed).binding

    def test_uncertain_dates_are_told_to_be_so_and_missing_dates_must_be_filled_in(self):
        proposed = proposal("zuid", "2029-2030")
        may, spring = named("Meivakantie", proposed), named("Voorjaarsvakantie", proposed)
        assert not may.sure
        assert may.closure() == Closure(date(2030, 4, 27), date(2030, 5, 5), "Meivakantie", ClosureSource.HOLIDAY)
        assert (spring.sure, spring.first_day, proposed[-1]) == (False, None, spring)
        with pytest.raises(DatesUnknown):
            spring.closure()

    def test_keys_tell_the_closures_of_a_year_apart(self):
        for region in Region:
            for year in YEARS:
                keys = [closure.key for closure in proposal(region, year)]
                assert len(keys) == len(set(keys)), (region, year)

    def test_every_shipped_date_lies_in_its_year_and_ends_after_it_begins(self):
        for region in Region:
            assert shipped_years(region) == YEARS
            for year in YEARS:
                for closure in proposal(region, year):
                    if closure.first_day and closure.last_day:
                        assert first_day_of(year) <= closure.first_day <= last_day_of(year), closure
                        assert closure.first_day <= closure.last_day, closure

    def test_of_a_year_that_is_not_shipped_the_public_holidays_are_proposed(self):
        assert {closure.source for closure in proposal("midden", "2035-2036")} == {ClosureSource.PUBLIC}
        assert named("Hemelvaartsdag", proposal("midden", "2035-2036")).first_day == date(2036, 5, 22)

    def test_of_a_region_or_year_that_does_not_exist_nothing_can_be(self):
        with pytest.raises(ValueError, match="oost"):
            proposal("oost", "2026-2027")
        with pytest.raises(NoSchoolYear):
            proposal("midden", "2026-2028")


class TestSchoolYears:
    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2026, 7, 31), "2025-2026"),
            (date(2026, 8, 1), "2026-2027"),
            (date(2027, 1, 1), "2026-2027"),
            (date(2027, 7, 31), "2026-2027"),
        ],
    )
    def test_run_from_august_to_july(self, day: date, year: str):
        assert school_year_of(day) == year

    @pytest.mark.parametrize("name", ["", "2026", "2026/2027", "2027-2026", "2026-2026", " 2026-2027", "２026-2027"])
    def test_a_wrong_name_is_refused(self, name: str):
        with pytest.raises(NoSchoolYear):
            first_day_of(name)

    def test_from_may_the_next_year_is_to_be_confirmed_too(self, cast: Cast):
        school = cast.linde.school  # only 2026-2027 is confirmed
        assert years_to_confirm(school, today=date(2026, 11, 23)) == []
        assert years_to_confirm(school, today=date(2027, 4, 30)) == []
        assert years_to_confirm(school, today=date(2027, 5, 1)) == ["2027-2028"]
        assert years_to_confirm(school, today=date(2027, 9, 1)) == ["2027-2028"]


class TestConfirming:
    def test_is_remembered_with_who_and_when(self, cast: Cast):
        actions.confirm_calendar(
            act=act_of(cast.carla),
            school=cast.school,
            school_year="2028-2029",
            closures=closures("midden", "2028-2029"),
        )
        year = ConfirmedYear.objects.get(school=cast.school, school_year="2028-2029")
        assert (year.confirmed_by, year.confirmed_at) == (cast.carla, NOW)

    def test_again_takes_the_place_of_what_was_confirmed_and_leaves_own_days_and_other_years(self, cast: Cast):
        actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=STUDY_DAY)
        only = Closure(date(2026, 10, 19), date(2026, 10, 23), "Herfstvakantie", ClosureSource.HOLIDAY)
        actions.confirm_calendar(act=act_of(cast.hein), school=cast.school, school_year="2026-2027", closures=[only])
        left = ClosedDay.objects.filter(school=cast.school, first_day__range=(date(2026, 8, 1), date(2027, 7, 31)))
        assert [day.name for day in left] == ["Herfstvakantie", "Studiedagen"]
        assert not calendar_for(cast.school).is_school_day(date(2027, 10, 18))
        assert ConfirmedYear.objects.filter(school=cast.school, school_year="2026-2027").count() == 1

    def test_twice_the_same_closure_is_one(self, cast: Cast):
        day = Closure(date(2027, 4, 27), date(2027, 4, 27), "Koningsdag", ClosureSource.PUBLIC)
        actions.confirm_calendar(act=ITSELF, school=cast.school, school_year="2026-2027", closures=[day, day])
        assert ClosedDay.objects.filter(school=cast.school, name="Koningsdag", first_day__year=2027).count() == 1

    @pytest.mark.parametrize(
        ("closure", "sentence"),
        [
            (Closure(date(2026, 10, 23), date(2026, 10, 19), "Herfstvakantie", "holiday"), "eerder dan"),
            (Closure(date(2027, 10, 18), date(2027, 10, 22), "Herfstvakantie", "holiday"), "buiten het schooljaar"),
            (Closure(date(2026, 10, 19), date(2027, 10, 23), "Herfstvakantie", "holiday"), "langer dan 70 dagen"),
            (Closure(date(1026, 10, 19), date(1026, 10, 23), "Herfstvakantie", "holiday"), "jaartal"),
            (Closure(date(2026, 10, 19), date(2026, 10, 23), " ", "holiday"), "Vul hier iets in"),
        ],
    )
    def test_odd_days_are_refused_at_their_place_and_nothing_changes(self, cast: Cast, closure: Closure, sentence: str):
        before = calendar_for(cast.school)
        good = Closure(date(2026, 10, 19), date(2026, 10, 23), "Herfstvakantie", ClosureSource.HOLIDAY)
        with pytest.raises(Refused, match=sentence) as refused:
            actions.confirm_calendar(
                act=act_of(cast.carla), school=cast.school, school_year="2026-2027", closures=[good, closure]
            )
        assert refused.value.field == "closures.1"
        assert calendar_for(cast.school) == before

    def test_a_teacher_and_another_school_may_not(self, cast: Cast):
        for stranger in (cast.anouk, cast.mo, cast.linde.head):
            with pytest.raises(NotAllowed):
                actions.confirm_calendar(act=act_of(stranger), school=cast.school, school_year="2026-2027", closures=[])


class TestOwnDays:
    def test_a_study_day_is_closed_and_after_removing_it_open(self, cast: Cast):
        [day] = actions.add_closed_day(act=act_of(cast.carla), school=cast.school, closure=STUDY_DAY)
        assert day.source == ClosureSource.OWN
        assert not calendar_for(cast.school).is_school_day(date(2026, 12, 4))
        assert calendar_for(cast.linde.school).is_school_day(date(2026, 12, 4))
        for _click in range(2):
            actions.remove_closed_day(act=act_of(cast.carla), closed_day=day)
        assert calendar_for(cast.school).is_school_day(date(2026, 12, 4))

    def test_the_same_days_twice_are_refused(self, cast: Cast):
        actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=STUDY_DAY)
        with pytest.raises(Refused, match="staan er al"):
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=STUDY_DAY)
        assert ClosedDay.objects.filter(school=cast.school, source="own").count() == 1

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            (date(2026, 12, 21), date(2026, 12, 22), "al dicht: Kerstvakantie"),
            (date(2026, 12, 5), date(2026, 12, 6), "Dit is een weekend"),
        ],
    )
    def test_a_free_day_on_which_the_school_is_closed_already_is_told_at_once(
        self, cast: Cast, first: date, last: date, sentence: str
    ):
        with pytest.raises(Refused, match=sentence) as refused:
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=Closure(first, last, "Studiedag"))
        assert refused.value.field == "first_day"

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (date(2026, 12, 18), date(2026, 12, 21)),  # one day more than the holiday
            (date(2028, 12, 26), date(2028, 12, 26)),  # in a holiday that nobody confirmed
        ],
    )
    def test_one_school_day_among_them_is_enough_and_a_proposal_is_no_holiday_yet(
        self, cast: Cast, first: date, last: date
    ):
        closure = Closure(first, last, "Studiedag")
        [day] = actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=closure)
        assert day.first_day == first

    def test_closures_that_join_until_nobody_comes_to_school_are_refused(self, cast: Cast):
        """Otherwise no term of any case would end."""
        ten_weeks = timedelta(days=69)

        def close(first: date) -> None:
            closure = Closure(first, first + ten_weeks, "Verbouwing")
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=closure)

        close(date(2026, 11, 23))
        with pytest.raises(Refused, match="meer dan 100 dagen achter elkaar geen school"):
            close(date(2027, 2, 1))
        assert ClosedDay.objects.filter(school=cast.school, source="own").count() == 1
        close(date(2027, 3, 8))

    def test_a_year_is_not_confirmed_with_holidays_that_join_until_nobody_comes_to_school(self, cast: Cast):
        first, ten_weeks = date(2027, 8, 1), timedelta(days=69)
        joined = [
            Closure(day, day + ten_weeks, "Vakantie", ClosureSource.HOLIDAY) for day in (first, first + ten_weeks)
        ]
        with pytest.raises(Refused, match="meer dan 100 dagen"):
            actions.confirm_calendar(
                act=act_of(cast.hein), school=cast.school, school_year="2027-2028", closures=joined
            )
        assert calendar_for(cast.school).is_school_day(date(2027, 9, 15))


def test_before_it_confirmed_a_school_is_offered_the_proposal_and_dates_that_are_not_sure_it_fills_in(cast: Cast):
    offered = offered_closures(cast.school, "2029-2030", as_confirmed=False)
    assert {one.name for one in offered} == {one.name for one in proposal(cast.school.region, "2029-2030")}
    assert [one.first_day for one in offered if one.unsure] == [None] * sum(one.unsure for one in offered)
    assert all(one.first_day and one.last_day for one in offered if not one.unsure)
    assert {one.name: one.is_closed for one in offered} == {
        one.name: one.closed_by_default for one in proposal(cast.school.region, "2029-2030")
    }


def test_what_is_not_sure_is_no_longer_asked_once_it_was_confirmed(cast: Cast):
    name = next(one.name for one in offered_closures(cast.school, "2029-2030", as_confirmed=False) if one.unsure)
    filled_in = Closure(date(2030, 2, 25), date(2030, 3, 1), name, ClosureSource.HOLIDAY)
    actions.confirm_calendar(act=ITSELF, school=cast.school, school_year="2029-2030", closures=[filled_in])
    (again,) = [one for one in offered_closures(cast.school, "2029-2030", as_confirmed=True) if one.name == name]
    assert (again.first_day, again.unsure) == (filled_in.first_day, False)


def test_what_a_school_confirmed_is_offered_as_it_confirmed_it_with_what_it_left_out_and_what_only_it_has(cast: Cast):
    spring = Closure(date(2027, 3, 1), date(2027, 3, 5), "Voorjaarsvakantie", ClosureSource.HOLIDAY)
    carnival = Closure(date(2027, 2, 8), date(2027, 2, 9), "Carnaval", ClosureSource.HOLIDAY)
    actions.add_closed_day(act=ITSELF, school=cast.school, closure=STUDY_DAY)
    actions.confirm_calendar(act=ITSELF, school=cast.school, school_year="2026-2027", closures=[spring, carnival])
    offered = {one.name: one for one in offered_closures(cast.school, "2026-2027", as_confirmed=True)}
    assert (offered["Voorjaarsvakantie"].first_day, offered["Voorjaarsvakantie"].confirmed) == (spring.first_day, True)
    assert (offered["Carnaval"].proposed, offered["Carnaval"].is_closed) == (None, True)
    assert not offered["Herfstvakantie"].is_closed
    assert STUDY_DAY.name not in offered
    days = [one.first_day or date.max for one in offered.values()]
    assert days == sorted(days)
    assert [one.name for one in closed_in(cast.school, "2026-2027")] == ["Studiedagen", "Carnaval", "Voorjaarsvakantie"]


def test_the_years_to_look_at_begin_now_and_end_where_kring_ships_no_more_or_the_school_confirmed(cast: Cast):
    shipped = [year for year in shipped_years(cast.school.region) if year >= "2026-2027"]
    assert known_years(cast.school, date(2026, 11, 23)) == shipped
    assert known_years(cast.school, date(2028, 11, 23)) == ["2026-2027", "2027-2028", *shipped[2:]]
    assert [year_after("2026-2027"), year_after("2029-2030")] == ["2027-2028", "2030-2031"]


def test_a_day_that_is_closed_is_no_school_day_of_its_year(cast: Cast):
    before = school_days_in(cast.school, "2026-2027"), school_days_in(cast.school, "2027-2028")
    actions.add_closed_day(act=ITSELF, school=cast.school, closure=STUDY_DAY)
    assert school_days_in(cast.school, "2026-2027") == before[0] - 2
    assert school_days_in(cast.school, "2027-2028") == before[1]


FRIDAYS = Closure(date(2026, 11, 27), date(2027, 7, 31), "Vrijdag vrij", weekday=4)
CAMP = Closure(date(2026, 11, 30), date(2026, 12, 2), "Kamp")


class TestEachWeekAndForOneGroup:
    def test_a_free_day_each_week_is_one_rule(self, cast: Cast):
        actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=FRIDAYS)
        assert ClosedDay.objects.filter(school=cast.school, source="own").count() == 1
        calendar = calendar_for(cast.school)
        assert calendar.is_school_day(date(2026, 11, 26))
        assert not any(calendar.is_school_day(date(2026, 11, 27) + timedelta(weeks=n)) for n in range(35))
        assert calendar.weeks_after(date(2026, 11, 20), 1) == date(2026, 11, 30)
        assert calendar.is_school_day(date(2026, 11, 20))

    def test_it_holds_within_a_school_year(self, cast: Cast):
        with pytest.raises(Refused, match="binnen één schooljaar") as refused:
            actions.add_closed_day(
                act=act_of(cast.hein), school=cast.school, closure=FRIDAYS._replace(last_day=date(2027, 8, 31))
            )
        assert refused.value.field == "last_day"

    def test_one_that_ends_stays_for_the_weeks_that_have_been(self, cast: Cast):
        began = FRIDAYS._replace(first_day=date(2026, 11, 6))
        [rule] = actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=began)
        actions.remove_closed_day(act=act_of(cast.hein), closed_day=rule)
        calendar = calendar_for(cast.school)
        assert not calendar.is_school_day(date(2026, 11, 20))
        assert calendar.is_school_day(date(2026, 11, 27))

    def test_not_every_day_of_the_week(self, cast: Cast):
        def close(weekday: int) -> None:
            first = date(2026, 11, 23) + timedelta(days=weekday)
            rule = Closure(first, date(2027, 7, 31), "Dicht", weekday=weekday)
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=rule)

        for weekday in range(4):
            close(weekday)
        with pytest.raises(Refused, match="meer dan 100 dagen"):
            close(4)
        assert calendar_for(cast.school).is_school_day(date(2026, 11, 27))

    def test_the_days_of_one_group_are_of_that_group_alone(self, cast: Cast):
        actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=CAMP, groups=[cast.group6])
        calendar = calendar_for(cast.school)
        assert calendar.is_school_day(date(2026, 12, 1))
        assert calendar.for_groups({cast.group5.pk}).is_school_day(date(2026, 12, 1))
        assert not calendar.for_groups({cast.group5.pk, cast.group6.pk}).is_school_day(date(2026, 12, 1))
        assert not calendar.without(cast.group6.pk).is_school_day(date(2026, 12, 1))

    def test_several_groups_get_a_line_each_and_may_have_the_same_days(self, cast: Cast):
        both = actions.add_closed_day(
            act=act_of(cast.hein), school=cast.school, closure=CAMP, groups=[cast.group5, cast.group6]
        )
        assert [day.group for day in both] == [cast.group5, cast.group6]
        with pytest.raises(Refused, match="staan er al"):
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=CAMP, groups=[cast.group6])

    def test_when_the_school_is_closed_a_group_of_it_is_too(self, cast: Cast):
        christmas = Closure(date(2026, 12, 21), date(2026, 12, 22), "Kamp")
        with pytest.raises(Refused, match="al dicht: Kerstvakantie"):
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=christmas, groups=[cast.group6])

    def test_a_group_of_another_school_is_not_closed_here(self, cast: Cast):
        with pytest.raises(NotAllowed):
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=CAMP, groups=[cast.linde.group])

    def test_a_calendar_with_rules_takes_one_query_too(self, cast: Cast, django_assert_num_queries):
        actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=FRIDAYS, groups=[cast.group6])
        with django_assert_num_queries(1):
            calendar_for(cast.school)
