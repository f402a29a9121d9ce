"""Whom a school calls: the numbers outside it, and who is on call when it is closed."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kring.cases.bodies import Danger
from kring.cases.danger import advice_at, reachable
from kring.school import actions
from kring.school.calling import numbers_of, on_call, shipped_numbers
from kring.school.errors import NotAllowed, Refused
from kring.school.models import HelpNumber, Line, OnCall, School
from tests.cast import TODAY, Cast, act_of

CHRISTMAS = (date(2026, 12, 19), date(2027, 1, 3))


def named(cast: Cast, name: str, number: str = "06-12345678", *days: date) -> OnCall:
    from_on, until_on = days or (None, None)
    return actions.add_on_call(
        act=act_of(cast.hein), school=cast.school, name=name, number=number, from_on=from_on, until_on=until_on
    )


def who(school: School, day: date) -> list[str]:
    return [one.name for one in on_call(school, day)]


def test_every_line_is_shipped_with_a_number_that_nobody_of_the_school_looked_at(cast: Cast) -> None:
    numbers = numbers_of(cast.school)
    assert set(numbers) == set(Line) == set(shipped_numbers())
    assert all(number.number and number.checked_on is None for number in numbers.values())
    assert all(number.is_to_be_checked(TODAY) for number in numbers.values())


def test_a_school_looks_them_through_changes_one_and_is_asked_again_after_a_year(cast: Cast) -> None:
    own = {line: number.number for line, number in numbers_of(cast.school).items()} | {
        Line.SAFE_HOME: " 030-123 45 67 "
    }
    actions.check_numbers(act=act_of(cast.carla), school=cast.school, numbers=own)
    numbers = numbers_of(cast.school)
    assert numbers[Line.SAFE_HOME].number == "030-123 45 67"
    assert {number.checked_on for number in numbers.values()} == {TODAY}
    assert not any(number.is_to_be_checked(TODAY + timedelta(days=365)) for number in numbers.values())
    assert all(number.is_to_be_checked(TODAY + timedelta(days=366)) for number in numbers.values())
    assert numbers_of(cast.linde.school)[Line.SAFE_HOME].number != "030-123 45 67"
    [advice] = advice_at(cast.school, (Danger.HOME,), TODAY)
    assert "030-123 45 67" in [call.number for call in advice.calls]


def test_looking_through_all_numbers_is_one_question_and_keeps_their_rows(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    own = {line: number.number for line, number in numbers_of(cast.school).items()}
    actions.check_numbers(act=act_of(cast.carla), school=cast.school, numbers={Line.POLICE: "0900-0000"})
    before = HelpNumber.objects.get()
    with django_assert_max_num_queries(6):  # savepoint, lock, numbers, trail
        actions.check_numbers(act=act_of(cast.carla), school=cast.school, numbers=own)
    assert HelpNumber.objects.count() == len(Line)
    before.refresh_from_db()
    assert before.number == own[Line.POLICE]


@pytest.mark.parametrize("empty", ["", "  ", "\u200b"])
def test_a_number_is_never_empty(cast: Cast, empty: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.check_numbers(act=act_of(cast.carla), school=cast.school, numbers={Line.ALARM: empty})
    assert refused.value.field == "alarm"
    assert not HelpNumber.objects.exists()


def test_in_a_holiday_the_one_named_for_it_is_called_and_else_the_one_who_always_is(cast: Cast) -> None:
    named(cast, "Hein")
    named(cast, "Carla", "06-2", *CHRISTMAS)
    named(cast, "Cor", "06-3", *CHRISTMAS)
    assert who(cast.school, CHRISTMAS[0] - timedelta(days=1)) == ["Hein"]
    assert who(cast.school, CHRISTMAS[0]) == who(cast.school, CHRISTMAS[1]) == ["Carla", "Cor"]
    assert who(cast.school, CHRISTMAS[1] + timedelta(days=1)) == ["Hein"]
    assert who(cast.linde.school, CHRISTMAS[0]) == []
    assert reachable(cast.school, CHRISTMAS[0]) == [
        "Bereikbaar als de school dicht is: Carla, 06-2",
        "Bereikbaar als de school dicht is: Cor, 06-3",
    ]


@pytest.mark.parametrize("sign", [sign for sign in Danger if sign is not Danger.STAFF])
def test_who_is_on_call_stands_among_those_to_call_but_never_for_staff(cast: Cast, sign: Danger) -> None:
    named(cast, "Hein", "06-777")
    [advice] = advice_at(cast.school, (sign,), TODAY)
    assert "06-777" in [call.number for call in advice.calls]
    [about_staff] = advice_at(cast.school, (Danger.STAFF,), TODAY)
    assert "06-777" not in [call.number for call in about_staff.calls]  # it may be the one it is about


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((CHRISTMAS[1], CHRISTMAS[0]), "until_on"),
        ((TODAY - timedelta(days=9), TODAY - timedelta(days=1)), "until_on"),
    ],
    ids=["turned round", "past"],
)
def test_days_that_cannot_be_are_refused(cast: Cast, days: tuple[date, date], field: str) -> None:
    with pytest.raises(Refused) as refused:
        named(cast, "Hein", "06-1", *days)
    assert refused.value.field == field


def test_one_day_of_the_two_is_not_enough(cast: Cast) -> None:
    for days in ({"from_on": TODAY}, {"until_on": TODAY}):
        with pytest.raises(Refused):
            actions.add_on_call(act=act_of(cast.hein), school=cast.school, name="Hein", number="1", **days)


def test_only_who_keeps_the_protocol_changes_whom_to_call_and_only_of_the_own_school(cast: Cast) -> None:
    one = named(cast, "Hein")
    for stranger in (cast.anouk, cast.mo, cast.linde.coordinator):
        for verb, given in (
            (actions.add_on_call, {"school": cast.school, "name": "X", "number": "1"}),
            (actions.remove_on_call, {"on_call": one}),
            (actions.check_numbers, {"school": cast.school, "numbers": {Line.ALARM: "1"}}),
        ):
            with pytest.raises(NotAllowed):
                verb(act=act_of(stranger), **given)
    assert who(cast.school, TODAY) == ["Hein"]


def test_no_number_stands_in_code_or_in_a_template() -> None:
    root = Path(actions.__file__).parents[2]
    number = re.compile(r"\b0[89]00[- ]?\d{4,}\b|(?<!decision )(?<!decisions/)\b11[23]\b(?! Zelf)")
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in sorted([*root.rglob("*.py"), *root.rglob("*.html")])
        if "migrations" not in path.parts and "vendor" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if number.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("signs", [(Danger.HOME, Danger.SELF_HARM), (Danger.SELF_HARM, Danger.HOME)])
def test_where_home_is_not_safe_nothing_says_to_call_the_parents_first(cast: Cast, signs: tuple[Danger, ...]) -> None:
    advised = {one.sign: one.what for one in advice_at(cast.school, signs, TODAY)}
    assert len(advised) == 2
    assert not any("Bel de ouders en" in what for what in advised.values())
    assert any("Bel de ouders pas na overleg met Veilig Thuis." in what for what in advised.values())
    [alone] = advice_at(cast.school, (Danger.SELF_HARM,), TODAY)
    assert "Bel de ouders en de huisarts." in alone.what
