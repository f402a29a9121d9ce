"""What was promised is watched, and what nobody can use any more is not kept."""

from datetime import date, datetime, timedelta

import pytest

from kring.cases.actions.opening import NewReport
from kring.cases.models import Case, Report
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.reports.actions import becoming, handling
from kring.reports.actions.reminding import remind, to_remind
from kring.reports.models import Incoming
from kring.reports.retention import remove_old
from kring.reports.told import Fear, Subject
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from tests.cast import NOW, TODAY, Cast
from tests.reports.telling import STORY, act_of, doors_of, somebody_tells, told

WEDNESDAY = date(2026, 11, 25)


def reminded(cast: Cast, day: date) -> set[tuple[str, str]]:
    """What the reminders of this day say, and to whom."""
    before = set(Letter.objects.values_list("pk", flat=True))
    at = datetime.combine(day, NOW.timetz())
    for _time in range(2):  # the second time says nothing
        remind(school=cast.school, at=at, today=day)
    new = Letter.objects.exclude(pk__in=before)
    assert bool(new) <= to_remind(day).exists()
    return {(letter.kind, letter.to_staff.name.split()[0]) for letter in new if letter.to_staff}


def test_on_the_promised_day_who_reads_it_is_reminded_and_a_day_later_the_head(cast: Cast) -> None:
    somebody_tells(doors_of(cast))
    assert reminded(cast, TODAY + timedelta(days=1)) == set()
    assert reminded(cast, WEDNESDAY) == {("told_waits", "Carla"), ("told_waits", "Hein")}
    assert reminded(cast, WEDNESDAY + timedelta(days=1)) == {("told_late", "Hein")}


def test_what_was_answered_reminds_nobody(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Hoi.")
    assert reminded(cast, WEDNESDAY) == set()
    assert not to_remind(WEDNESDAY).exists()


def test_on_a_day_without_school_an_answer_waits_and_a_danger_does_not(cast: Cast) -> None:
    somebody_tells(doors_of(cast))
    somebody_tells(doors_of(cast), told(fears=(Fear.AFRAID_NOW,)))
    saturday = date(2026, 11, 28)
    assert reminded(cast, saturday) == {("told_danger_waits", "Carla"), ("told_danger_waits", "Hein")}


def test_about_an_adult_the_coordinator_is_reminded_of_nothing(cast: Cast) -> None:
    somebody_tells(doors_of(cast), subject=Subject.STAFF)
    assert reminded(cast, WEDNESDAY) == {("told_waits", "Hein")}
    assert reminded(cast, WEDNESDAY + timedelta(days=1)) == {("told_late", "Hein")}


def test_what_lies_in_the_hold_folder_is_reminded_of_as_well(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.hold(act=act_of(cast.carla), incoming_id=kept.pk, held=True)
    assert reminded(cast, WEDNESDAY) == {("told_waits", "Carla"), ("told_waits", "Hein")}


# How long it is kept


def removed(cast: Cast, day: date) -> int:
    return remove_old(school=cast.school, at=datetime.combine(day, NOW.timetz()), today=day)


def test_a_year_after_it_was_done_with_it_is_removed_and_one_line_says_so(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.read(act=act_of(cast.carla), incoming_id=kept.pk)
    handling.end(act=act_of(cast.carla), incoming_id=kept.pk, text="Klaar.")
    assert removed(cast, TODAY + timedelta(days=365)) == 0
    assert removed(cast, TODAY + timedelta(days=366)) == 1
    assert not Incoming.objects.exists()
    assert TrailLine.objects.get(verb=Verb.TOLD_REMOVED).detail == {"number": 1}


def test_what_nobody_read_is_never_removed(cast: Cast) -> None:
    somebody_tells(doors_of(cast))
    assert removed(cast, TODAY + timedelta(days=3660)) == 0


@pytest.mark.parametrize(("days", "gone"), [(72, 0), (73, 1)])
def test_in_a_case_it_is_kept_until_a_month_after_the_child_was_asked_once_more(
    cast: Cast, days: int, gone: int
) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.read(act=act_of(cast.carla), incoming_id=kept.pk)
    report = NewReport(STORY, Report.By.PUPIL, ((cast.sem.pk, Role.TARGET),), TODAY, reporter="Een kind")
    case = becoming.becomes_case(act=act_of(cast.carla), incoming_id=kept.pk, report=report)
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY)
    assert removed(cast, TODAY + timedelta(days=days)) == gone
    assert Report.objects.filter(case=case).exists()  # what was told has long become the case's own
