"""What tests wrote and took back does not stay in the way of the tests after them."""

import pytest
from django.db import connection, transaction

from kring.school.models import School
from tests.swept import LARGE, sweep

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives the room back by itself"),
]


def room(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass)", [table])
        (size,) = cursor.fetchone()
    return int(size)


def test_the_room_of_what_was_taken_back_is_given_back_and_what_stands_stays() -> None:
    table = School._meta.db_table
    School.objects.create(name="De Wilg", region="midden")
    sweep()
    assert room(table) < LARGE
    with transaction.atomic():
        School.objects.bulk_create(School(name=f"School {n}", region="noord") for n in range(3000))
        transaction.set_rollback(True)
    assert room(table) > LARGE
    assert table in sweep()
    assert room(table) < LARGE
    assert [one.name for one in School.objects.all()] == ["De Wilg"]
    assert sweep() == []


def test_a_table_that_somebody_holds_waits_for_the_next_time() -> None:
    with transaction.atomic():
        School.objects.bulk_create(School(name=f"School {n}", region="noord") for n in range(3000))
        transaction.set_rollback(True)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE school_school IN ACCESS SHARE MODE")
        assert "school_school" not in sweep()
    finally:
        other.close()
    assert "school_school" in sweep()
