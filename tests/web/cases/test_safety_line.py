"""The line of safety: higher is safer, further right is later."""

from datetime import date

from kring.web.case.safety_line import Felt, safety_line

NOVEMBER_17, NOVEMBER_19, DECEMBER_1 = date(2026, 11, 17), date(2026, 11, 19), date(2026, 12, 1)


def felt(on: date, level: int | None) -> Felt:
    return Felt(on=on, level=level, day=str(on.day), answer=str(level))


def test_a_child_that_feels_safer_makes_the_line_go_up() -> None:
    line = safety_line([felt(NOVEMBER_17, 1), felt(DECEMBER_1, 4)])
    assert [dot.y for dot in line.dots] == [82, 28]
    assert line.path == "M44 82L280 28"


def test_talks_in_another_order_are_drawn_by_date() -> None:
    line = safety_line([felt(DECEMBER_1, 5), felt(NOVEMBER_17, 1), felt(NOVEMBER_19, 2)])
    assert [one.on for one in line.felt] == [NOVEMBER_17, NOVEMBER_19, DECEMBER_1]
    xs = [dot.x for dot in line.dots]
    assert xs == sorted(xs)
    assert xs[1] - xs[0] < xs[2] - xs[1]


def test_one_answer_is_a_dot_without_a_line() -> None:
    line = safety_line([felt(NOVEMBER_17, 3)])
    assert len(line.dots) == 1
    assert line.path == ""
    assert line.last is None


def test_a_child_that_would_rather_not_say_is_in_the_table_and_not_in_the_line() -> None:
    line = safety_line([felt(NOVEMBER_17, 2), felt(NOVEMBER_19, None), felt(DECEMBER_1, 3)])
    assert len(line.felt) == 3
    assert len(line.dots) == 2


def test_two_talks_on_one_day_stand_above_each_other() -> None:
    line = safety_line([felt(NOVEMBER_17, 2), felt(NOVEMBER_17, 5)])
    assert line.dots[0].x == line.dots[1].x


def test_without_answers_nothing_is_drawn() -> None:
    line = safety_line([])
    assert (line.dots, line.path, line.first) == ((), "", None)
