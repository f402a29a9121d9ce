"""Data keys: made once, wrapped by the key above, kept in a bounded memory, destroyed for good."""

import threading
import uuid

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from kring.school.models import School
from kring.vault import keys
from kring.vault.keys import (
    KeyMissing,
    KeyOfOtherSchool,
    cipher_of,
    destroy_key,
    forget_keys,
    load_keys,
    make_case_key,
    make_school_key,
)
from kring.vault.models import DataKey, InstallationMark
from kring.vault.seal import SealBroken, new_key, open_seal, seal


def same(one: AESGCM, other: AESGCM) -> bool:
    return open_seal(other, seal(one, b"Sem", bound_to="here"), bound_to="here") == b"Sem"


def make_cases(school: School, count: int) -> list[uuid.UUID]:
    cases = [uuid.uuid4() for _ in range(count)]
    for case in cases:
        make_case_key(school_id=school.id, case_id=case)
    return cases


def test_making_a_key_again_changes_nothing(wilg: School):
    (case,) = make_cases(wilg, 1)
    before = list(DataKey.objects.order_by("scope").values_list("scope", "wrapped"))
    make_school_key(wilg.id)
    make_case_key(school_id=wilg.id, case_id=case)
    assert [
        (scope, bytes(wrapped)) for scope, wrapped in DataKey.objects.order_by("scope").values_list("scope", "wrapped")
    ] == [(scope, bytes(wrapped)) for scope, wrapped in before]


def test_a_key_read_back_is_the_key_that_was_made(wilg: School):
    (case,) = make_cases(wilg, 1)
    made = cipher_of(case)
    forget_keys()
    assert same(made, cipher_of(case))


def test_making_a_key_that_another_process_made_takes_that_one(wilg: School):
    (case,) = make_cases(wilg, 1)
    made = cipher_of(case)
    forget_keys()
    make_case_key(school_id=wilg.id, case_id=case)
    assert same(made, cipher_of(case))


def test_no_key_stands_in_the_database_in_the_clear(wilg: School, monkeypatch):
    key = new_key()
    monkeypatch.setattr(keys, "new_key", lambda: key)
    (case,) = make_cases(wilg, 1)
    assert key not in bytes(DataKey.objects.get(scope=case).wrapped)


def test_a_case_of_a_school_without_a_key_gets_none(db: None):
    with pytest.raises(KeyMissing):
        make_case_key(school_id=uuid.uuid4(), case_id=uuid.uuid4())
    assert not DataKey.objects.exists()


def test_a_case_keeps_the_school_its_key_was_made_for(wilg: School, linde: School):
    (case,) = make_cases(wilg, 1)
    with pytest.raises(KeyOfOtherSchool):
        make_case_key(school_id=linde.id, case_id=case)


def test_a_wrapped_key_that_was_moved_to_another_case_or_school_does_not_open(wilg: School, linde: School):
    one, other = make_cases(wilg, 2)
    DataKey.objects.filter(scope=one).update(wrapped=DataKey.objects.get(scope=other).wrapped)
    DataKey.objects.filter(scope=other).update(school_id=linde.id)
    forget_keys()
    for scope in (one, other):
        with pytest.raises(SealBroken):
            cipher_of(scope)
    DataKey.objects.filter(scope=linde.id).update(wrapped=DataKey.objects.get(scope=wilg.id).wrapped)
    forget_keys()
    with pytest.raises(SealBroken):
        cipher_of(linde.id)


class TestLoading:
    def test_the_keys_of_a_page_of_cases_take_two_queries_and_then_none(
        self, wilg: School, linde: School, django_assert_num_queries
    ):
        cases = make_cases(wilg, 25) + make_cases(linde, 2)
        forget_keys()
        with django_assert_num_queries(2):
            load_keys(cases)
        with django_assert_num_queries(0):
            load_keys(cases)
            for case in cases:
                cipher_of(case)

    def test_one_query_when_the_school_is_known_or_asked_for_too(self, wilg: School, django_assert_num_queries):
        cases = make_cases(wilg, 3)
        forget_keys()
        with django_assert_num_queries(1):
            load_keys([wilg.id, *cases])
        forget_keys()
        cipher_of(wilg.id)
        with django_assert_num_queries(1):
            load_keys(cases)

    def test_nothing_to_load_asks_nothing(self, db: None, django_assert_num_queries):
        with django_assert_num_queries(0):
            load_keys([])

    def test_a_scope_without_a_key_is_an_error_when_it_is_used(self, db: None):
        nobody = uuid.uuid4()
        load_keys([nobody])
        with pytest.raises(KeyMissing):
            cipher_of(nobody)


class TestMemory:
    def test_it_is_bounded_and_lets_the_longest_unused_go(self):
        cache = keys._Cache(size=3)
        first, second, third, fourth = (uuid.uuid4() for _ in range(4))
        for scope in (first, second, third):
            cache.put(scope, AESGCM(new_key()))
        cache.get(first)
        cache.put(fourth, AESGCM(new_key()))
        assert len(cache) == 3
        assert cache.get(second) is None
        assert all(cache.get(scope) for scope in (first, third, fourth))

    def test_it_holds_ten_thousand_keys(self):
        assert keys._cache._size == 10_000

    def test_many_threads_at_once_do_not_break_it(self):
        cache, failures = keys._Cache(size=50), []
        scopes, cipher = [uuid.uuid4() for _ in range(200)], AESGCM(new_key())

        def work() -> None:
            try:
                for scope in scopes * 10:
                    cache.put(scope, cipher)
                    cache.get(scopes[0])
                    cache.drop(scopes[1:3])
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(cache) <= 50


class TestTransactions:
    @pytest.mark.django_db(transaction=True)
    def test_a_key_that_was_rolled_back_is_forgotten(self):
        case, school = uuid.uuid4(), uuid.uuid4()
        make_school_key(school)
        with transaction.atomic():
            make_case_key(school_id=school, case_id=case)
            rolled_back = cipher_of(case)
            transaction.set_rollback(True)
        with pytest.raises(KeyMissing):
            cipher_of(case)
        make_case_key(school_id=school, case_id=case)
        with pytest.raises(SealBroken):
            same(rolled_back, cipher_of(case))

    def test_a_key_that_was_rolled_back_to_a_savepoint_is_forgotten(self, wilg: School):
        case = uuid.uuid4()
        with transaction.atomic():
            make_case_key(school_id=wilg.id, case_id=case)
            transaction.set_rollback(True)
        with pytest.raises(KeyMissing):
            cipher_of(case)

    @pytest.mark.django_db(transaction=True)
    def test_a_key_that_was_committed_is_remembered(self, django_assert_num_queries):
        school = uuid.uuid4()
        make_school_key(school)
        with django_assert_num_queries(0):
            cipher_of(school)

    @pytest.mark.django_db(transaction=True)
    def test_eight_at_once_make_one_key(self):
        school, case = uuid.uuid4(), uuid.uuid4()
        sealed: list[bytes] = []
        start = threading.Barrier(8)

        def work() -> None:
            try:
                start.wait()
                make_school_key(school)
                make_case_key(school_id=school, case_id=case)
                sealed.append(seal(cipher_of(case), b"Sem", bound_to="here"))
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert DataKey.objects.count() == 2
        assert InstallationMark.objects.count() == 1
        forget_keys()
        assert [open_seal(cipher_of(case), one, bound_to="here") for one in sealed] == [b"Sem"] * 8


class TestDestroying:
    def test_a_case_alone(self, wilg: School):
        gone, kept = make_cases(wilg, 2)
        destroy_key(gone)
        with pytest.raises(KeyMissing):
            cipher_of(gone)
        cipher_of(kept)

    def test_a_school_with_its_cases_and_no_other(self, wilg: School, linde: School):
        cases = make_cases(wilg, 2)
        (kept,) = make_cases(linde, 1)
        destroy_key(wilg.id)
        for scope in (wilg.id, *cases):
            with pytest.raises(KeyMissing):
                cipher_of(scope)
        cipher_of(kept)

    @pytest.mark.django_db(transaction=True)
    def test_that_was_rolled_back_keeps_the_key(self):
        school = uuid.uuid4()
        make_school_key(school)
        made = cipher_of(school)
        with transaction.atomic():
            destroy_key(school)
            transaction.set_rollback(True)
        assert same(made, cipher_of(school))
