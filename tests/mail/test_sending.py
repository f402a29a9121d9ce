"""The worker's hand in the outbox: oldest first, nothing lost, nothing twice, no letter is another's trouble."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from threading import Barrier, Lock

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from kring.mail.models import Letter, State
from kring.mail.outbox import PATIENCE
from kring.mail.sending import AWAY_PAUSES, LEASE, PAUSES, claim, give_up, pause_after
from kring.mail.transport import DemoMailPage, NoServer, NotNow, Parcel, Point
from tests.cast import NOW, Cast, make_cast
from tests.mail.post import DAY, HOUR, MINUTE, Clock, Postbox, read, send_all, sender, state, write, write_many

SECOND = timedelta(seconds=1)


class Killed(BaseException):
    """The worker died here: nothing of it goes on, not even its error handling."""


class Executioner:
    """Kills whoever passes this point, so many times."""

    def __init__(self, point: Point, times: int = 1) -> None:
        self.point = point
        self.times = times

    def __call__(self, point: Point) -> None:
        if point is self.point and self.times > 0:
            self.times -= 1
            raise Killed


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    logging.getLogger("kring").addHandler(caplog.handler)
    yield caplog
    logging.getLogger("kring").removeHandler(caplog.handler)


def test_the_oldest_goes_first_and_what_is_urgent_overtakes_all(cast: Cast) -> None:
    newest = write(cast.mo, "c", at=NOW)
    oldest = write(cast.mo, "a", at=NOW - 2 * HOUR)
    middle = write(cast.mo, "b", at=NOW - HOUR)
    danger = write(cast.hein, "danger", at=NOW, urgent=True)
    box = Postbox()
    send_all(sender(box), Clock())
    assert box.ids == [letter.message_id for letter in (danger, oldest, middle, newest)]


def test_nothing_is_sent_inside_a_transaction(cast: Cast) -> None:
    def taking(parcel: Parcel) -> None:
        depths.append(len(connection.savepoint_ids))

    depths: list[int] = []
    before = len(connection.savepoint_ids)
    write(cast.mo)
    send_all(sender(Postbox(taking)), Clock())
    assert depths == [before]


def test_a_letter_costs_few_queries_and_an_empty_outbox_one(cast: Cast) -> None:
    write(cast.mo)
    hand, clock = sender(Postbox()), Clock()
    send_all(hand, clock)
    for number in range(10):
        write(cast.mo, str(number))
    with CaptureQueriesContext(
        connection,
    ) as ten:
        hand.send_some(clock)
    with CaptureQueriesContext(connection) as none:
        hand.send_some(clock)
    assert len(none) == 1
    # The savepoint of each claim counts for two here.
    assert len(ten) <= 10 * 5 + 5


@pytest.mark.slow
def test_the_mail_server_is_away_for_three_days_with_a_thousand_letters_waiting(cast: Cast) -> None:
    write_many(cast, 1_000, made=lambda number: NOW - timedelta(seconds=1_000 - number))
    box, clock = Postbox(), Clock()
    box.away = True
    hand = sender(box)
    while clock.now < NOW + 72 * HOUR:
        assert hand.send_some(clock) is False
        clock.on(10 * MINUTE)
    assert box.opened == 72 * 6
    assert Letter.objects.waiting().filter(tries=0).count() == 1_000
    box.away = False
    send_all(hand, clock)
    in_order = Letter.objects.order_by("made_at").values_list("message_id", flat=True)
    assert box.ids == list(in_order)
    assert Letter.objects.filter(sent_at=clock.now).count() == 1_000


def test_a_server_that_is_away_is_tried_every_minute_and_spoken_of_once(
    cast: Cast, log: pytest.LogCaptureFixture
) -> None:
    write(cast.mo)
    box, clock = Postbox(), Clock()
    box.away = True
    hand = sender(box)
    for _ in range(600):
        hand.send_some(clock)
        clock.on(SECOND)
    assert box.opened == len(AWAY_PAUSES) + (600 - sum(pause.seconds for pause in AWAY_PAUSES[:-1])) // 60
    assert [record.levelname for record in log.records] == ["WARNING"]
    assert "Connection refused" in log.text


def test_after_five_days_a_letter_is_a_task_for_a_person(cast: Cast) -> None:
    letter = write(cast.mo)
    box, clock = Postbox(), Clock(NOW + PATIENCE - SECOND)
    box.away = True
    hand = sender(box)
    hand.send_some(clock)
    assert state(letter) == State.WAITING
    clock.on(10 * SECOND)
    hand.send_some(clock)
    assert (state(letter), letter.given_up_at) == (State.GIVEN_UP, clock.now)
    assert letter.answer == "[Errno 111] Connection refused"
    box.away = False
    clock.on(DAY)
    send_all(hand, clock)
    assert (state(letter), box.parcels) == (State.GIVEN_UP, [])


def test_a_letter_that_was_tried_for_five_days_is_given_up_and_one_that_never_was_gets_its_turn(cast: Cast) -> None:
    def not_now(parcel: Parcel) -> None:
        raise NotNow("450 Mailbox busy")

    tried, clock = write(cast.mo, "tried"), Clock()
    while clock.now < NOW + PATIENCE:
        send_all(sender(Postbox(not_now)), clock)
        clock.on(30 * MINUTE)
    new = write(cast.carla, "new")  # written long ago, by a worker that then stood still
    assert give_up(now=clock.now) == 1
    assert (state(tried), tried.answer, state(new)) == (State.GIVEN_UP, "450 Mailbox busy", State.WAITING)
    send_all(sender(Postbox()), clock)
    assert state(new) == State.SENT


def test_the_pauses_after_a_temporary_answer_grow(cast: Cast) -> None:
    def not_now(parcel: Parcel) -> None:
        moments.append(clock.now)
        raise NotNow("450 Mailbox busy")

    moments: list[object] = []
    letter, clock = write(cast.mo), Clock()
    hand = sender(Postbox(not_now))
    while len(moments) < 7:
        send_all(hand, clock)
        clock.on(MINUTE)
    assert [pause_after(tries) for tries in range(1, 7)] == [*PAUSES, PAUSES[-1]]
    assert moments == [NOW + sum(PAUSES[:tries], 0 * MINUTE) for tries in range(6)] + [NOW + sum(PAUSES, HOUR)]
    assert (state(letter), letter.answer, letter.tries) == (State.WAITING, "450 Mailbox busy", 7)


def test_a_poisoned_letter_holds_up_nobody(cast: Cast, log: pytest.LogCaptureFixture) -> None:
    poisoned = write(cast.mo, "poison", at=NOW - DAY)
    # What another row was sealed with does not open here.
    other = Letter.objects.filter(id=write(cast.mo, "other", at=NOW - HOUR).id)
    with connection.cursor() as cursor:
        table = Letter._meta.db_table
        cursor.execute(
            f"UPDATE {table} SET text = (SELECT text FROM {table} WHERE id = %s) WHERE id = %s",  # noqa: S608
            [_id(other.get()), _id(poisoned)],
        )
    letters = [write(cast.carla, str(number)) for number in range(5)]
    box, clock = Postbox(), Clock()
    hand = sender(box)
    send_all(hand, clock)
    assert [state(letter) for letter in letters] == [State.SENT] * 5
    poisoned = Letter.objects.get(id=poisoned.id)
    assert (poisoned.state, poisoned.tries) == (State.WAITING, 1)
    assert poisoned.answer == "Deze mail kan niet worden gemaakt."
    assert f"Letter {poisoned.id} cannot be made" in log.text
    assert "mo@dewilg.example" not in log.text
    clock.now = NOW + PAUSES[0]
    later = write(cast.carla, "later", at=clock.now)
    send_all(hand, clock)
    assert state(later) == State.SENT


def _id(letter: Letter) -> str:
    return letter.id.hex if connection.vendor == "sqlite" else str(letter.id)


def test_a_letter_that_kills_every_worker_comes_back_less_and_less_often(cast: Cast) -> None:
    def killing(point: Point) -> None:
        deaths.append(clock.now)
        raise Killed

    deaths: list[datetime] = []
    letter, clock = write(cast.mo, at=NOW), Clock()
    while clock.now < NOW + 6 * HOUR:
        with suppress(Killed):
            sender(Postbox(), between=killing).send_some(clock)
        clock.on(MINUTE)
    minutes_between = [(later - earlier) / MINUTE for earlier, later in pairwise(deaths)]
    assert minutes_between == [5, 5, 5, 15, 60, 60, 60, 60, 60]
    letter.refresh_from_db()
    assert letter.tries == 10


def test_a_dead_domain_holds_up_nobody_for_more_than_one_try(cast: Cast) -> None:
    """Its forty letters are the oldest, and each would keep us waiting for the longest time that a letter may take."""
    longest = 40 * SECOND

    def taking(parcel: Parcel) -> None:
        if parcel.recipient.endswith("@dood.example"):
            clock.on(longest)
            raise NotNow("timed out", hung=True)
        arrived.append(clock.now)

    write_many(cast, 40, made=lambda number: NOW - DAY, addresses=("mo@dood.example",))
    letters = [write(cast.mo, str(number)) for number in range(3)]
    arrived: list[object] = []
    clock = Clock()
    hand = sender(Postbox(taking))
    for _ in range(10):
        hand.send_some(clock)
    assert [state(letter) for letter in letters] == [State.SENT] * 3
    assert arrived == [NOW + longest] * 3
    # And a new one waits no longer than for the one that is being tried.
    made = clock.now
    new = write(cast.carla, "new", at=made)
    hand.send_some(clock)
    assert (state(new), new.sent_at) == (State.SENT, made)
    send_all(hand, clock)
    assert Letter.objects.waiting().filter(tries__gte=1, address="mo@dood.example").count() == 40


def test_a_domain_that_lives_again_stands_in_line_again(cast: Cast) -> None:
    dead = [True]

    def taking(parcel: Parcel) -> None:
        if dead[0] and parcel.recipient.endswith("@dood.example"):
            raise NotNow("timed out", hung=True)

    write_many(cast, 2, made=lambda number: NOW - DAY, addresses=("mo@dood.example",))
    box, clock = Postbox(taking), Clock()
    hand = sender(box)
    send_all(hand, clock)
    assert box.parcels == []
    dead[0] = False
    clock.on(PAUSES[0])
    send_all(hand, clock)
    assert len(box.parcels) == 2


@pytest.mark.parametrize("point", list(Point))
def test_a_worker_that_dies_at_this_point_loses_nothing(cast: Cast, point: Point) -> None:
    letter, box, clock = write(cast.mo), Postbox(), Clock()
    with pytest.raises(Killed):
        sender(box, "worker 1", Executioner(point)).send_some(clock)
    send_all(sender(box, "worker 2"), clock)
    assert state(letter) == State.WAITING  # the lease has not run out
    clock.on(LEASE)
    send_all(sender(box, "worker 2"), clock)
    assert state(letter) == State.SENT
    # Only who dies with the other side's yes in hand makes a second copy, and it is recognised as the same letter.
    copies = 2 if point is Point.ACCEPTED else 1
    assert box.ids == [letter.message_id] * copies
    assert len({parcel.content for parcel in box.parcels}) == 1


@pytest.mark.slow
def test_two_hundred_deaths_at_random_points(cast: Cast) -> None:
    random, clock, box = Random(20261123), Clock(), Postbox()
    write_many(cast, 120, made=lambda number: NOW)
    deaths, after_acceptance = 0, 0
    while deaths < 200:
        point = random.choice(list(Point))
        passes = random.randrange(4)

        def between(passed: Point) -> None:
            nonlocal passes
            if passed is point:  # noqa: B023 - called in this round of the loop only
                if passes == 0:
                    raise Killed
                passes -= 1

        if not Letter.objects.waiting().exists():
            write_many_more(cast, random)
        try:
            sender(box, f"worker {deaths}", between).send_some(clock)
        except Killed:
            deaths += 1
            after_acceptance += point is Point.ACCEPTED
        clock.on(timedelta(seconds=random.randrange(900)))
    clock.on(2 * HOUR)
    send_all(sender(box, "the last worker"), clock)
    assert not Letter.objects.waiting().exists()
    assert set(box.ids) == set(Letter.objects.values_list("message_id", flat=True))
    assert len(box.parcels) == Letter.objects.count() + after_acceptance


def write_many_more(cast: Cast, random: Random) -> None:
    for _ in range(20):
        write(cast.mo, str(random.random()))


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_no_letter_twice(transactional_db: None) -> None:
    cast, ready, lock = make_cast(), Barrier(4), Lock()
    write_many(cast, 80, made=lambda number: NOW)

    class Shared(Postbox):
        def carry(self, parcel: Parcel, **more: object) -> None:
            with lock:
                self.parcels.append(parcel)

    box, clock = Shared(), Clock()

    def go(number: int) -> None:
        try:
            ready.wait()
            hand = sender(box, f"worker {number}")
            while Letter.objects.waiting().exists():
                hand.send_some(clock)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(go, range(4)))
    assert len(box.parcels) == 80
    assert set(box.copies.values()) == {1}


def test_who_comes_back_after_its_lease_ran_out_changes_nothing_of_the_others_work(cast: Cast) -> None:
    """A machine that slept for an hour in the middle of a letter, and then hears that the server is busy."""
    letter, clock = write(cast.mo), Clock()
    box = Postbox()

    def asleep(parcel: Parcel) -> None:
        clock.on(HOUR)
        send_all(sender(box, "worker 2"), clock)
        raise NotNow("421 Too slow")

    sender(Postbox(asleep), "worker 1").send_some(clock)
    assert (state(letter), letter.answer, len(box.parcels)) == (State.SENT, "", 1)


def test_a_letter_withdrawn_while_it_is_being_sent_is_marked_as_what_happened(cast: Cast) -> None:
    def taking(parcel: Parcel) -> None:
        Letter.objects.update(withdrawn_at=NOW)

    letter = write(cast.mo)
    send_all(sender(Postbox(taking)), Clock())
    assert (state(letter), letter.withdrawn_at) == (State.SENT, None)


def test_a_turn_ends_after_a_few_seconds_so_that_a_worker_can_stop(cast: Cast) -> None:
    def taking(parcel: Parcel) -> None:
        clock.on(2 * SECOND)

    write_many(cast, 10, made=lambda number: NOW)
    box, clock = Postbox(taking), Clock()
    assert sender(box).send_some(clock) is True
    assert len(box.parcels) == 3
    assert not Letter.objects.exclude(claimed_by="").exists()


def test_in_the_demo_a_letter_is_kept_for_its_mail_page(cast: Cast) -> None:
    cast.school.is_demo = True
    cast.school.clock_ahead_days = 8
    cast.school.save()
    # The school's own date runs ahead of the worker's clock.
    letter = write(cast.mo, at=NOW + 8 * DAY)
    send_all(sender(DemoMailPage()), Clock())
    assert (state(letter), letter.kept, letter.sent_at) == (State.SENT, True, NOW + 8 * DAY)


def test_a_letter_of_a_demo_school_never_leaves_the_machine_also_where_a_mail_server_is(cast: Cast) -> None:
    cast.school.is_demo = True
    cast.school.save()
    letter, real = write(cast.mo), write(cast.linde.head)
    box = Postbox()
    send_all(sender(box), Clock())
    assert (state(letter), letter.kept) == (State.SENT, True)
    assert (state(real), real.kept) == (State.SENT, False)
    assert box.ids == [real.message_id]


def test_without_a_mail_server_letters_wait_and_then_ask_for_a_person(cast: Cast) -> None:
    letter, clock = write(cast.mo), Clock()
    hand = sender(NoServer())
    send_all(hand, clock)
    assert state(letter) == State.WAITING
    clock.on(PATIENCE)
    send_all(hand, clock)
    assert (state(letter), letter.answer) == (State.GIVEN_UP, "There is no mail server: KRING_SMTP is not set.")


def test_trying_again_gives_the_same_bytes(cast: Cast) -> None:
    def not_now(parcel: Parcel) -> None:
        seen.append(parcel.content)
        if len(seen) < 3:
            raise NotNow("450 Busy")

    seen: list[bytes] = []
    letter, clock = write(cast.mo), Clock()
    hand = sender(Postbox(not_now))
    for _ in range(3):
        send_all(hand, clock)
        clock.on(HOUR)
    assert len(seen) == 3
    assert len(set(seen)) == 1
    assert read(seen[0])["Message-ID"] == letter.message_id


def test_a_claim_is_taken_by_nobody_when_there_is_nothing(cast: Cast) -> None:
    assert claim(now=NOW, by="worker 1", avoid=["dood.example"]) is None
