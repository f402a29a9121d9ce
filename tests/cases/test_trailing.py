"""A guardian who is not reached holds nothing up, stays a task, is called late, and keeps a case from being closed."""

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

import pytest

from kring.cases import bodies, queries
from kring.cases.actions import closing, digest, informing, planning, reminding, school_changes
from kring.cases.bodies import Informed, Reached
from kring.cases.errors import NoLongerAsked, Refused
from kring.cases.models import Case, Fact
from kring.cases.planned_talks import planned_talks
from kring.cases.queries import CaseFilter, When, cases_page, today_lines
from kring.demo.doing import DOES
from kring.mail.models import Letter
from kring.protocol.terms import Kind, Role
from kring.school.calendars import Closure
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def tell_guardian(case: Telling, link: Guardianship, reached: Reached = Reached.INFORMED) -> None:
    informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=link.pk,
        on=case.today,
        informed=Informed(
            reached=reached, channel="phone" if reached is Reached.INFORMED else "", because="Geen gehoor."
        ),
    )


def tom_of(cast: Cast) -> Guardianship:
    return Guardianship.objects.get(guardian=cast.tom_bakker)


def step_3_but_for(case: Telling, missed: Guardianship) -> Telling:
    """Step 3 on one day: everybody is told but this guardian, who was not reached."""
    while (task := next((task for task in case.progress.last.tasks if task.state == "open"), None)) is not None:
        if case.step != "approach":
            break
        if task.duty.kind is Kind.INFORM_GUARDIANS:
            for link in case.file.guardianships:
                if str(link.pk) in task.missing and link != missed:
                    tell_guardian(case, link)
            tell_guardian(case, missed, Reached.NOT_REACHED)
            for other in case.progress.last.tasks:
                if other.state == "open" and other.duty.kind is not Kind.INFORM_GUARDIANS:
                    DOES[other.duty.kind](case, other)
            continue
        DOES[task.duty.kind](case, task)
    return case


def evaluated(case: Telling) -> Telling:
    """Step 4 up to the point where its own telling opens: the talk, the agreements, the answer."""
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    case.review()
    return case.decide("yes")


@pytest.fixture
def case(cast: Cast) -> Telling:
    started = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    return step_3_but_for(started, tom_of(cast))


def test_the_evaluation_goes_on_with_its_own_term(case: Telling, cast: Cast) -> None:
    assert case.step == "first_evaluation"
    stored = Case.objects.get(pk=case.id)
    assert (stored.next_due_on, stored.trailing_due_on) == (date(2026, 11, 30), date(2026, 11, 25))
    case.on(date(2026, 11, 30)).evaluate("yes")
    assert case.step == "second_evaluation"
    assert case.progress.trailing == (), "told in step 4"
    assert Case.objects.get(pk=case.id).trailing_due_on is None


def test_who_is_told_afterwards_is_told_in_the_step_that_was_left(case: Telling, cast: Cast) -> None:
    case.on(date(2026, 11, 24))
    tell_guardian(case, tom_of(cast))
    fact = case.file.of_kind("informed")[-1]
    assert (fact.step, fact.round, fact.duty) == ("approach", 1, "inform_guardians")
    assert case.progress.trailing == ()
    assert Case.objects.get(pk=case.id).trailing_due_on is None


def test_of_two_steps_that_trail_one_call_settles_both(case: Telling, cast: Cast) -> None:
    tom = tom_of(cast)
    evaluated(case)
    for link in case.file.guardianships:
        if link != tom and str(link.pk) in case.task("inform_guardians").missing:
            tell_guardian(case, link)
    case.issue_plan()
    assert [visit.step.key for visit, _task in case.progress.trailing] == ["approach", "first_evaluation"]

    tell_guardian(case, tom)

    assert case.file.of_kind("informed")[-1].step == "first_evaluation"
    assert case.progress.trailing == ()


def test_a_call_and_a_letting_go_keep_to_the_step_of_their_form(case: Telling, cast: Cast) -> None:
    """Step 4 asks for the same by now; and what is not asked in that step is done nowhere else."""
    evaluated(case)
    tom, word = tom_of(cast), Informed(reached=Reached.INFORMED, channel="phone")
    call = partial(informing.inform_guardian, case_id=case.id, guardianship_id=tom.pk, on=case.today, informed=word)
    waive = partial(closing.waive, case_id=case.id, duty="inform_guardians", reason="Vader zit in het buitenland.")

    call(act=case.act(), at=("approach", 1))

    fact = case.file.of_kind("informed")[-1]
    assert (fact.step, fact.round) == ("approach", 1)
    with pytest.raises(NoLongerAsked):
        call(act=case.act(), at=("approach", 1))
    case.as_(cast.carla)
    with pytest.raises(NoLongerAsked):
        waive(act=case.act(), at=("approach", 1))
    assert waive(act=case.act(), at=("first_evaluation", 1)).step == "first_evaluation"


def test_not_reached_again_stays_open(case: Telling, cast: Cast) -> None:
    tell_guardian(case, tom_of(cast), Reached.NOT_REACHED)
    assert len(case.progress.trailing) == 1


def test_it_is_called_late_by_the_term_of_its_own_step(case: Telling, cast: Cast) -> None:
    late = date(2026, 11, 27)
    reminding.sweep(school=cast.school, at=case.on(late).act().at, today=late)
    said = {(letter.kind, letter.to_staff) for letter in Letter.objects.all()}
    assert ("late_for_coordinator", cast.carla) in said
    assert ("late_for_head", cast.hein) in said
    letter = next(letter for letter in Letter.objects.all() if letter.kind == "late_for_coordinator")
    assert "Aanpak" in (letter.text or "")
    number = Letter.objects.count()
    reminding.sweep(school=cast.school, at=case.act().at, today=late)
    assert Letter.objects.count() == number, "said once"


def test_a_free_day_filled_in_afterwards_calls_nothing_late_once_more(case: Telling, cast: Cast) -> None:
    late, later = date(2026, 11, 27), date(2026, 11, 30)
    free = Closure(date(2026, 11, 25), date(2026, 11, 25), "Studiedag")
    reminding.sweep(school=cast.school, at=case.on(late).act().at, today=late)
    said = Letter.objects.filter(kind__startswith="late_for").count()
    assert said

    school_changes.add_closed_day(act=replace(case.act(), by=cast.hein), school=cast.school, closure=free)
    assert Case.objects.get(pk=case.id).trailing_due_on == date(2026, 11, 26)
    reminding.sweep(school=cast.school, at=case.on(later).act().at, today=later)

    assert Letter.objects.filter(kind__startswith="late_for").count() == said


def test_it_stands_on_vandaag_of_the_owner_and_when_late_of_the_leaders(case: Telling, cast: Cast) -> None:
    calendar = case.file.calendar
    late = date(2026, 11, 26)
    [trailing] = [line for line in today_lines(case.case.owner, late, calendar) if line.trails]
    assert (trailing.when, trailing.due_on, trailing.late_by) == (When.LATE, date(2026, 11, 25), 1)
    assert [line.trails is not None for line in today_lines(cast.carla, late, calendar)].count(True) == 1
    assert not [line for line in today_lines(cast.carla, date(2026, 11, 24), calendar) if line.trails]


def test_leaders_see_what_trails_late_and_not_the_step_that_is_not(case: Telling, cast: Cast) -> None:
    late = date(2026, 11, 26)
    assert case.due_on() == date(2026, 11, 30)
    [only] = today_lines(cast.carla, late, case.file.calendar)
    assert only.trails is not None
    both = today_lines(cast.carla, date(2026, 12, 1), case.file.calendar)
    assert [line.trails is not None for line in both] == [True, False], "by then the evaluation is late too"


def test_what_trails_first_is_not_cut_off_by_what_is_due_sooner_in_its_own_step(
    case: Telling, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guideline of a fresh case ends before the evaluation of one that trails, and after what trails there."""
    fresh = tell(cast).on(date(2026, 11, 25)).report(cast.noor)
    monkeypatch.setattr(queries, "MOST_ON_TODAY", 1)
    trailing_on, fresh_on, own_on = date(2026, 11, 25), fresh.due_on(), case.due_on()
    assert fresh_on
    assert own_on
    assert trailing_on < fresh_on < own_on

    lines = today_lines(case.case.owner, case.today, case.file.calendar)
    page, _more = cases_page(cast.carla, CaseFilter(), 1, case.today)

    assert {line.case.pk for line in lines} == {case.id}
    assert [shown.pk for shown in page] == [case.id, fresh.id]


def test_the_digest_counts_what_trails_with_what_is_late_or_due(case: Telling, cast: Cast) -> None:
    def counted(day: date) -> tuple[int, int]:
        counts = digest._counts(cast.carla, day, case.file.calendar)
        return counts["late"], counts["due"]

    assert counted(date(2026, 11, 24)) == (0, 1)
    assert counted(date(2026, 11, 26)) == (1, 0)


def test_a_case_is_not_closed_while_somebody_must_be_told(case: Telling, cast: Cast) -> None:
    case.as_(cast.carla)
    with pytest.raises(Refused, match="Er is nog een ouder"):
        closing.close_case(act=case.act(), case_id=case.id, reason="Sem is verhuisd.")
    closing.waive(act=case.act(), case_id=case.id, duty="inform_guardians", reason="Vader zit in het buitenland.")
    assert case.progress.trailing == ()
    case.hear()
    closing.close_case(act=case.act(), case_id=case.id, reason="Sem is verhuisd.")
    assert case.case.closed_on == case.today


def test_what_was_told_in_full_trails_nothing(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    assert case.progress.trailing == ()
    assert case.on(case.today + timedelta(days=7)).step == "first_evaluation"


def planned(case: Telling, link: Guardianship, on: date) -> Fact:
    return planning.plan_talk(
        act=case.act(),
        case_id=case.id,
        duty="inform_guardians",
        on=on,
        about=[str(link.pk)],
        talk=bodies.PlannedTalk(begins=time(14, 5)),
    )


def test_a_talk_planned_with_a_guardian_stays_when_its_step_goes_on_without_it(cast: Cast) -> None:
    case, tom = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"), tom_of(cast)
    fact = planned(case, tom, case.today + timedelta(days=1))

    step_3_but_for(case, tom)

    assert case.step == "first_evaluation"
    assert [(one.fact.pk, one.step.key) for one in planned_talks(case.file)] == [(fact.pk, "approach")]

    tell_guardian(case, tom)

    assert planned_talks(case.file) == []


def test_a_talk_is_planned_and_moved_with_a_guardian_whom_an_earlier_step_left_to_be_told(
    case: Telling, cast: Cast
) -> None:
    fact = planned(case, tom_of(cast), case.today + timedelta(days=1))
    assert fact.step == "approach"

    moved = planning.plan_talk(
        act=replace(case.act(), corrects=fact.pk, seen=fact.pk),
        case_id=case.id,
        duty="inform_guardians",
        on=case.today + timedelta(days=2),
        about=[str(tom_of(cast).pk)],
        talk=bodies.PlannedTalk(begins=time(15)),
    )

    assert [one.fact.pk for one in planned_talks(case.file)] == [moved.pk]
