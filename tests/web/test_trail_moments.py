"""A trail is read by day, by person and moment; what was done stands before what was read, and no line is lost."""

from datetime import UTC, date, datetime, timedelta

from kring.web.road.trail_moments import Day, Line, by_day

NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
READ = "las in de zaak"


def days(*lines: tuple[int, str, str]) -> list[Day]:
    """Of lines (minutes after nine, who, what) in the order in which they were written."""
    written = [Line(NINE + timedelta(minutes=at), who, what, reads=what == READ) for at, who, what in lines]
    return by_day(reversed(written), TODAY)


def test_what_somebody_did_stands_before_what_was_read():
    [day] = days((0, "Hein", READ), (1, "Hein", "sloot de zaak"), (2, "Hein", READ))
    [moment] = day.moments
    assert (moment.acts, moment.reads) == (["sloot de zaak"], [f"{READ} (2 keer)"])
    assert [line.clock for line in moment.lines] == ["9.00", "9.01", "9.02"]


def test_two_who_work_at_the_same_time_have_a_moment_each():
    [day] = days((0, "Hein", READ), (1, "Carla", READ), (2, "Hein", READ), (3, "Carla", READ))
    assert [(one.who, one.when) for one in day.moments] == [
        ("Carla", "van 9.01 tot 9.03 uur"),
        ("Hein", "van 9.00 tot 9.02 uur"),
    ]


def test_after_a_quarter_of_an_hour_it_is_another_moment():
    [day] = days((0, "Hein", READ), (15, "Hein", READ), (31, "Hein", READ))
    assert [one.when for one in day.moments] == ["om 9.31 uur", "van 9.00 tot 9.15 uur"]


def test_each_day_has_its_heading_also_for_who_works_past_midnight():
    late = 14 * 60 + 58
    yesterday, before = days((late - 1440, "Hein", READ), (late - 1440 + 3, "Hein", READ))
    assert [yesterday.title, before.title] == ["Vandaag", "Gisteren"]
    assert [len(day.moments) for day in (yesterday, before)] == [1, 1]


def test_no_line_is_lost_and_what_one_line_tells_does_not_fold_open():
    lines = [(minute, ("Hein", "Carla", "Mo")[minute % 3], READ) for minute in range(0, 400, 7)]
    found = days(*lines)
    told = [line for day in found for moment in day.moments for line in moment.lines]
    assert sorted(line.at for line in told) == [NINE + timedelta(minutes=minute) for minute, _who, _what in lines]
    assert all(moment.is_long == (len(moment.lines) > 1) for day in found for moment in day.moments)


def test_of_much_at_one_moment_the_first_few_stand_in_sight_and_none_is_lost():
    [day] = days(*((number, "Ada", f"voegde kind {number} toe") for number in range(6)))
    [moment] = day.moments
    assert [line.what for line in moment.in_sight] == [f"voegde kind {number} toe" for number in range(3)]
    assert [*moment.in_sight, *moment.folded] == moment.lines


def test_nothing_folds_for_one_line():
    [day] = days(*((number, "Ada", f"voegde kind {number} toe") for number in range(4)))
    assert day.moments[0].folded == []
