"""Six weeks of a case: what is drawn stands in the table as well."""

import re
from datetime import date

import pytest
from django.test import Client

from kring.web.case.six_weeks import SixWeeks, six_weeks_of
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.sending import text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).on(date(2026, 11, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def drawn(told: Telling) -> SixWeeks:
    return six_weeks_of(told.file, told.today)


def test_every_mark_of_the_drawing_is_told_in_the_week_of_its_row(case):
    six = drawn(case)
    assert {mark.look for mark in six.strip.talks} == {"held"}
    (talks,) = [row for row in six.rows if "Gesprek met" in " ".join(row.told)]
    assert talks.week == "16 november"
    assert any("Aanpak: klaar op" in told for row in six.rows for told in row.told)
    assert [row.number for row in six.rows if row.week == "16 november"] == ["1"]


def test_a_talk_that_was_held_is_not_said_to_come(case):
    assert not [told for told in drawn(case).coming if told.startswith("Gesprek met")]


def test_a_week_after_today_has_no_number_and_no_column(case):
    six = drawn(case.on(date(2026, 11, 18)))
    assert [row.number for row in six.rows][-2:] == ["", ""]
    assert [one.number for one in six.strip.columns] == [1]


def test_a_holiday_stands_in_the_drawing_and_in_words(case):
    six = drawn(case.on(date(2026, 12, 9)))
    assert any(band.first <= date(2026, 12, 23) <= band.last for band in six.strip.free)
    assert [told for told in six.coming if told.startswith("Geen school: ")]


def test_the_page_has_the_drawing_and_its_table(cast, case):
    page = text_of(sign_in(Client(), cast.anouk).get(f"/zaken/{case.id}/"))
    assert re.search(r"Week voor week Week van Voorvallen .* 16 november Gesprek met [^.]*\. ", page)
