"""Where the board has no address any more, the coordinator reads what waits for it; the head hears nothing of that."""

from datetime import timedelta

import pytest

from kring.cases.actions import people
from kring.cases.errors import NotAllowed
from kring.config import jobs
from kring.mail.models import Letter
from kring.reports.access import visible_to
from kring.reports.actions import board, coming_back, settling
from kring.reports.models import Door, For, Incoming, Link, State
from kring.reports.told import Fear, Named, Subject
from kring.reports.waiting import Asks, waits_for
from kring.school.act import Itself
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from tests.cases.telling import tell
from tests.cast import ITSELF, NOW, TODAY, Cast
from tests.reports.outside import mailed
from tests.reports.telling import doors_of, somebody_tells, told
from tests.school import plain as actions
from tests.whole_job import done_whole

MAIL = "bo@example.org"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def about_the_head(cast: Cast) -> Incoming:
    kept = somebody_tells(doors_of(cast, board_mail=MAIL), told("Hij schreeuwt tegen ons."), subject=Subject.HEAD)
    mailed(kept.school)
    return kept


def now_of(incoming: Incoming) -> Incoming:
    incoming.refresh_from_db()
    return incoming


def test_what_waits_for_the_board_is_read_by_the_coordinator_once_its_address_is_gone(
    cast: Cast, about_the_head: Incoming
) -> None:
    assert not visible_to(cast.carla).exists()
    doors_of(cast)
    assert visible_to(cast.carla).get() == about_the_head
    assert [one.asks for one in waits_for(cast.carla, TODAY)] == [Asks.NEW]
    assert settling.write(school=cast.school, at=LATER) == 1
    letter = Letter.objects.get(kind="told_something")
    assert letter.to_staff == cast.carla
    line = TrailLine.objects.get(verb=Verb.TOLD_TO_COORDINATOR)
    assert (line.subject_id, line.by_id) == (about_the_head.pk, None)


def test_the_head_sees_and_hears_nothing_of_it(cast: Cast, about_the_head: Incoming) -> None:
    doors_of(cast)
    settling.write(school=cast.school, at=LATER)
    assert not visible_to(cast.hein).exists()
    assert not waits_for(cast.hein, TODAY)
    assert not Letter.objects.filter(to_staff=cast.hein).exists()


def test_what_the_board_was_mailed_it_goes_on_reading_and_answering(cast: Cast, about_the_head: Incoming) -> None:
    """The head, about whom it is, may keep the board's address: they take from the board nothing that it has."""
    doors_of(cast)
    moved = now_of(about_the_head)
    assert moved.for_whom == For.COORDINATORS
    board.read(incoming=moved, came=Itself(LATER))
    board.answer(
        incoming_id=moved.pk,
        school_id=moved.school_id,
        came=Itself(LATER),
        text="Wij praten met hem.",
        token=cast.school.pk,
    )
    assert now_of(about_the_head).state == State.ANSWERED
    assert moved.said.get().by_board


def test_what_was_never_mailed_to_the_board_it_does_not_read(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), told("Hij schreeuwt tegen ons."), subject=Subject.HEAD)
    assert now_of(kept).for_whom == For.COORDINATORS
    with pytest.raises(NotAllowed):
        board.read(incoming=kept, came=Itself(LATER))
    with pytest.raises(NotAllowed):
        board.answer(
            incoming_id=kept.pk, school_id=kept.school_id, came=Itself(LATER), text="Wij kijken.", token=kept.pk
        )


def test_asking_for_the_boards_link_anew_alarms_nobody_of_the_school(cast: Cast, about_the_head: Incoming) -> None:
    doors_of(cast)
    settling.write(school=cast.school, at=LATER)
    letters = Letter.objects.count()
    coming_back.ask_link_again(Link.objects.get(for_board=True))
    assert settling.write(school=cast.school, at=LATER + timedelta(hours=2)) == 0
    assert Letter.objects.count() == letters


def test_a_new_address_of_the_board_keeps_it_with_the_board(cast: Cast, about_the_head: Incoming) -> None:
    doors_of(cast, board_mail="ria@example.org")
    assert now_of(about_the_head).for_whom == For.BOARD
    assert not TrailLine.objects.filter(verb=Verb.TOLD_TO_COORDINATOR).exists()


def test_what_the_board_finished_stays_with_it_until_who_told_it_says_something_more(
    cast: Cast, about_the_head: Incoming
) -> None:
    board.read(incoming=about_the_head, came=Itself(NOW))
    board.answer(
        incoming_id=about_the_head.pk,
        school_id=about_the_head.school_id,
        came=Itself(NOW),
        text="Wij hebben met hem gepraat.",
        token=about_the_head.pk,
        ends=True,
    )
    doors_of(cast)
    assert now_of(about_the_head).for_whom == For.BOARD
    coming_back.add(
        incoming_id=about_the_head.pk,
        school_id=about_the_head.school_id,
        came=Itself(LATER),
        text="Hij doet het weer.",
        token=cast.school.pk,
    )
    done_whole(jobs.settle_what_was_told, LATER)
    assert (now_of(about_the_head).for_whom, about_the_head.state) == (For.COORDINATORS, State.NEW)
    assert visible_to(cast.carla).get() == about_the_head


def test_an_address_that_went_earlier_is_noticed_by_the_worker_on_the_promised_day(
    cast: Cast, about_the_head: Incoming
) -> None:
    Door.objects.update(board_mail="", board_name="")  # as an earlier Kring left it
    done_whole(jobs.remind_of_what_was_told, NOW + (about_the_head.promised_on - TODAY) + timedelta(hours=8))
    assert now_of(about_the_head).for_whom == For.COORDINATORS
    assert Letter.objects.get(kind="told_waits").to_staff == cast.carla


def test_a_danger_alarms_the_coordinator_at_once(cast: Cast) -> None:
    door = doors_of(cast, board_mail=MAIL)
    somebody_tells(door, told("Ik durf niet meer.", fears=(Fear.AFRAID_NOW,)), subject=Subject.HEAD)
    mailed(cast.school)
    doors_of(cast)
    settling.write(school=cast.school, at=LATER)
    assert Letter.objects.get(kind="told_danger").to_staff == cast.carla


def test_a_coordinator_who_is_kept_out_of_a_case_with_that_child_still_does_not_read_it(cast: Cast) -> None:
    cor = actions.add_staff(act=ITSELF, school=cast.school, name="Cor Wilders", role="coordinator")
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cor.pk)
    door = doors_of(cast, board_mail=MAIL)
    somebody_tells(door, told("Hij is boos op Sem.", bullied=(Named("Sem", "6"),)), subject=Subject.HEAD)
    doors_of(cast)
    assert visible_to(cast.carla).exists()
    assert not visible_to(cor).exists()


def test_without_a_coordinator_it_waits_for_the_board(cast: Cast, about_the_head: Incoming) -> None:
    StaffMember.objects.filter(role="coordinator", school=cast.school).update(is_active=False)
    Door.objects.update(board_mail="", board_name="")
    assert settling.rest_with_coordinator(school=cast.school, at=LATER) == 0
    assert now_of(about_the_head).for_whom == For.BOARD
