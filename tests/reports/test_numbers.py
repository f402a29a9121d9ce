"""What a school says in public of how much was told: of months that are over, never so little that it tells of one."""

from datetime import date, timedelta

import pytest

from kring.config import jobs
from kring.reports.actions import handling
from kring.reports.models import Door, Incoming
from kring.reports.numbers import Numbers, count_months, to_say
from tests.cast import NOW, TODAY, Cast
from tests.reports.telling import act_of, doors_of, somebody_tells
from tests.web.door.road import Child
from tests.web.parent_door.road import AParent
from tests.whole_job import done_whole

DECEMBER = date(2026, 12, 1)


def said(months: dict[str, list[int]], today: date = date(2026, 12, 10), *, chosen: bool = True) -> Numbers | None:
    return to_say(Door(says_numbers=chosen, months=months), today)


@pytest.mark.parametrize(
    ("months", "numbers"),
    [
        ({}, None),
        ({"2026-11": [4, 4]}, None),
        ({"2026-11": [5, 4]}, Numbers(5, 0)),
        ({"2026-10": [7, 5], "2026-11": [5, 5]}, Numbers(12, 10)),
        ({"2026-10": [7, 5], "2026-11": [5, 3]}, Numbers(12, 5)),  # five to eight would tell of three
        ({"2026-09": [7, 5], "2026-10": [5, 3], "2026-11": [5, 2]}, Numbers(17, 10)),
        ({"2026-10": [7, 5], "2026-11": [1, 1]}, Numbers(7, 5)),  # of the one of November nothing is said
        ({"2026-09": [3, 3], "2026-10": [3, 2], "2026-11": [2, 2]}, Numbers(6, 5)),
        ({"2026-06": [9, 9], "2026-11": [3, 3]}, Numbers(9, 9, last_year=True)),
        ({"2025-06": [9, 9]}, None),
    ],
)
def test_only_a_sum_of_five_or_more_is_said(months: dict[str, list[int]], numbers: Numbers | None) -> None:
    assert said(months) == numbers


def test_a_school_that_did_not_choose_it_says_nothing() -> None:
    assert said({"2026-11": [50, 50]}, chosen=False) is None


@pytest.fixture
def told(cast: Cast) -> list[Incoming]:
    """Seven that told something: one is answered the same day, one the next, and one is held."""
    door = doors_of(cast)
    told = [somebody_tells(door) for _time in range(7)]
    for incoming, days in zip(told, (0, 1), strict=False):
        act = act_of(cast.carla, at=NOW + timedelta(days=days))
        handling.answer(act=act, incoming_id=incoming.pk, text="Ik kom bij je.")
    Incoming.objects.filter(pk=told[-1].pk).update(held=True)
    return told


def test_a_month_is_counted_once_it_is_over_and_what_is_held_is_none_of_it(cast: Cast, told: list[Incoming]) -> None:
    Incoming.objects.exclude(pk=told[-1].pk).update(held=False)
    assert count_months(school=cast.school, today=TODAY) == 0
    assert [count_months(school=cast.school, today=DECEMBER) for _time in range(2)] == [1, 0]
    assert Door.objects.get(school=cast.school).months == {"2026-11": [6, 1]}


def test_what_was_removed_since_still_counts_and_former_years_do_not(cast: Cast, told: list[Incoming]) -> None:
    count_months(school=cast.school, today=DECEMBER)
    Incoming.objects.all().delete()
    assert count_months(school=cast.school, today=date(2027, 9, 1)) == 9
    months = Door.objects.get(school=cast.school).months
    assert months.pop("2026-11")[1] == 1
    assert set(months) > {"2026-12", "2027-08"}
    count_months(school=cast.school, today=date(2028, 9, 1))
    assert "2026-11" not in Door.objects.get(school=cast.school).months


def test_the_worker_counts_every_school_by_its_own_clock_and_asks_once(cast: Cast, told: list[Incoming]) -> None:
    done_whole(jobs.count_what_was_told, NOW + timedelta(days=8))
    assert Door.objects.get(school=cast.school).counted == "2026-11"
    before = Door.objects.get(school=cast.school)
    done_whole(jobs.count_what_was_told, NOW + timedelta(days=9))
    assert Door.objects.get(school=cast.school).months == before.months


def test_both_doors_say_it_in_their_own_words_where_the_school_chose_it(cast: Cast) -> None:
    door = doors_of(cast)
    Door.objects.filter(pk=door.pk).update(months={"2026-10": [23, 19]})
    assert "23 keer" not in Child().opens().page
    Door.objects.filter(pk=door.pk).update(says_numbers=True)
    assert "Dit schooljaar is hier 23 keer iets verteld. 19 keer kwam het antwoord nog die dag." in Child().opens().page
    parent = AParent().opens().page
    assert "Dit schooljaar vertelden kinderen en ouders hier 23 keer iets." in parent
    assert "De school gaf 19 keer dezelfde dag antwoord." in parent
    Door.objects.filter(pk=door.pk).update(months={"2026-04": [6, 2]})
    assert "Vorig schooljaar is hier 6 keer iets verteld." in Child().opens().page
    assert "told something here 6 times last school year" in AParent(language="en").opens().page
