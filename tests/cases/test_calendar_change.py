"""When the school's calendar changes, every case is next due where the protocol says so by the new calendar."""

from datetime import date

from kring.cases.actions.calendar import refresh_due_dates
from kring.cases.case_file import read_case_file
from kring.cases.counts import running_cases_of
from kring.cases.models import Case
from kring.school import actions
from kring.school.actions import Closure
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import NOW, Cast

WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)


def close_school(cast: Cast, first: date, last: date) -> None:
    closure = Closure(first, last, "Studiedag")
    actions.add_closed_day(by=cast.hein, at=NOW, school=cast.school, closure=closure)


def stored_and_derived(cast: Cast) -> list[tuple[date | None, date | None]]:
    cases = Case.objects.filter(school=cast.school).select_related("school", "owner")
    return [(case.next_due_on, read_case_file(case).progress.next_due_on) for case in cases]


def test_a_study_day_on_the_due_day_moves_the_case_to_the_next_school_day(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert case.case.next_due_on == WEDNESDAY
    close_school(cast, WEDNESDAY, WEDNESDAY)
    assert refresh_due_dates(school=cast.school, at=NOW) == 1
    assert case.case.next_due_on == THURSDAY


def test_what_is_stored_equals_the_derivation_for_cases_in_every_state_batch_by_batch(cast):
    tell(cast).report(cast.sem, by=(cast.daan,))
    tell(cast).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying")
    tell(cast).report(cast.jens, by=(cast.lars,)).step_1().judged("bullying").step_3()
    teased = tell(cast).report(cast.yara, by=(cast.jens,)).step_1().judged("teasing")
    teased.agree()
    close_school(cast, date(2026, 11, 24), date(2026, 12, 4))
    assert any(stored != derived for stored, derived in stored_and_derived(cast))
    refresh_due_dates(school=cast.school, at=NOW, batch=2)
    assert all(stored == derived for stored, derived in stored_and_derived(cast))


def test_nothing_moves_when_no_date_is_touched_and_nothing_is_written_in_the_trail(cast):
    tell(cast).report(cast.sem, by=(cast.daan,))
    close_school(cast, date(2027, 6, 1), date(2027, 6, 1))
    lines = TrailLine.objects.count()
    assert refresh_due_dates(school=cast.school, at=NOW) == 0
    assert TrailLine.objects.count() == lines


def test_another_schools_cases_stay_as_they_are(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    Case.objects.update(next_due_on=date(2026, 1, 5))
    refresh_due_dates(school=cast.linde.school, at=NOW)
    assert case.case.next_due_on == date(2026, 1, 5)


def test_the_running_cases_of_a_colleague_are_counted_as_owner_and_as_stand_in(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    Case.objects.filter(pk=case.id).update(stand_in=cast.bram)
    assert [running_cases_of(one) for one in (cast.anouk, cast.bram, cast.wil)] == [1, 1, 0]
    Case.objects.filter(pk=case.id).update(closed_on=NOW.date())
    assert running_cases_of(cast.anouk) == 0
