"""A day or a moment that comes from a browser is read in one home, where what no page can have shown is none."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kring.web.request.moments import day_in, moment_in

WEB = Path(__file__).parents[2] / "kring" / "web"
HOME = WEB / "request" / "moments.py"


def test_what_a_page_showed_comes_back_as_it_was():
    assert day_in("2026-11-23") == date(2026, 11, 23)
    assert moment_in("2026-11-23T09:00:00+01:00") == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "morgen", "2026-13-01", "0001-01-01", "9999-12-31", "2026-11-23T09:00:00"])
def test_what_is_no_day_is_none(text):
    assert day_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "straks", "2026-11-23", "2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"],
)
def test_what_is_no_moment_is_none(text):
    assert moment_in(text) is None


def test_no_other_file_of_the_pages_reads_one():
    readers = (" date.fromisoformat", "datetime.fromisoformat", "strptime", "fromtimestamp")
    others = [file for file in WEB.rglob("*.py") if file != HOME and any(one in file.read_text() for one in readers)]
    assert others == []
