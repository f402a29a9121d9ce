"""When the school's calendar changes, every case is next due where the protocol says so by the new calendar."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from kring.cases.actions import people, reminding, school_changes
from kring.cases.case_file import read_case_file
from kring.cases.counts import running_cases_of
from kring.cases.models import Case
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.calendars import Closure, proposal
from kring.school.models import ClosedDay
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import NOW, SCHOOL_YEAR, Cast, act_of

WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)


def close_school(cast: Cast, first: date, last: date) -> ClosedDay:
    [day] = school_changes.add_closed_day(
        act=act_of(cast.hein), school=cast.school, closure=Closure(first, last, "Studiedag")
    )
    return day


def stored_and_derived(cast: Cast) -> list[tuple[date | None, date | None]]:
    cases = Case.objects.filter(school=cast.school).select_related("school", "owner")
    return [(case.next_due_on, read_case_file(case).progress.next_due_on) for case in cases]


def test_a_study_day_on_the_due_day_moves_the_case_and_taking_it_away_moves_it_back(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert case.case.next_due_on == WEDNESDAY
    day = close_school(cast, WEDNESDAY, WEDNESDAY)
    assert case.case.next_due_on == THURSDAY
    for _click in range(2):
        school_changes.remove_closed_day(act=act_of(cast.hein), closed_day=day)
        assert case.case.next_due_on == WEDNESDAY


def test_a_calendar_that_is_confirmed_anew_moves_the_case(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    closures = [one.closure() for one in proposal("midden", SCHOOL_YEAR) if one.closed_by_default]
    school_changes.confirm_calendar(
        act=act_of(cast.hein),
        school=cast.school,
        school_year=SCHOOL_YEAR,
        closures=[*closures, Closure(WEDNESDAY, WEDNESDAY, "Feestdag", "holiday")],
    )
    assert case.case.next_due_on == THURSDAY


def test_another_region_and_back_leaves_what_is_stored_as_it_is_derived(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    before = stored_and_derived(cast)
    for region in ("noord", "zuid", "midden"):
        school_changes.change_school(act=act_of(cast.hein), school=cast.school, region=region)
        assert all(stored == derived for stored, derived in stored_and_derived(cast))
    assert case.case.next_due_on == before[0][0]


def test_a_case_in_the_summer_is_due_by_the_holidays_of_the_new_region(cast):
    in_july = date(2027, 7, 14)
    case = tell(cast).on(in_july).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert case.case.next_due_on == date(2027, 7, 16)
    school_changes.change_school(act=replace(act_of(cast.hein), today=in_july), school=cast.school, region="noord")
    assert case.case.next_due_on > date(2027, 8, 1)


def test_what_is_stored_equals_the_derivation_for_cases_in_every_state_batch_by_batch(cast, monkeypatch):
    monkeypatch.setattr(school_changes, "BATCH", 2)
    tell(cast).report(cast.sem, by=(cast.daan,))
    tell(cast).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying")
    tell(cast).report(cast.jens, by=(cast.lars,)).step_1().judged("bullying").step_3()
    teased = tell(cast).report(cast.yara, by=(cast.jens,)).step_1().judged("teasing")
    teased.agree()
    before = stored_and_derived(cast)
    close_school(cast, date(2026, 11, 24), date(2026, 12, 4))
    assert all(stored == derived for stored, derived in stored_and_derived(cast))
    assert stored_and_derived(cast) != before


def test_the_trail_says_that_the_calendar_changed_and_nothing_of_the_cases(cast):
    tell(cast).report(cast.sem, by=(cast.daan,))
    lines = TrailLine.objects.count()
    close_school(cast, date(2026, 11, 24), date(2026, 12, 4))
    assert list(TrailLine.objects.order_by("id").values_list("verb", flat=True))[lines:] == ["calendar.changed"]


def test_another_schools_cases_stay_as_they_are(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    Case.objects.update(next_due_on=date(2026, 1, 5))
    school_changes.add_closed_day(
        act=act_of(cast.linde.head), school=cast.linde.school, closure=Closure(WEDNESDAY, WEDNESDAY, "Studiedag")
    )
    assert case.case.next_due_on == date(2026, 1, 5)


def test_the_running_cases_of_a_colleague_are_counted_as_owner_and_as_stand_in(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    Case.objects.filter(pk=case.id).update(stand_in=cast.bram)
    assert [running_cases_of(one) for one in (cast.anouk, cast.bram, cast.wil)] == [1, 1, 0]
    Case.objects.filter(pk=case.id).update(closed_on=NOW.date())
    assert running_cases_of(cast.anouk) == 0


def called_late(cast: Cast, day: date) -> int:
    """How many letters there are that call something late, after the sweep of this day."""
    reminding.sweep(school=cast.school, at=NOW + (day - NOW.date()), today=day)
    return Letter.objects.filter(kind__startswith="late_for").count()


def test_what_was_called_late_is_not_called_late_again_for_a_free_day_filled_in_afterwards(cast):
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    said = called_late(cast, date(2026, 11, 27))
    assert said
    day = close_school(cast, WEDNESDAY, WEDNESDAY)
    assert called_late(cast, date(2026, 11, 30)) == said
    school_changes.remove_closed_day(act=act_of(cast.hein), closed_day=day)
    assert called_late(cast, date(2026, 12, 1)) == said


def test_a_term_that_came_to_lie_ahead_again_is_called_late_anew_when_it_passes(cast):
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    said = called_late(cast, date(2026, 11, 27))
    close_school(cast, WEDNESDAY, date(2026, 12, 1))
    assert called_late(cast, date(2026, 12, 2)) == said
    assert called_late(cast, date(2026, 12, 4)) == 2 * said


def test_a_term_does_not_end_while_a_child_of_the_case_is_away_with_its_group(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    of_others = tell(cast, by=cast.bram).report(cast.yara)
    before = of_others.case.next_due_on
    assert case.case.next_due_on == date(2026, 11, 25)
    camp = Closure(date(2026, 11, 24), date(2026, 11, 26), "Kamp")
    [day] = school_changes.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=camp, groups=[cast.group6])
    assert case.case.next_due_on == date(2026, 11, 30)
    due = case.file.progress.last.due
    assert due
    assert due.stretch
    assert due.stretch.first_closed == date(2026, 11, 24)
    assert of_others.case.next_due_on == before
    assert all(stored == derived for stored, derived in stored_and_derived(cast))
    school_changes.remove_closed_day(act=act_of(cast.hein), closed_day=day)
    assert case.case.next_due_on == date(2026, 11, 25)


def test_who_only_saw_it_is_not_waited_for(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.yara,)).step_1().judged("bullying")
    camp = Closure(date(2026, 11, 24), date(2026, 11, 26), "Kamp")
    school_changes.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=camp, groups=[cast.group5])
    assert case.case.next_due_on == date(2026, 11, 25)


def test_a_child_that_moves_to_another_group_takes_its_days_along(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    camp = Closure(date(2026, 11, 24), date(2026, 11, 26), "Kamp")
    school_changes.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=camp, groups=[cast.group5])
    assert case.case.next_due_on == date(2026, 11, 25)
    school_changes.change_pupil(act=act_of(cast.hein), pupil=cast.sem, group=cast.group5)
    assert case.case.next_due_on == date(2026, 11, 30)


def test_a_child_that_leaves_the_case_is_waited_for_no_more(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan, cast.yara)).step_1().judged("bullying")
    camp = Closure(date(2026, 11, 24), date(2026, 11, 26), "Kamp")
    school_changes.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=camp, groups=[cast.group5])
    assert case.case.next_due_on == date(2026, 11, 30)
    people.remove_child(
        act=case.act(), case_id=case.id, involved_id=UUID(case.key(cast.yara)), because="Zij was er niet bij."
    )
    assert case.case.next_due_on == date(2026, 11, 25)
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.yara.pk, role=Role.INSTIGATOR)
    assert case.case.next_due_on == date(2026, 11, 30)
