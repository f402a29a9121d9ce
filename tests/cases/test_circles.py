"""A calendar that changes while somebody writes in a case: neither waits for the other for ever."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from kring.cases.actions import school_changes
from kring.cases.held import locked
from kring.school.calendars import proposal
from tests.cases.telling import tell
from tests.cast import SCHOOL_YEAR, act_of, make_cast


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time, from its beginning")
@pytest.mark.django_db(transaction=True)
def test_a_calendar_is_confirmed_while_somebody_writes_in_a_case(monkeypatch):
    cast = make_cast()
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    both = Barrier(2, timeout=20)
    failed: list[Exception] = []
    refresh = school_changes._refresh_due_dates

    def when_the_case_is_locked(school):
        both.wait()
        refresh(school)

    monkeypatch.setattr(school_changes, "_refresh_due_dates", when_the_case_is_locked)

    closures = [one.closure() for one in proposal("midden", SCHOOL_YEAR) if one.closed_by_default]

    def confirm():
        school_changes.confirm_calendar(
            act=act_of(cast.hein), school=cast.school, school_year=SCHOOL_YEAR, closures=closures
        )

    @transaction.atomic
    def write():
        locked(case.id, cast.school.pk).get()
        both.wait()
        case.incident()

    def trying(work):
        try:
            work()
        except Exception as error:  # told below: a thread raises to nobody
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=trying, args=(work,)) for work in (confirm, write)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert failed == []
    assert len(case.file.of_kind("incident")) == 1
