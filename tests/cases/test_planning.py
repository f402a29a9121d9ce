"""Planning a talk: it stands in the agenda, meets nothing, and is gone when the talk was held."""

from contextlib import contextmanager
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import informing, planning, recording
from kring.cases.errors import NotAllowed, Refused
from kring.cases.planned_talks import planned_talks
from kring.protocol.terms import Role
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import TODAY

TOMORROW = TODAY + timedelta(days=1)
SATURDAY = TODAY + timedelta(days=5)


@pytest.fixture
def case(cast):
    return tell(cast).report(cast.sem, by=(cast.daan,))


def plan(
    case: Telling,
    *about: str,
    duty: str = "talk_target",
    on: date = TOMORROW,
    begins: time = time(14, 5),
    minutes: int = 30,
    place: str = "",
    corrects=None,
    token=None,
    although_closed: bool = False,
):
    return planning.plan_talk(
        act=case.act(corrects=corrects, token=token),
        case_id=case.id,
        duty=duty,
        on=on,
        about=about,
        talk=bodies.PlannedTalk(begins=begins, minutes=minutes, place=place),
        although_closed=although_closed,
    )


def coming(case: Telling):
    return planned_talks(case.file)


@contextmanager
def told_not(sentence: str, field: str | None = None):
    """It is refused with this sentence, beside this field."""
    with pytest.raises(Refused, match=sentence) as refused:
        yield
    assert refused.value.field == field


def test_a_planned_talk_meets_no_duty_and_moves_no_date(case, cast):
    before = case.progress
    plan(case, case.key(cast.sem))
    assert case.progress == before
    assert case.due_on() == before.next_due_on
    [planned] = coming(case)
    assert planned.begins_at.isoformat() == "2026-11-24T14:05:00+01:00"
    assert planned.ends_at.isoformat() == "2026-11-24T14:35:00+01:00"


def test_in_summer_the_same_clock_is_another_moment(case, cast):
    plan(case, case.key(cast.sem), on=date(2027, 6, 22))
    assert coming(case)[0].begins_at.isoformat() == "2027-06-22T14:05:00+02:00"


def test_it_is_gone_when_the_talk_was_written_up(case, cast):
    plan(case, case.key(cast.sem))
    case.talk("talk_target", case.key(cast.sem), feeling=2)
    assert coming(case) == []


def test_with_the_other_child_it_still_comes(cast):
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    plan(case, case.key(cast.sem))
    plan(case, case.key(cast.noor), begins=time(15))
    case.talk("talk_target", case.key(cast.sem), feeling=2)
    assert [planned.fact.about for planned in coming(case)] == [[case.key(cast.noor)]]


def test_a_moved_talk_is_the_same_one(case, cast):
    first = plan(case, case.key(cast.sem))
    second = plan(case, case.key(cast.sem), on=TODAY + timedelta(days=2), corrects=first.pk)
    plan(case, case.key(cast.sem), begins=time(9), on=TODAY + timedelta(days=2), corrects=second.pk)
    [planned] = coming(case)
    assert (planned.first, planned.versions) == (first.pk, 2)
    assert planned.begins_at.isoformat() == "2026-11-25T09:00:00+01:00"


def test_a_cancelled_talk_is_gone_and_stays_readable(case, cast):
    fact = plan(case, case.key(cast.sem))
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=fact.pk, reason="Sem is ziek.")
    assert coming(case) == []
    assert fact.pk in {one.pk for one in case.file.every_fact}


def test_one_talk_is_planned_once(case, cast):
    plan(case, case.key(cast.sem))
    with told_not("staat al gepland: morgen om 14.05 uur"):
        plan(case, case.key(cast.sem), begins=time(16))


def test_a_second_click_plans_it_once(case, cast):
    token = uuid4()
    first = plan(case, case.key(cast.sem), token=token)
    assert plan(case, case.key(cast.sem), token=token) == first
    assert len(coming(case)) == 1


def test_a_talk_that_was_not_held_can_be_planned_again(case, cast):
    plan(case, case.key(cast.sem))
    case.on(TODAY + timedelta(days=2))
    assert coming(case)[0].is_past(case.today)
    again = plan(case, case.key(cast.sem), on=TODAY + timedelta(days=3))
    assert [planned.fact for planned in coming(case)] == [again]


def test_a_talk_that_waits_for_another_can_be_planned_already(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    plan(case, *case.keys(Role.TARGET, Role.INSTIGATOR), duty="joint_talk")
    assert [planned.fact.duty for planned in coming(case)] == ["joint_talk"]


def test_planned_for_guardians_it_goes_when_they_were_told(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    plan(case, str(inge.pk), duty="inform_guardians", begins=time(17, 30))
    assert len(coming(case)) == 1
    informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=inge.pk,
        on=case.today,
        informed=bodies.Informed(reached=bodies.Reached.INFORMED, channel="phone"),
    )
    assert coming(case) == []


def test_the_coordinator_is_planned_with_without_a_child(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=2)
    case.review(bodies.Kept.NOT)
    case.decide("no")
    plan(case, duty="consult", on=case.today)
    assert [planned.fact.about for planned in coming(case)] == [[]]
    with told_not("staat al gepland"):
        plan(case, duty="consult", on=case.today)


def test_what_cannot_be_is_refused_beside_its_field(case, cast):
    sem, daan = case.key(cast.sem), case.key(cast.daan)
    with told_not("Deze dag is al geweest", "on"):
        plan(case, sem, on=TODAY - timedelta(days=1))
    with told_not("geen school", "on"):
        plan(case, sem, on=SATURDAY, although_closed=True)
    with told_not("meer dan een jaar vooruit", "on"):
        plan(case, sem, on=date(2029, 1, 8))
    with told_not("tussen 7.00 en 22.00", "begins"):
        plan(case, sem, begins=time(2, 30))
    for minutes in (14, 121):
        with told_not("een kwartier tot twee uur", "minutes"):
            plan(case, sem, minutes=minutes)
    with told_not("met welke leerling", "about"):
        plan(case)
    with told_not("met een andere leerling bedoeld", "about"):
        plan(case, daan)
    with told_not("Deze stap vraagt hier niet"):
        plan(case, sem, duty="severity")
    with told_not("Deze stap vraagt hier niet"):
        plan(case, sem, duty="joint_talk")
    with pytest.raises(NotAllowed):
        plan(case, str(uuid4()))


def test_grown_ups_meet_on_a_closed_day_when_they_say_so(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    inge = str(Guardianship.objects.get(guardian=cast.inge_bakker).pk)
    with told_not("de school dicht", "although_closed"):
        plan(case, inge, duty="inform_guardians", on=SATURDAY)
    plan(case, inge, duty="inform_guardians", on=SATURDAY, although_closed=True)


def test_two_families_do_not_sit_at_one_table_by_mistake(cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    keys = [str(Guardianship.objects.get(guardian=one).pk) for one in (cast.inge_bakker, cast.karin_visser)]
    with told_not("de ouders van ieder kind een eigen gesprek", "about"):
        plan(case, *keys, duty="inform_guardians")


def test_what_is_done_needs_no_appointment(case, cast):
    case.talk("talk_target", case.key(cast.sem), feeling=2)
    with told_not("Dit is al gedaan"):
        plan(case, case.key(cast.sem))


def test_in_another_step_it_cannot_be_moved_any_more(case, cast):
    fact = plan(case, case.key(cast.daan), duty="talk_instigator")
    case.step_1().judged("bullying")
    assert coming(case) == []
    with pytest.raises(Refused):
        plan(case, case.key(cast.daan), corrects=fact.pk)


def test_who_may_not_write_in_the_case_plans_nothing(case, cast):
    for stranger in (cast.bram, cast.mo, cast.ada, cast.linde.coordinator):
        with pytest.raises(NotAllowed):
            plan(case.as_(stranger), case.as_(stranger).key(cast.sem))
