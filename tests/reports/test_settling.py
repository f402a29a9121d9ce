"""What just came in is settled: whom it may be about, who reads it, what is held, and who is written to."""

from datetime import timedelta

import pytest
from django.test import Client

from kring.cases.models import CaseStaff
from kring.mail.models import Letter
from kring.reports.access import by_role, handles, readers_of, visible_to
from kring.reports.actions.settling import A_PAGE, DANGERS_AN_HOUR, may_be_about, settle, write
from kring.reports.flood import MANY, TIMES
from kring.reports.models import By, Incoming
from kring.reports.told import Fear, Named, Subject, Told
from kring.school.models import StaffMember
from kring.school.worker_clock import take_turn
from kring.web.request import clock
from tests.cases.telling import tell as tell_case
from tests.cast import NOW, Cast, sign_in
from tests.reports.telling import doors_of, somebody_tells, told

MINUTE = timedelta(minutes=1)
DANGER = told(fears=(Fear.AFRAID_NOW,))


def names_of(pupils: list[object]) -> list[str]:
    return [pupil.first_name for pupil in pupils]  # type: ignore[attr-defined]


def readers(incoming: Incoming) -> set[str]:
    """Everybody of both schools who may read it, by first name: as the list and as the letters have it."""
    able = {staff for staff in StaffMember.objects.all() if visible_to(staff).filter(pk=incoming.pk).exists()}
    assert able == set(readers_of(incoming))
    return {staff.name.split()[0] for staff in able}


def letters(kind: str) -> set[str]:
    return {letter.to_staff.name.split()[0] for letter in Letter.objects.filter(kind=kind) if letter.to_staff}


# Whom it may be about


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (Named("Sem"), ["Sem"]),
        (Named("sem bakker"), ["Sem"]),
        (Named("SEM", "groep 6"), ["Sem"]),
        (Named("Sem", "5"), ["Sem"]),  # a child that has the group wrong is heard all the same
        (Named("Sem Jansen"), []),
        (Named("Mila"), []),  # of another school
        (Named("iemand"), []),
    ],
)
def test_a_name_is_looked_up_among_the_pupils_of_the_school(cast: Cast, named: Named, found: list[str]) -> None:
    assert names_of(list(may_be_about(cast.school, Told(bullied=(named,))))) == found


def test_who_may_be_meant_stands_beside_it(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), told(bullied=(Named("Sem"),), doing=(Named("Daan"),)))
    assert {row.pupil for row in kept.may_be.all()} == {cast.sem, cast.daan}


# Who reads it


@pytest.mark.parametrize(
    ("came", "worker", "shown"),
    [
        (A_PAGE, MINUTE, A_PAGE),
        (A_PAGE + 2, MINUTE, 0),
        (A_PAGE + 2, 6 * MINUTE, A_PAGE),
        (A_PAGE + 2, None, A_PAGE),
    ],
)
def test_a_page_of_the_staff_settles_a_few_and_leaves_a_flood_to_a_worker_that_is_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, came: int, worker: timedelta | None, shown: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    if worker:
        take_turn(NOW - worker)
    door = doors_of(cast)
    for number in range(came):
        somebody_tells(door, told(f"Ze doen niet aardig tegen mij, en dat is nummer {number}."), settled=False)
    sign_in(Client(), cast.carla).get("/verteld/")
    assert visible_to(cast.carla).count() == shown
    settle(school=cast.school, at=NOW)
    assert visible_to(cast.carla).count() == came


def test_nobody_reads_it_before_it_is_settled(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), settled=False)
    assert not visible_to(cast.carla).exists()
    settle(school=cast.school, at=NOW)
    assert visible_to(cast.carla).get() == kept


def test_about_children_coordinator_and_head_read_it_and_nobody_else(cast: Cast) -> None:
    assert readers(somebody_tells(doors_of(cast))) == {"Carla", "Hein"}


def test_about_an_adult_of_the_school_only_the_head_reads_it(cast: Cast) -> None:
    assert readers(somebody_tells(doors_of(cast), subject=Subject.STAFF)) == {"Hein"}


def test_the_adult_it_is_about_never_reads_it(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), subject=Subject.STAFF)
    kept.accused = cast.hein
    kept.save()
    assert readers(kept) == set()


def test_about_the_head_the_coordinator_reads_it_when_the_board_named_nobody(cast: Cast) -> None:
    assert readers(somebody_tells(doors_of(cast), subject=Subject.HEAD)) == {"Carla"}


def test_about_the_head_nobody_of_the_school_reads_what_is_for_the_board(cast: Cast) -> None:
    assert readers(somebody_tells(doors_of(cast, board_mail="bo@bestuur.example"), subject=Subject.HEAD)) == set()


def kept_out_of_a_case_with_sem(cast: Cast, *who: StaffMember) -> None:
    case = tell_case(cast, cast.anouk).report(cast.sem).case
    for staff in who:
        CaseStaff.objects.create(case=case, staff=staff, part=CaseStaff.Part.EXCLUDED)


def test_who_is_kept_out_of_a_case_with_a_child_does_not_read_what_is_told_about_it(cast: Cast) -> None:
    kept_out_of_a_case_with_sem(cast, cast.carla)
    kept = somebody_tells(doors_of(cast), told(bullied=(Named("Sem", "6"),)))
    assert readers(kept) == {"Hein"}
    assert not handles(cast.carla).exists()


def test_a_child_is_heard_even_when_everybody_who_reads_is_kept_out(cast: Cast) -> None:
    kept_out_of_a_case_with_sem(cast, cast.carla, cast.hein)
    kept = somebody_tells(doors_of(cast), told(bullied=(Named("Sem"),)))
    assert readers(kept) == {"Carla", "Hein"} == {one.name.split()[0] for one in by_role(kept)}


def test_somebody_who_left_reads_nothing(cast: Cast) -> None:
    somebody_tells(doors_of(cast))
    cast.carla.is_active = False
    cast.carla.save()
    assert not visible_to(cast.carla).exists()


# Letters


def test_who_reads_it_gets_one_letter_that_tells_nothing(cast: Cast) -> None:
    somebody_tells(doors_of(cast), told("Een geheim."))
    assert write(school=cast.school, at=NOW) == 2
    assert letters("told_something") == {"Carla", "Hein"}
    for letter in Letter.objects.filter(kind="told_something"):
        assert "geheim" not in f"{letter.text}{letter.html}{letter.subject}"
        assert letter.about is None


def test_what_comes_within_a_quarter_is_told_in_one_letter_and_what_comes_after_in_the_next(cast: Cast) -> None:
    door = doors_of(cast)
    for minute in range(60):
        somebody_tells(
            door, told(f"Dit is bericht {minute}, ik wil dat het stopt."), at=NOW + timedelta(minutes=minute)
        )
        write(school=cast.school, at=NOW + timedelta(minutes=minute))
    assert Letter.objects.filter(kind="told_something", to_staff=cast.carla).count() == 4
    write(school=cast.school, at=NOW + timedelta(minutes=60))  # what came since the last letter is told after all
    assert Letter.objects.filter(kind="told_something", to_staff=cast.carla).count() == 5
    assert not Incoming.objects.filter(to_write=True).exists()


def dangers_told(staff: StaffMember) -> int:
    return Letter.objects.filter(kind="told_danger", to_staff=staff, urgent=True).count()


def test_a_danger_is_told_at_once_in_a_holiday_too_and_each_of_the_first_by_itself(cast: Cast) -> None:
    door = doors_of(cast)
    christmas = NOW.replace(month=12, day=26, hour=3)
    for number in range(DANGERS_AN_HOUR + 2):
        somebody_tells(door, told(f"Ik ben bang {number}.", fears=(Fear.AFRAID_NOW,)), at=christmas)
        write(school=cast.school, at=christmas + timedelta(seconds=number))
    assert dangers_told(cast.hein) == DANGERS_AN_HOUR + 1  # the next of them goes with the letter of that quarter
    write(school=cast.school, at=christmas + timedelta(minutes=30))
    assert dangers_told(cast.hein) == DANGERS_AN_HOUR + 2  # and the last with that of the next
    assert not Incoming.objects.filter(danger_to_write=True).exists()


def test_another_schools_people_hear_nothing(cast: Cast) -> None:
    somebody_tells(doors_of(cast), DANGER)
    write(school=cast.linde.school, at=NOW)
    write(school=cast.school, at=NOW)
    assert {letter.school for letter in Letter.objects.all()} == {cast.school}


# Floods


def test_the_same_text_again_and_again_goes_to_the_hold_folder_and_stays_readable(cast: Cast) -> None:
    door = doors_of(cast)
    kept = [somebody_tells(door, told("Sem is een sukkel!")) for _time in range(TIMES + 2)]
    assert [one.held for one in kept] == [False] * TIMES + [True] * 2
    assert visible_to(cast.carla).count() == TIMES + 2


def test_a_whole_class_that_tells_on_one_morning_is_heard(cast: Cast) -> None:
    door = doors_of(cast)
    kept = [somebody_tells(door, told(f"Kind {number} vertelt iets.")) for number in range(MANY)]
    assert not any(one.held for one in kept)


def test_in_a_flood_of_nonsense_what_reads_as_a_message_stays_on_the_list(cast: Cast) -> None:
    door = doors_of(cast)
    nonsense = [somebody_tells(door, told(f"xqzv{number} plok bzzt{number}")) for number in range(MANY + 10)]
    real = somebody_tells(door, told("Ze zeggen elke dag dat ik niet mee mag doen."))
    named = somebody_tells(door, told("sem", bullied=(Named("Sem", "6"),)))
    assert [one.held for one in nonsense] == [False] * MANY + [True] * 10
    assert (real.held, named.held) == (False, False)


def test_an_hour_later_the_flood_is_over(cast: Cast) -> None:
    door = doors_of(cast)
    for number in range(MANY + 1):
        somebody_tells(door, told(f"xqzv{number}"))
    later = somebody_tells(door, told("xqzv"), at=NOW + timedelta(hours=1))
    assert not later.held


def test_what_is_held_makes_no_letter(cast: Cast) -> None:
    door = doors_of(cast)
    for _time in range(TIMES):
        somebody_tells(door, told("Hoi."))
    write(school=cast.school, at=NOW)
    somebody_tells(door, told("Hoi."))
    assert write(school=cast.school, at=NOW + timedelta(hours=1)) == 0


def test_a_parent_is_told_of_as_a_child_is(cast: Cast) -> None:
    assert readers(somebody_tells(doors_of(cast), by=By.PARENT)) == {"Carla", "Hein"}
