"""More after-care where bullying comes back more often: said in one sentence, proposed, and chosen by a person (081).

The case is reported on Monday 23 November 2026 and comes into after-care on Monday 14 December. The Christmas holiday
ends on Sunday 3 January; after-care is asked on 25 January (six weeks) and 15 March (three months).
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, people, recording
from kring.cases.actions.caring import choose_more_care
from kring.cases.actions.reminding import sweep
from kring.cases.agenda import agenda_of
from kring.cases.bodies import CareMoment, Longer
from kring.cases.errors import NoLongerAsked, NotAllowed, Refused
from kring.cases.models import Case, Fact
from kring.cases.more_care import Proposal, care_to_come, made_longer_by, proposal
from kring.cases.queries import today_lines
from kring.mail.models import Letter
from kring.protocol.terms import Ending, Role
from kring.school.calendars import calendar_for
from kring.school.models import ClosedDay, Pupil
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db

A_MONTH_BEFORE = TODAY - timedelta(days=31)
AFTER_CARE = date(2026, 12, 14)
SIX_WEEKS, THREE_MONTHS = date(2027, 1, 25), date(2027, 3, 15)
AFTER_CHRISTMAS = date(2027, 1, 11)
NEXT_TEACHER = date(2027, 9, 6)


def in_after_care(cast: Cast, **children: tuple[Pupil, ...]) -> Telling:
    case = tell(cast).report(cast.sem, **{"by": (cast.daan,), **children})
    case.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    assert case.step == "after_care"
    return case.on(AFTER_CARE)


def a_case_before(cast: Cast) -> Telling:
    return tell(cast, cast.carla).on(A_MONTH_BEFORE).report(cast.sem)


def happened(case: Telling, on: date, **what: Any) -> None:
    incident = bodies.Incident(what="Zijn tas werd verstopt.", **what)
    recording.record_incidents(act=case.act(), case_id=case.id, incidents=[(on, case.keys(Role.TARGET), incident)])


def proposed(case: Telling) -> Proposal | None:
    return proposal(case.file, case.by, case.today)


def days(case: Telling) -> dict[CareMoment, date]:
    found = proposed(case)
    return {one.moment: one.on for one in found.moments} if found else {}


def says(case: Telling, moment: CareMoment, *, wanted: bool = True, corrects: UUID | None = None) -> Fact:
    act = case.act(corrects=corrects, seen=corrects)
    return choose_more_care(act=act, case_id=case.id, moment=moment, wanted=wanted)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """After-care in a case in which more children took part."""
    return in_after_care(cast, followers=(cast.lars,))


def test_nothing_is_said_of_a_short_case_of_one_child_by_one_child(cast: Cast) -> None:
    assert proposed(in_after_care(cast)) is None


def test_a_group_is_two_children_or_more_whoever_leads_it(cast: Cast, case: Telling) -> None:
    assert made_longer_by(case.file) == (Longer.GROUP,)
    assert made_longer_by(in_after_care(cast, by=(cast.daan, cast.jens)).file) == (Longer.GROUP,)


def test_a_child_that_was_bullied_and_joined_in_is_a_fact_of_its_own_and_one_of_a_group(cast: Cast) -> None:
    case = in_after_care(cast)
    sem = UUID(case.key(cast.sem))
    people.change_role(act=case.act(), case_id=case.id, involved_id=sem, role=Role.BOTH)
    assert made_longer_by(case.file) == (Longer.GROUP, Longer.BOTH)


def test_it_lasted_long_when_incidents_lie_more_than_four_weeks_apart(cast: Cast) -> None:
    case = in_after_care(cast)
    first = min(fact.on for fact in case.file.of_kind("incident"))
    happened(case, first - timedelta(weeks=4))
    assert made_longer_by(case.file) == ()
    happened(case, first - timedelta(weeks=4, days=1))
    assert made_longer_by(case.file) == (Longer.LONG,)


@pytest.mark.parametrize("what", [{"sorts": ("online",)}, {"place": "online"}])
def test_it_was_online_by_the_sort_of_an_incident_or_by_its_place(cast: Cast, what: dict[str, Any]) -> None:
    case = in_after_care(cast)
    happened(case, case.today, **what)
    assert made_longer_by(case.file) == (Longer.ONLINE,)


def test_an_earlier_case_counts_for_those_who_may_know_of_it(cast: Cast) -> None:
    earlier = a_case_before(cast)
    case = in_after_care(cast)
    found = proposal(case.file, cast.carla, case.today)
    assert found is not None
    assert found.earlier
    assert found.because == ()
    assert proposal(case.file, cast.hein, case.today) is not None
    people.exclude(act=earlier.as_(cast.carla).act(), case_id=earlier.id, staff_id=cast.hein.pk)
    assert proposal(case.file, cast.hein, case.today) is None


def test_an_earlier_case_that_was_a_mistake_or_in_which_the_child_was_not_bullied_is_none(cast: Cast) -> None:
    mistake = a_case_before(cast)
    closing.close_by_mistake(act=mistake.act(), case_id=mistake.id, reason="Andere kinderen.")
    tell(cast, cast.carla).on(A_MONTH_BEFORE).report(cast.noor, by=(cast.sem,))
    assert proposal(in_after_care(cast).file, cast.carla, AFTER_CARE) is None


def test_a_later_case_is_no_earlier_one(cast: Cast) -> None:
    case = in_after_care(cast)
    tell(cast, cast.carla).on(AFTER_CARE).report(cast.sem)
    assert proposal(case.file, cast.carla, case.today) is None


def test_the_days_are_a_week_after_the_holiday_and_a_week_into_the_next_school_year(case: Telling) -> None:
    assert days(case) == {CareMoment.AFTER_HOLIDAY: AFTER_CHRISTMAS, CareMoment.NEXT_TEACHER: NEXT_TEACHER}


def test_nothing_is_proposed_before_after_care(cast: Cast) -> None:
    assert days(tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,))) == {}


def test_no_day_is_proposed_within_a_week_of_another_after_care_talk(case: Telling) -> None:
    case.on(date(2027, 1, 25)).after_care()
    assert CareMoment.AFTER_HOLIDAY not in days(case)  # the spring holiday: 8 March, the three months are 15 March


def test_before_the_summer_the_holiday_and_the_new_year_are_one_moment(cast: Cast) -> None:
    case = in_after_care(cast, followers=(cast.lars,)).on(date(2027, 6, 21))
    assert days(case) == {CareMoment.NEXT_TEACHER: NEXT_TEACHER}


def test_children_of_the_last_year_get_no_moment_with_a_next_teacher(cast: Cast, case: Telling) -> None:
    cast.group6.year_group = 8
    cast.group6.save()
    assert days(case) == {CareMoment.AFTER_HOLIDAY: AFTER_CHRISTMAS}


def test_a_year_that_the_calendar_does_not_know_gives_no_day_with_the_next_teacher(cast: Cast, case: Telling) -> None:
    ClosedDay.objects.filter(school=cast.school, name="Zomervakantie").delete()
    assert CareMoment.NEXT_TEACHER not in days(case)


def test_yes_makes_one_more_round_on_that_day_and_moves_none_of_the_others(case: Telling) -> None:
    assert case.due_on() == SIX_WEEKS
    says(case, CareMoment.AFTER_HOLIDAY)
    says(case, CareMoment.NEXT_TEACHER)
    assert case.due_on() == AFTER_CHRISTMAS
    assert case.case.due_is_guideline
    current = case.progress.current
    assert current
    assert current.again_on == (SIX_WEEKS, THREE_MONTHS, NEXT_TEACHER)
    asked = []
    while case.step == "after_care":
        asked.append(case.due_on())
        case.until_due().after_care()
    assert asked == [AFTER_CHRISTMAS, SIX_WEEKS, THREE_MONTHS, NEXT_TEACHER]
    assert case.step == "close"


def test_a_talk_that_was_held_before_a_day_was_chosen_stays_that_talk(case: Telling) -> None:
    """Held early, in the week before Christmas: the six weeks are done, and the chosen day comes after it."""
    case.on(date(2026, 12, 17)).after_care()
    assert case.due_on() == THREE_MONTHS
    says(case, CareMoment.AFTER_HOLIDAY)
    assert case.due_on() == AFTER_CHRISTMAS
    assert case.progress.visits[-2].due
    assert case.progress.visits[-2].due.on == SIX_WEEKS


def test_it_stands_on_vandaag_and_in_the_agenda_and_is_reminded_as_other_after_care(cast: Cast, case: Telling) -> None:
    says(case, CareMoment.AFTER_HOLIDAY)
    (line,) = today_lines(cast.anouk, AFTER_CHRISTMAS, calendar_for(cast.school))
    assert (line.due_on, line.guideline) == (AFTER_CHRISTMAS, True)
    assert [day.on for day in agenda_of(cast.anouk, case.today).days] == [AFTER_CHRISTMAS]
    for day in (AFTER_CHRISTMAS - timedelta(days=3), AFTER_CHRISTMAS, AFTER_CHRISTMAS + timedelta(days=1)):
        sweep(school=cast.school, at=NOW + (day - TODAY), today=day)
    assert set(Letter.objects.values_list("kind", flat=True)) >= {"due_tomorrow", "due_today"}


def test_no_is_kept_and_not_asked_again_until_more_is_known(case: Telling) -> None:
    fact = says(case, CareMoment.AFTER_HOLIDAY, wanted=False)
    assert fact.until_on is None
    assert case.due_on() == SIX_WEEKS
    assert days(case) == {CareMoment.NEXT_TEACHER: NEXT_TEACHER}
    with pytest.raises(NoLongerAsked):
        says(case, CareMoment.AFTER_HOLIDAY)
    happened(case, case.today, sorts=("online",))
    assert set(days(case)) == {CareMoment.AFTER_HOLIDAY, CareMoment.NEXT_TEACHER}


def test_a_no_becomes_a_yes_by_putting_it_right_and_a_yes_stands(case: Telling) -> None:
    no = says(case, CareMoment.AFTER_HOLIDAY, wanted=False)
    yes = says(case, CareMoment.AFTER_HOLIDAY, corrects=no.pk)
    assert case.due_on() == yes.until_on == AFTER_CHRISTMAS
    with pytest.raises(Refused, match="afgesproken"):
        says(case, CareMoment.AFTER_HOLIDAY, wanted=False, corrects=yes.pk)


def test_what_was_kept_does_not_tell_of_an_earlier_case(cast: Cast) -> None:
    a_case_before(cast)
    case = in_after_care(cast)
    fact = says(case.as_(cast.carla), CareMoment.AFTER_HOLIDAY)
    assert fact.body == bodies.MoreCare(moment=CareMoment.AFTER_HOLIDAY)


def test_the_talk_is_let_go_for_another_day_or_by_the_childs_own_word_only(cast: Cast, case: Telling) -> None:
    says(case, CareMoment.AFTER_HOLIDAY)
    case.until_due().as_(cast.carla)
    with pytest.raises(Refused) as refused:
        closing.waive(act=case.act(), case_id=case.id, duty="talk", reason="Druk.")
    assert refused.value.field == "again_on"


def test_a_case_that_is_closed_before_the_day_is_asked_after_all_the_same(cast: Cast, case: Telling) -> None:
    says(case, CareMoment.NEXT_TEACHER)
    case.hear().as_(cast.carla)
    with pytest.raises(Refused) as refused:
        closing.close_case(act=case.act(), case_id=case.id, reason="Het gaat goed.")
    assert refused.value.field == "check_on"
    closing.close_case(act=case.act(), case_id=case.id, reason="Het gaat goed.", check_on=NEXT_TEACHER)
    assert Case.objects.get(pk=case.id).ended_as == Ending.OTHERWISE


def test_a_case_without_it_is_closed_as_before(cast: Cast, case: Telling) -> None:
    says(case, CareMoment.NEXT_TEACHER, wanted=False)
    case.hear().as_(cast.carla)
    closing.close_case(act=case.act(), case_id=case.id, reason="Het gaat goed.")


def test_a_day_that_is_still_to_come_stands_when_it_came_back_meanwhile(case: Telling) -> None:
    says(case, CareMoment.NEXT_TEACHER)
    case.until_due().after_care("not_well")
    assert case.step == "second_evaluation"
    assert care_to_come(case.file, case.today) == [NEXT_TEACHER]
    case.until_due().evaluate("positive")
    current = case.progress.current
    assert current
    assert current.again_on[-1] == NEXT_TEACHER
    assert CareMoment.NEXT_TEACHER not in days(case)


def test_a_child_that_left_the_school_is_owed_no_day(cast: Cast, case: Telling) -> None:
    says(case, CareMoment.NEXT_TEACHER)
    cast.sem.left_on = case.today
    cast.sem.save()
    assert care_to_come(case.file, case.today) == [] == list(days(case))


def test_nobody_else_chooses(cast: Cast, case: Telling) -> None:
    with pytest.raises(NotAllowed):
        says(case.as_(cast.bram), CareMoment.AFTER_HOLIDAY)


def test_without_a_reason_there_is_nothing_to_choose(cast: Cast) -> None:
    with pytest.raises(NoLongerAsked):
        says(in_after_care(cast), CareMoment.AFTER_HOLIDAY)
