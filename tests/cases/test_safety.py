"""Whether a bullied child is safe for now: asked from the report until the plan says who watches, once (decision 067).

The report is on Monday 23 November 2026, so it is to be said on Tuesday the 24th.
"""

from datetime import date, timedelta

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, opening, people, recording, taking_up
from kring.cases.actions.answering import answer_safety
from kring.cases.actions.reminding import sweep
from kring.cases.actions.school_changes import add_closed_day, change_teachers
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, Fact
from kring.cases.queries import today_lines
from kring.cases.safety import safety_due_on, safety_of
from kring.mail.models import Letter
from kring.protocol.choices import Variation
from kring.protocol.terms import Role
from kring.school.calendars import Closure, calendar_for
from kring.school.models import School, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast, act_of

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, FRIDAY = (TODAY + timedelta(days=days) for days in (1, 2, 4))
WATCH = bodies.SafeForNow(who="Bram", places=("playground",))


def said(
    case: Telling,
    *,
    safe: list[str] | None = None,
    not_yet: list[str] | None = None,
    until: date | None = None,
    watch: bodies.SafeForNow = WATCH,
    corrects: Fact | None = None,
) -> list[Fact]:
    return answer_safety(
        act=case.act(corrects=corrects.pk if corrects else None),
        case_id=case.id,
        safe=safe or [],
        not_yet=not_yet or [],
        watch=watch,
        until_on=until,
    )


def due(case: Telling) -> date | None:
    stored = Case.objects.get(pk=case.id).safety_due_on
    assert stored == safety_due_on(case.file)
    return stored


def asked(staff: StaffMember, today: date) -> list[list[str]]:
    """The names of the children of each line of this person's Vandaag that asks whether they are safe."""
    lines = today_lines(staff, today, calendar_for(staff.school))
    return [[line.file.name_of(one.child) for one in line.safety] for line in lines if line.safety]


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def test_it_is_asked_by_the_first_school_day_after_the_report(cast: Cast, case: Telling) -> None:
    assert due(case) == TUESDAY
    add_closed_day(act=act_of(cast.hein), school=cast.school, closure=Closure(TUESDAY, TUESDAY, "Studiedag"))
    assert due(case) == WEDNESDAY


def test_it_is_counted_from_the_report_also_when_that_is_put_into_kring_later(cast: Cast) -> None:
    late = tell(cast)
    late.opens(opening.NewReport(**{**vars(late.report_of(cast.sem)), "reported_on": TODAY - timedelta(days=3)}))
    assert due(late) == TODAY


def test_owner_and_stand_in_have_it_at_once_and_the_leaders_the_morning_after_its_day(
    cast: Cast, case: Telling
) -> None:
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    for today in (TODAY, TUESDAY):
        assert asked(cast.anouk, today) == asked(cast.bram, today) == [["Sem"]]
        assert asked(cast.carla, today) == []
    for staff in (cast.anouk, cast.bram, cast.carla, cast.hein):
        assert asked(staff, WEDNESDAY) == [["Sem"]]
    for staff in (cast.mo, cast.wil):
        assert asked(staff, WEDNESDAY) == []


def test_two_teachers_of_one_group_both_have_it_and_what_one_took_up_says_nothing_about_it(cast: Cast) -> None:
    change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk, cast.wil])
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    taking_up.take_up(act=case.act(), case_id=case.id, duty="talk_target")
    for staff in (cast.anouk, cast.wil):
        assert asked(staff, TODAY) == [["Sem"]]
    (line,) = (one for one in today_lines(cast.wil, TODAY, calendar_for(cast.school)) if one.safety)
    assert (line.shared, line.can_be_taken_up, line.taken_up_by) == (True, False, None)
    said(case, safe=[case.key(cast.sem)])
    assert asked(cast.wil, TODAY) == []


def test_a_child_that_is_safe_is_not_asked_about_any_more(cast: Cast, case: Telling) -> None:
    (fact,) = said(case, safe=[case.key(cast.sem)])
    assert (fact.until_on, due(case)) == (None, None)
    assert asked(cast.anouk, WEDNESDAY) == []


def test_a_child_that_is_not_safe_is_asked_about_again_when_the_watching_ends(cast: Cast, case: Telling) -> None:
    said(case, not_yet=[case.key(cast.sem)], until=FRIDAY)
    assert due(case) == FRIDAY
    assert asked(cast.anouk, WEDNESDAY) == []
    assert asked(cast.anouk, FRIDAY - timedelta(days=1)) == asked(cast.anouk, FRIDAY) == [["Sem"]]
    assert asked(cast.carla, FRIDAY) == []
    assert asked(cast.carla, FRIDAY + timedelta(days=3)) == [["Sem"]]


def test_the_newest_answer_counts_and_putting_an_old_one_right_does_not_make_it_the_newest(
    cast: Cast, case: Telling
) -> None:
    sem = case.key(cast.sem)
    (first,) = said(case, safe=[sem])
    said(case, not_yet=[sem], until=FRIDAY)
    (corrected,) = said(case, safe=[sem], corrects=first)
    assert corrected.on == first.on
    assert due(case) == FRIDAY


def test_of_two_children_one_is_safe_and_the_other_watched(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    sem, noor = case.key(cast.sem), case.key(cast.noor)
    facts = said(case, safe=[sem], not_yet=[noor], until=FRIDAY)
    assert [(fact.about, fact.until_on) for fact in facts] == [([sem], None), ([noor], FRIDAY)]
    assert asked(cast.anouk, FRIDAY) == [["Noor"]]


def test_a_child_that_a_new_report_brings_in_is_asked_about_alone(cast: Cast, case: Telling) -> None:
    said(case, safe=[case.key(cast.sem)])
    opening.join_case(act=case.on(FRIDAY).act(), case_id=case.id, report=case.report_of(cast.sem))
    assert due(case) is None
    opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(cast.noor))
    assert due(case) == FRIDAY + timedelta(days=3)
    assert asked(cast.anouk, FRIDAY) == [["Noor"]]


def test_the_plan_takes_it_over_also_from_who_was_not_safe(cast: Cast, case: Telling) -> None:
    said(case, not_yet=[case.key(cast.sem)], until=FRIDAY)
    case.on(TUESDAY).step_1().judged("bullying").step_3()
    assert due(case) is None
    assert safety_of(case.file) == []
    opening.join_case(act=case.on(FRIDAY).act(), case_id=case.id, report=case.report_of(cast.noor))
    assert [case.file.name_of(one.child) for one in safety_of(case.file)] == ["Noor"]


def test_a_closed_case_asks_nothing(cast: Cast, case: Telling) -> None:
    closing.close_case(act=case.as_(cast.carla).hear().act(), case_id=case.id, reason="Verhuisd.")
    assert due(case) is None
    with pytest.raises(Refused):
        said(case, safe=[case.key(cast.sem)])


def test_no_step_waits_for_it(cast: Cast, case: Telling) -> None:
    case.talk("talk_target", case.key(cast.sem), feeling=2)
    case.talk("talk_instigator", case.key(cast.daan))
    case.incident()
    severity = bodies.Severity(level=bodies.Level.LIGHT, reasons="Het gebeurt elke dag.")
    recording.estimate_severity(act=case.act(), case_id=case.id, severity=severity)
    assert case.step == "analyse"
    assert due(case) == TUESDAY


def test_a_school_can_leave_it_out_for_the_cases_that_begin_after_that(cast: Cast, case: Telling) -> None:
    School.objects.filter(pk=cast.school.pk).update(variation=Variation(asks_safety=False).to_dict())
    assert due(case) == TUESDAY
    other = tell(cast).report(cast.noor, by=(cast.lars,))
    assert due(other) is None
    with pytest.raises(Refused, match="laat deze vraag weg"):
        said(other, safe=[other.key(cast.noor)])


@pytest.mark.parametrize(
    ("field", "watch", "until"),
    [
        ("who", bodies.SafeForNow(who=" ", places=("playground",)), FRIDAY),
        ("places", bodies.SafeForNow(who="Bram"), FRIDAY),
        ("places", bodies.SafeForNow(who="Bram", places=("Bij Sem thuis",)), FRIDAY),
        ("until_on", WATCH, None),
        ("until_on", WATCH, TODAY - timedelta(days=1)),
        ("until_on", WATCH, TODAY + timedelta(days=15)),
    ],
    ids=["nobody", "nowhere", "no such place", "no day", "a day that was", "three weeks"],
)
def test_who_is_not_safe_is_watched_by_somebody_somewhere_until_a_day(
    cast: Cast, case: Telling, field: str, watch: bodies.SafeForNow, until: date | None
) -> None:
    with pytest.raises(Refused) as refused:
        said(case, not_yet=[case.key(cast.sem)], watch=watch, until=until)
    assert refused.value.field == field
    assert due(case) == TUESDAY


def test_one_child_is_not_both_safe_and_watched(cast: Cast, case: Telling) -> None:
    sem = case.key(cast.sem)
    with pytest.raises(Refused, match="één antwoord"):
        said(case, safe=[sem], not_yet=[sem], until=FRIDAY)


def test_only_those_who_work_at_the_case_answer(cast: Cast, case: Telling) -> None:
    for staff in (cast.mo, cast.bram, cast.ada):
        with pytest.raises(NotAllowed):
            said(case.as_(staff), safe=case.keys(Role.TARGET))


def letters(kind: str = "safety_unanswered") -> list[str]:
    return sorted(
        letter.to_staff.name
        for letter in Letter.objects.filter(kind=kind).select_related("to_staff")
        if letter.to_staff
    )


def swept(cast: Cast, day: date) -> None:
    sweep(school=cast.school, at=NOW + (day - TODAY), today=day)


def test_the_coordinator_gets_one_letter_the_morning_after_and_no_second(cast: Cast, case: Telling) -> None:
    swept(cast, TUESDAY)
    assert letters() == []
    for day in (WEDNESDAY, WEDNESDAY, WEDNESDAY + timedelta(days=1), FRIDAY):
        swept(cast, day)
    assert letters() == ["Carla Jansen"]


def test_after_the_answer_there_is_no_letter_until_the_watching_has_ended(cast: Cast, case: Telling) -> None:
    said(case, not_yet=[case.key(cast.sem)], until=FRIDAY)
    swept(cast, FRIDAY)
    assert letters() == []
    swept(cast, FRIDAY + timedelta(days=3))
    assert letters() == ["Carla Jansen"]
