"""On PostgreSQL a line keeps how a question is carried out, and goes on when that does not hold any more."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import NotSupportedError, OperationalError, connection, transaction

from kring.config.environment import database_from
from kring.config.postgresql.base import MOST_KEPT
from kring.web.request.trouble import Trouble, trouble_of
from tests.mail.post import address_of_this_database

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans with a line"),
    pytest.mark.django_db(transaction=True),
]

WORD = "SELECT word FROM trial_kept WHERE id = %s"


def line(monkeypatch: pytest.MonkeyPatch, address: str) -> Any:
    """One more line to the database of the test, as somebody with this address would have it."""
    monkeypatch.setenv("DATABASE_URL", address)
    made = connection.copy()
    asked = database_from("DATABASE_URL", data=Path("/data"))
    made.settings_dict = connection.settings_dict | {"OPTIONS": asked["OPTIONS"]}
    return made


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial_kept (id int, word varchar(10))")
        cursor.execute("INSERT INTO trial_kept VALUES (1, 'ja'), (2, 'nee')")
    made = line(monkeypatch, address_of_this_database())
    yield made
    made.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE trial_kept")


def ask(line: Any, sql: str, *values: Any) -> list[Any]:
    with line.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def kept(line: Any) -> dict[str, int]:
    """The questions that stay with this line, and how often each was not thought of anew."""
    return dict(ask(line, "SELECT statement, generic_plans FROM pg_prepared_statements"))


def widens(line: Any, letters: int) -> None:
    """As a migration does it, on a line of its own."""
    ask(line, f"ALTER TABLE trial_kept ALTER COLUMN word TYPE varchar({letters})")


def test_what_is_asked_over_and_over_is_not_thought_of_anew(own):
    answers = [ask(own, WORD, number % 2 + 1) for number in range(20)]
    assert answers == [[("ja",)], [("nee",)]] * 10
    assert kept(own) == {WORD.replace("%s", "$1"): 20 - 2 - 5}, (
        "two, then five with the values, and by these it is judged"
    )


def test_what_is_asked_once_or_twice_is_not_kept(own):
    for _time in range(2):
        ask(own, WORD, 1)
    assert kept(own) == {}


def test_a_line_keeps_no_more_than_it_may(own):
    for number in range(MOST_KEPT + 10):
        for _time in range(3):
            ask(own, f"{WORD} AND id > -{number}", 1)
    assert MOST_KEPT <= len(kept(own)) <= MOST_KEPT + 1, "what goes is told with the next question"


def test_a_column_that_becomes_wider_and_wider_is_read_on_by_a_line_that_kept_how(own):
    """An older Kring works on while a newer one changes the tables (decision 170)."""
    for letters in (20, 30, 40):
        for _time in range(10):
            ask(own, WORD, 1)
        assert kept(own)[WORD.replace("%s", "$1")] > 0
        widens(connection, letters)
        assert ask(own, WORD, 1) == [("ja",)]


def test_within_a_transaction_it_fails_once_as_trouble_that_passes(own):
    for _time in range(10):
        ask(own, WORD, 1)
    widens(connection, 20)
    own.set_autocommit(False)
    with pytest.raises(OperationalError) as failed:
        ask(own, WORD, 1)
    assert trouble_of(failed.value) is Trouble.AWAY
    own.rollback()
    assert ask(own, WORD, 1) == [("ja",)]
    own.rollback()


def test_what_postgresql_cannot_do_at_all_is_told_and_all_that_is_kept_stays(own):
    for _time in range(10):
        ask(own, WORD, 1)
    for _time in range(2):
        with pytest.raises(NotSupportedError):
            ask(own, "SELECT word FROM trial_kept GROUP BY word FOR UPDATE")
    assert kept(own) == {WORD.replace("%s", "$1"): 3}


@pytest.mark.parametrize("more", ["pooler=transaction", "options="])
def test_behind_a_pooler_nothing_is_kept(own, monkeypatch, more):
    """The next question may come to another line."""
    behind = line(monkeypatch, f"{address_of_this_database()}&{more}")
    for _time in range(20):
        assert ask(behind, WORD, 1) == [("ja",)]
    assert kept(behind) == {}
    behind.close()


def test_the_lines_of_these_tests_keep_them_too():
    """Else what the suite asks on PostgreSQL would not be what a school asks."""
    options = connection.settings_dict["OPTIONS"]
    assert (options["server_side_binding"], options["prepare_threshold"]) == (True, 2)
    with transaction.atomic(), connection.cursor() as cursor:
        for _time in range(4):
            cursor.execute("SELECT %s::int + 1", [1])
        assert "SELECT $1::int + 1" in kept(connection)
