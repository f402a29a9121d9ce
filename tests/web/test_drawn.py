"""What is drawn: where days, answers and numbers stand."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from kring.web.drawn.axis import course, weeks_around
from kring.web.drawn.columns import columns
from kring.web.drawn.levels import MOST, spark
from kring.web.drawn.line import TO_COME, Answer, line_of
from kring.web.drawn.markup import Steps, course_svg, ground_svg, spark_svg, steps_html
from kring.web.drawn.months import SIDE, months_of
from kring.web.drawn.strip import strip_of

MONDAY = date(2026, 11, 23)
AXIS = weeks_around(MONDAY, before=1, after=2)
"""Four weeks, from Monday 16 November."""


def share(text: str) -> float:
    return float(text.removesuffix("%"))


def test_a_weekend_is_one_band_two_days_wide():
    bands = AXIS.bands(lambda on: on.weekday() > 4)
    assert [(band.first.day, band.last.day) for band in bands] == [(21, 22), (28, 29), (5, 6), (12, 13)]
    assert share(bands[0].width) == round(200 / 28, 2)


def test_what_is_late_runs_on_to_today_and_its_mark_stays_at_its_day():
    late = course(AXIS, since=date(2026, 11, 17), due=date(2026, 11, 19), today=MONDAY, look="late")
    assert late.over == (AXIS.x(date(2026, 11, 19)), AXIS.x(MONDAY))
    assert [mark.look for mark in late.marks] == ["late"]


def test_a_guideline_that_has_passed_is_not_drawn_as_late():
    assert course(AXIS, since=MONDAY, due=MONDAY - timedelta(days=1), today=MONDAY, look="today").over is None


def test_a_day_after_the_axis_has_no_mark_and_says_that_it_lies_beyond():
    far = course(AXIS, since=MONDAY, due=date(2027, 1, 11), today=MONDAY, look="due")
    assert (far.marks, far.beyond, far.to_left, far.label_x) == ([], True, True, "100%")


def test_a_label_stands_where_there_is_room():
    early = course(AXIS, since=MONDAY, due=date(2026, 11, 24), today=MONDAY, look="due")
    late = course(AXIS, since=MONDAY, due=date(2026, 12, 10), today=MONDAY, look="due", talk=date(2026, 11, 26))
    assert not early.to_left
    assert late.to_left
    assert late.label_x == AXIS.x(date(2026, 11, 26)), "before the first of its marks"


def test_a_child_that_feels_safer_makes_the_line_go_up_and_today_is_at_the_right():
    line = line_of([Answer(date(2026, 11, 19), 4), Answer(date(2026, 11, 9), 1)], MONDAY)
    assert line is not None
    heights = [float(dot.y.removesuffix("em")) for dot in line.dots]
    assert heights[1] < heights[0]
    assert line.dots[0].y == line.levels[4]
    assert share(line.dots[0].x) < share(line.dots[1].x) < share(line.today_x)
    assert (line.talk_x, len(line.segments)) == ("", 1)


def test_the_talk_to_come_is_at_the_right_edge_and_today_before_it():
    line = line_of([Answer(date(2026, 11, 9), 2)], MONDAY, talk=date(2026, 11, 27))
    assert line is not None
    assert share(line.today_x) < share(line.talk_x) == 96
    assert line.segments == ()


def test_a_talk_of_tomorrow_keeps_its_distance_from_todays_line_however_long_the_line_is():
    for weeks in (2, 6, 40):
        line = line_of([Answer(MONDAY - timedelta(weeks=weeks), 2)], MONDAY, talk=MONDAY + timedelta(days=1))
        assert line is not None
        assert share(line.talk_x) - share(line.today_x) >= TO_COME, weeks
    answered_today = line_of([Answer(MONDAY, 3)], MONDAY, talk=MONDAY + timedelta(days=60))
    assert answered_today is not None
    assert share(answered_today.today_x) == share(answered_today.dots[0].x) < share(answered_today.talk_x)


days_around = st.integers(-400, 400).map(lambda days: MONDAY + timedelta(days=days))


@given(
    answers=st.lists(st.builds(Answer, days_around, st.integers(1, 5)), min_size=1, max_size=6),
    moments=st.lists(days_around, max_size=6).map(sorted),
    talk=st.none() | days_around,
)
@example([Answer(MONDAY, 2)], [MONDAY + timedelta(days=1)], None)  # agreed for tomorrow, and nothing planned
def test_whatever_lies_before_and_after_today_the_line_stays_in_its_place_and_runs_one_way(answers, moments, talk):
    line = line_of(answers, MONDAY, moments=moments, talk=talk)
    assert line is not None
    for marks in ([one.x for one in line.dots], [one.x for one in line.moments]):
        places = [share(x) for x in marks]
        assert places == sorted(places)
        assert all(0 <= place <= 100 for place in places)


def test_moments_that_stand_close_together_are_told_in_two_rows():
    days = [date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 20)]
    line = line_of([Answer(date(2026, 11, 9), 2)], MONDAY, moments=days)
    assert line is not None
    first, second, third = line.moments
    assert first.y != second.y
    assert first.y == third.y


def test_without_an_answer_there_is_no_line():
    assert line_of([], MONDAY) is None


def test_a_week_without_any_has_a_column_of_no_height_and_its_number():
    assert [(one.number, one.height) for one in columns([4, 0, 2])] == [(4, "2.20em"), (0, "0.00em"), (2, "1.10em")]


def test_a_week_of_which_nothing_is_known_has_its_place_and_no_column():
    known = columns([None, 2, None, 1])
    assert [one.number for one in known] == [2, 1]
    assert [share(one.middle) for one in known] == [37.5, 87.5]


def test_the_strip_holds_what_lies_in_its_weeks_and_marks_the_holiday_that_makes_a_child_wait():
    holiday = (date(2026, 11, 30), date(2026, 12, 4))
    strip = strip_of(
        AXIS,
        MONDAY,
        is_school_day=lambda on: on.weekday() < 5 and not holiday[0] <= on <= holiday[1],
        waits=holiday,
        terms=[(date(2026, 11, 20), "late"), (date(2027, 1, 11), "due")],
        talks=[(date(2026, 11, 24), "to-come")],
        incidents={date(2026, 11, 16): 3, date(2026, 11, 23): 0},
    )
    assert [(mark.x, mark.look) for mark in strip.terms] == [(AXIS.x(date(2026, 11, 20)), "late")]
    assert [mark.look for mark in strip.talks] == ["to-come"]
    assert [(band.first, band.last) for band in strip.waits] == [holiday]
    assert [one.number for one in strip.columns] == [3, 0]
    assert strip.today == AXIS.x(MONDAY)


def test_a_mark_of_the_day_beside_today_steps_aside_from_todays_line():
    near = [(MONDAY + timedelta(days=days), "to-come") for days in (-1, 0, 1, 7)]
    strip = strip_of(AXIS, MONDAY, is_school_day=lambda on: True, talks=near, incidents={})
    before, on, after, later = (mark.aside for mark in strip.talks)
    assert (before, on, later) == (-after, 0, 0)
    assert after > 0


def test_the_strip_of_weeks_that_are_over_does_not_say_today():
    past = strip_of(AXIS, date(2027, 3, 1), is_school_day=lambda on: on.weekday() < 5, incidents={})
    assert past.today == ""


def test_the_small_line_has_room_for_the_latest_answers():
    drawn = spark([1, 2, 3, 4, 5, 5, 5])
    assert len(drawn.dots) == MOST
    assert spark([3]).path == ""


def test_a_school_year_has_twelve_months_with_a_square_for_each_weekday():
    months = months_of(date(2026, 8, 1), lambda on: on != date(2026, 12, 25), MONDAY)
    assert [month.first.month for month in months] == [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7]
    assert sum(len(month.days) for month in months) == 260
    assert [on for month in months for on in month.closed] == [date(2026, 12, 25)]
    assert sum(day.today for month in months for day in month.days) == 1


def test_a_month_that_begins_on_a_sunday_has_its_first_monday_on_top():
    november = months_of(date(2026, 11, 1), lambda on: True, MONDAY)[0]
    assert (november.days[0].x, november.days[0].y) == (0, 0)
    assert (november.days[5].x, november.days[5].y) == (0, SIDE)


def test_a_course_is_drawn_with_its_ground_its_marks_and_its_label():
    late = course(AXIS, since=date(2026, 11, 17), due=date(2026, 11, 19), today=MONDAY, look="late", talk=MONDAY)
    ground = ground_svg(AXIS.bands(lambda on: on.weekday() > 4), AXIS.x(MONDAY))
    drawn = course_svg(late, ground, label="Gesprek", tone="late")
    assert drawn.count('<rect class="free"') == 4
    assert drawn.count('<line class="today"') == 1
    assert f'<line class="over" x1="{AXIS.x(date(2026, 11, 19))}" x2="{AXIS.x(MONDAY)}"' in drawn
    assert f'<svg class="mark late" x="{AXIS.x(date(2026, 11, 19))}" y="50%" overflow="visible"><path d="M0-9' in drawn
    assert '<svg class="mark to-come"' in drawn
    assert drawn.endswith(' dy="0.35em">Gesprek</text></svg></svg>')


def test_what_lies_beyond_has_an_arrow_and_its_label_ends_at_the_edge():
    far = course(AXIS, since=MONDAY, due=date(2027, 1, 11), today=MONDAY, look="due")
    drawn = course_svg(far, ground_svg([], AXIS.x(MONDAY)), label="Evaluatie", tone="")
    assert '<text x="-15" dy="0.35em" text-anchor="end">Evaluatie →</text>' in drawn
    assert 'class="mark' not in drawn
    assert 'class="over"' not in drawn


def test_of_the_steps_the_current_one_alone_has_its_number():
    dots = '<i class="done"></i><i class="current late">2</i><i class=""></i>'
    assert steps_html(Steps(1, "2", 1), "late") == f'<span class="steps" aria-hidden="true">{dots}</span>'
    assert "current" not in steps_html(Steps(5, "", 0), "")


def test_what_is_said_beside_a_drawing_is_no_html():
    story = "<b>“Nee”</b> & klaar"
    far = course(AXIS, since=MONDAY, due=date(2027, 1, 11), today=MONDAY, look="due")
    for drawn in (
        course_svg(far, ground_svg([], "50%"), label=story, tone=""),
        spark_svg(spark([3, 4]), story),
    ):
        assert "&lt;b&gt;“Nee”&lt;/b&gt; &amp; klaar" in drawn
        assert "<b>" not in drawn
