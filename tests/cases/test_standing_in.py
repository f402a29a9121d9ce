"""A colleague is ill: all of their running cases to one stand-in, from a day to a day (decision 063)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.translation import override

from kring import words
from kring.cases.access import cases_visible_to
from kring.cases.actions import people, reminding, school_changes
from kring.cases.actions.standing_in import begin_and_end, end_absence, stand_in_for_all
from kring.cases.errors import NotAllowed, Refused
from kring.cases.letter_kinds import BY_KEY
from kring.cases.models import Absence, Case, PlanVersion
from kring.cases.plan_in_force import state_of
from kring.cases.queries import current_facts
from kring.cases.recipients import Occasion, receivers
from kring.config import jobs
from kring.mail.models import Letter
from kring.school.errors import Refused as RefusedBySchool
from kring.school.models import School, StaffMember
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast, act_of
from tests.whole_job import done_whole

pytestmark = pytest.mark.django_db

FRIDAY = TODAY + timedelta(days=4)


@pytest.fixture
def anouks(cast: Cast) -> list[Telling]:
    """Two running cases of Anouk, and one that is closed."""
    Case.objects.filter(pk=tell(cast).report(cast.sem).id).update(closed_on=TODAY)
    return [tell(cast).report(cast.sem, by=(cast.daan,)), tell(cast).report(cast.noor)]


def ill(
    cast: Cast,
    *,
    by: StaffMember | None = None,
    to: StaffMember | None = None,
    from_on: date = TODAY,
    until_on: date = FRIDAY,
) -> Absence:
    """Anouk is ill, and Bram stands in; Carla says it."""
    act, to = act_of(by or cast.carla), to or cast.bram
    return stand_in_for_all(act=act, staff_id=cast.anouk.pk, to=to.pk, from_on=from_on, until_on=until_on)


def passes(cast: Cast, today: date) -> None:
    begin_and_end(school=cast.school, at=datetime.combine(today, NOW.timetz()), today=today)


def stand_ins(cases: list[Telling]) -> list[str]:
    return [one.case.stand_in.name.split()[0] if one.case.stand_in else "" for one in cases]


def test_all_running_cases_go_to_one_stand_in_in_one_act(cast: Cast, anouks: list[Telling]) -> None:
    ill(cast)
    assert stand_ins(anouks) == ["Bram", "Bram"]
    assert Case.objects.filter(stand_in=cast.bram).count() == 2  # not the closed one
    assert set(cases_visible_to(cast.bram)) == {one.case for one in anouks}
    lines = TrailLine.objects.filter(verb="case.stand_in_set")
    assert {(line.case_id, line.subject_id, line.by_id) for line in lines} == {
        (one.id, cast.bram.pk, cast.carla.pk) for one in anouks
    }
    letters = Letter.objects.filter(kind="stand_in")
    assert {(letter.about, letter.to_staff_id) for letter in letters} == {(one.id, cast.bram.pk) for one in anouks}


@pytest.mark.parametrize("key", ["due_today", "danger_waits"])
def test_who_is_away_is_reminded_of_nothing_while_somebody_stands_in(
    cast: Cast, anouks: list[Telling], key: str
) -> None:
    def reminded() -> set[StaffMember]:
        return set(receivers(BY_KEY[key], Occasion(by=None, case=anouks[0].case))) - {cast.carla, cast.hein}

    assert reminded() == {cast.anouk}
    absence = ill(cast)
    assert reminded() == {cast.bram}
    assert set(receivers(BY_KEY["pupil_left"], Occasion(by=cast.ada, case=anouks[0].case))) == {cast.anouk, cast.bram}
    people.set_stand_in(act=act_of(cast.carla), case_id=anouks[0].id, to=cast.wil.pk)
    assert reminded() == {cast.anouk, cast.wil}, "chosen for this case alone: nobody is away"
    end_absence(act=act_of(cast.carla), absence_id=absence.pk)


def test_who_is_away_is_asked_neither_to_read_the_plan_nor_to_watch(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").as_(cast.carla).step_3()
    version = PlanVersion.objects.get(case=case.id)
    [asked] = current_facts([case.id], ("observation_request",))
    unread = Occasion(by=None, case=case.case, version=version)
    watch = Occasion(by=None, case=case.case, asked=asked)
    for occasion, key in ((unread, "plan_unread"), (watch, "observation_asked_again")):
        assert cast.anouk in receivers(BY_KEY[key], occasion)
    ill(cast)
    for occasion, key in ((unread, "plan_unread"), (watch, "observation_asked_again")):
        found = receivers(BY_KEY[key], replace(occasion, case=case.case))
        assert cast.anouk not in found
        assert cast.bram in found


def test_the_stand_in_reads_until_when_in_dutch_and_who_is_called_late_is_the_stand_in_too(
    cast: Cast, anouks: list[Telling]
) -> None:
    case = anouks[0]
    with override("en"):
        ill(cast)
    until = words.day(Absence.objects.get().until_on)
    letter = Letter.objects.filter(kind="stand_in", about=case.id).get()
    assert f"- Tot en met {until}." in (letter.text or "")
    late = TODAY + timedelta(days=2)
    reminding.sweep(school=cast.school, at=datetime.combine(late, time(8), UTC), today=late)
    called = Letter.objects.get(kind="safety_unanswered", about=case.id)
    assert "In een zaak van Anouk Vermeer (vervanger: Bram de Boer) staat dat nog niet." in (called.text or "")


def test_it_ends_by_itself_after_its_last_day(cast: Cast, anouks: list[Telling]) -> None:
    absence = ill(cast)
    passes(cast, FRIDAY)
    assert stand_ins(anouks) == ["Bram", "Bram"]
    passes(cast, FRIDAY + timedelta(days=1))
    assert stand_ins(anouks) == ["", ""]
    assert not cases_visible_to(cast.bram).exists()
    absence.refresh_from_db()
    assert absence.ended_at is not None
    last = TrailLine.objects.filter(verb="case.stand_in_set", subject_id=None)
    assert {(line.case_id, line.by_id) for line in last} == {(one.id, None) for one in anouks}
    passes(cast, FRIDAY + timedelta(days=2))
    assert TrailLine.objects.filter(verb="absence.ended").count() == 1


def test_the_days_are_those_of_amsterdam(cast: Cast, anouks: list[Telling]) -> None:
    """Half past eleven in the evening of the last day by the world's clock is the next day here, already."""
    ill(cast, until_on=TODAY)
    done_whole(jobs.begin_and_end_absences, datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    assert stand_ins(anouks) == ["Bram", "Bram"]
    done_whole(jobs.begin_and_end_absences, datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert stand_ins(anouks) == ["", ""]


def test_a_school_whose_clock_runs_ahead_has_its_own_day(cast: Cast, anouks: list[Telling]) -> None:
    ill(cast, until_on=TODAY)
    School.objects.filter(pk=cast.school.pk).update(is_demo=True, clock_ahead_days=1)
    done_whole(jobs.begin_and_end_absences, NOW)
    assert stand_ins(anouks) == ["", ""]


def test_what_begins_later_begins_by_itself_and_for_the_cases_of_that_day(cast: Cast, anouks: list[Telling]) -> None:
    ill(cast, from_on=TODAY + timedelta(days=1))
    assert stand_ins(anouks) == ["", ""]
    new = tell(cast).report(cast.daan)
    passes(cast, TODAY + timedelta(days=1))
    assert stand_ins([*anouks, new]) == ["Bram", "Bram", "Bram"]


def test_it_is_ended_by_hand_when_the_colleague_is_back(cast: Cast, anouks: list[Telling]) -> None:
    absence = ill(cast)
    end_absence(act=act_of(cast.hein), absence_id=absence.pk)
    assert stand_ins(anouks) == ["", ""]
    ill(cast, to=cast.wil)
    assert stand_ins(anouks) == ["Wil", "Wil"]


def test_a_case_that_has_a_stand_in_keeps_it_also_afterwards(cast: Cast, anouks: list[Telling]) -> None:
    people.set_stand_in(act=act_of(cast.carla), case_id=anouks[0].id, to=cast.wil.pk)
    absence = ill(cast)
    assert stand_ins(anouks) == ["Wil", "Bram"]
    people.set_stand_in(act=act_of(cast.carla), case_id=anouks[1].id, to=cast.hein.pk)
    end_absence(act=act_of(cast.carla), absence_id=absence.pk)
    assert stand_ins(anouks) == ["Wil", "Hein"]


def test_who_is_kept_out_of_a_case_does_not_come_in_by_it_nor_gives_it_away(cast: Cast, anouks: list[Telling]) -> None:
    people.exclude(act=act_of(cast.hein), case_id=anouks[0].id, staff_id=cast.bram.pk)
    people.exclude(act=act_of(cast.hein), case_id=anouks[1].id, staff_id=cast.carla.pk)
    ill(cast)
    assert stand_ins(anouks) == ["", ""]


def test_a_new_case_and_one_that_is_handed_over_are_covered_too(cast: Cast, anouks: list[Telling]) -> None:
    ill(cast)
    new = tell(cast, cast.mo).report(cast.sem, by=(cast.lars,))
    assert new.case.owner == cast.anouk
    wils = tell(cast, cast.wil).report(cast.lars)
    people.hand_over(act=act_of(cast.carla), case_id=wils.id, to=cast.anouk.pk)
    assert stand_ins([new, wils]) == ["Bram", "Bram"]
    people.hand_over(act=act_of(cast.carla), case_id=anouks[0].id, to=cast.hein.pk)
    assert stand_ins(anouks) == ["", "Bram"]


def test_only_who_leads_says_it_and_not_a_second_time_for_one_colleague(cast: Cast, anouks: list[Telling]) -> None:
    for staff in (cast.bram, cast.mo, cast.ada):
        with pytest.raises(NotAllowed):
            ill(cast, by=staff)
    absence = ill(cast)
    with pytest.raises(NotAllowed):
        end_absence(act=act_of(cast.bram), absence_id=absence.pk)
    with pytest.raises(Refused) as refused:
        ill(cast, to=cast.wil)
    assert refused.value.field == "staff"


@pytest.mark.parametrize(
    ("field", "first", "last"),
    [
        ("from_on", -1, 4),
        ("until_on", 2, 1),
        ("until_on", 0, 400),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(cast: Cast, field: str, first: int, last: int) -> None:
    with pytest.raises(Refused) as refused:
        ill(cast, from_on=TODAY + timedelta(days=first), until_on=TODAY + timedelta(days=last))
    assert refused.value.field == field


def test_nobody_stands_in_for_oneself(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        ill(cast, to=cast.anouk)
    assert refused.value.field == "to"


def test_who_stands_in_does_not_leave_meanwhile_and_who_left_before_does_not_begin(
    cast: Cast, anouks: list[Telling]
) -> None:
    absence = ill(cast, from_on=TODAY + timedelta(days=1))
    school_changes.change_colleague(act=act_of(cast.ada), staff=cast.bram, is_active=False)
    passes(cast, TODAY + timedelta(days=1))
    assert stand_ins(anouks) == ["", ""]
    absence.refresh_from_db()
    assert absence.ended_at is not None
    ill(cast, to=cast.wil)
    with pytest.raises(RefusedBySchool, match="lopende zaken"):
        school_changes.change_colleague(act=act_of(cast.ada), staff=cast.wil, is_active=False)


def test_a_plan_that_names_another_than_who_stands_in_is_stale_at_once_and_sound_when_the_owner_is_back(
    cast: Cast,
) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying").step_3()
    absence = ill(cast)
    assert case.case.plan_is == state_of(case.file, TODAY) == Case.PlanIs.STALE
    end_absence(act=act_of(cast.carla), absence_id=absence.pk)
    assert case.case.plan_is == state_of(case.file, TODAY) == Case.PlanIs.SOUND


def test_so_it_is_when_the_day_comes_and_when_it_has_been(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying").step_3()
    ill(cast, from_on=FRIDAY, until_on=FRIDAY)
    assert case.case.plan_is == Case.PlanIs.SOUND
    passes(cast, FRIDAY)
    assert case.case.plan_is == Case.PlanIs.STALE
    passes(cast, FRIDAY + timedelta(days=1))
    assert case.case.plan_is == Case.PlanIs.SOUND
