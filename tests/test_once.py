"""A row is added once, and whoever adds it knows whether it was there."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kring.once import add_each_once, add_once
from kring.vault.models import DataKey
from kring.web.models import Submission
from tests.cast import NOW


def submission(**other):
    return Submission(**({"token": uuid4(), "digest": "een", "at": NOW} | other))


@pytest.mark.django_db
def test_the_first_is_added_and_the_second_changes_nothing():
    first = submission()
    assert add_once(first)
    assert not add_once(submission(token=first.token, digest="twee", at=NOW + timedelta(hours=1)))
    kept = Submission.objects.get()
    assert (kept.digest, kept.at) == ("een", NOW)


@pytest.mark.django_db
def test_of_several_it_says_how_many_are_new_and_asks_once():
    there = submission()
    add_once(there)
    rows = [submission(token=there.token), submission(), submission()]
    with CaptureQueriesContext(connection) as queries:
        assert add_each_once(rows) == 2
    assert len(queries) == 1
    assert set(Submission.objects.values_list("token", flat=True)) == {one.token for one in rows}


@pytest.mark.django_db
def test_more_than_go_into_one_statement_are_added_all_the_same():
    rows = [submission() for _each in range(1200)]
    assert add_each_once(rows) == 1200
    assert Submission.objects.count() == 1200


@pytest.mark.django_db
def test_what_the_database_says_by_itself_it_says_here_too():
    scope = uuid4()
    assert add_once(DataKey(scope=scope, school_id=scope, wrapped=b"key"))
    assert DataKey.objects.get(scope=scope).created_at is not None


@pytest.mark.django_db
def test_what_is_rolled_back_was_not_added():
    row = submission()
    with transaction.atomic():
        assert add_once(row)
        transaction.set_rollback(True)
    assert add_once(submission(token=row.token))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends", ["committed", "rolled back"])
def test_whoever_comes_second_waits_for_the_first(ends):
    row, answers = submission(), []

    def second():
        try:
            answers.append(add_once(submission(token=row.token, digest="twee")))
        finally:
            connection.close()

    waiting = Thread(target=second)
    with transaction.atomic():
        assert add_once(row)
        waiting.start()
        waiting.join(0.2)
        assert answers == []
        transaction.set_rollback(ends == "rolled back")
    waiting.join()
    assert answers == [ends == "rolled back"]
    assert Submission.objects.get().digest == ("twee" if answers[0] else "een")
