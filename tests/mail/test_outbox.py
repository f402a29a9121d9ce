"""Writing letters: with the act they tell about, once for each person and occasion, and nothing forged."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from kring.mail import outbox
from kring.mail.models import Attachment, Letter, State, UnsentLetterStays
from kring.mail.outbox import AlreadySent, NoAddress, NotOneLine
from kring.mail.sending import claim, give_up
from kring.mail.transport import Parcel, Refused
from tests.cast import NOW, Cast, make_cast
from tests.mail.post import DAY, MINUTE, Clock, Postbox, read, send_all, sender, state, write


def test_a_letter_waits_for_its_moment_and_then_goes(cast: Cast) -> None:
    letter = write(cast.mo, not_before=NOW + 10 * MINUTE)
    box, clock = Postbox(), Clock()
    send_all(sender(box), clock)
    assert (state(letter), box.parcels) == (State.WAITING, [])
    clock.on(10 * MINUTE)
    send_all(sender(box), clock)
    assert (state(letter), letter.sent_at) == (State.SENT, NOW + 10 * MINUTE)
    (parcel,) = box.parcels
    assert parcel.recipient == "mo@dewilg.example"


def test_an_act_that_fails_leaves_no_letter(cast: Cast) -> None:
    def act() -> None:
        with transaction.atomic():
            write(cast.mo)
            raise RuntimeError("the plan could not be issued")

    with pytest.raises(RuntimeError):
        act()
    assert not Letter.objects.exists()


def test_the_same_occasion_gives_a_person_one_letter_and_another_person_one_too(cast: Cast) -> None:
    first = write(cast.mo, "late:1")
    again = write(cast.mo, "late:1", subject="Iets anders", at=NOW + DAY)
    assert again.pk == first.pk
    assert again.subject == "Er is een plan"
    assert write(cast.carla, "late:1").pk != first.pk
    assert Letter.objects.count() == 2


def test_a_letter_is_put_again_after_it_was_sent_without_going_again(cast: Cast) -> None:
    write(cast.mo, "late:1")
    box = Postbox()
    send_all(sender(box), Clock())
    write(cast.mo, "late:1")
    send_all(sender(box), Clock())
    assert len(box.parcels) == 1


@pytest.mark.django_db(transaction=True)
def test_four_at_the_same_moment_write_one_letter(transactional_db: None) -> None:
    cast, ready = make_cast(), Barrier(4)

    def go(number: int) -> object:
        try:
            ready.wait()
            return write(cast.mo, "late:1").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(go, range(4)))) == 1
    assert Letter.objects.count() == 1


def test_who_has_no_address_gets_no_letter(cast: Cast) -> None:
    assert outbox.address_of(cast.mo) == "mo@dewilg.example"
    cast.mo.is_active = False
    assert outbox.address_of(cast.mo) is None
    with pytest.raises(NoAddress):
        write(cast.mo)
    cast.bram.account = None
    assert outbox.address_of(cast.bram) is None


def test_a_letter_of_one_school_goes_to_nobody_of_another(cast: Cast) -> None:
    with pytest.raises(ValueError, match="another"):
        outbox.put(
            school=cast.school,
            kind="late",
            to=cast.linde.head,
            subject="Te laat",
            text="x",
            html="x",
            at=NOW,
            key="late:1",
        )


@pytest.mark.parametrize("evil", ["Te laat\nBcc: anders@elders.example", "Te laat\r\n", "Te laat\x00", "Te\u2028laat"])
def test_a_subject_is_one_line(cast: Cast, evil: str) -> None:
    with pytest.raises(NotOneLine):
        write(cast.mo, subject=evil)
    with pytest.raises(NotOneLine):
        write(cast.mo, attachment=Attachment(f"{evil}.pdf", b"%PDF"))
    assert not Letter.objects.exists()


def test_an_address_that_would_forge_a_header_is_refused(cast: Cast) -> None:
    assert cast.mo.account is not None
    cast.mo.account.email = "mo@dewilg.example\nbcc: anders@elders.example"
    with pytest.raises(NotOneLine):
        write(cast.mo)


def test_what_a_letter_says_cannot_be_read_in_the_database(cast: Cast) -> None:
    letter = write(
        cast.mo, subject="Geheimeregel", text="Geheimetekst", html="Geheimehtml", attachment=Attachment("g.pdf", b"Gh")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Letter._meta.db_table}")  # noqa: S608 - the name of our own table
        cells = [bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in cursor.fetchall()[0]]
    assert not any(b"eheime" in cell or b"g.pdf" in cell for cell in cells)
    letter = Letter.objects.get(id=letter.id)
    assert (letter.subject, letter.text, letter.html) == ("Geheimeregel", "Geheimetekst", "Geheimehtml")
    assert letter.attachment == Attachment("g.pdf", b"Gh", "application/pdf")


def test_an_unsent_letter_is_never_deleted(cast: Cast) -> None:
    letter = write(cast.mo)
    with pytest.raises(UnsentLetterStays):
        letter.delete()
    with pytest.raises(UnsentLetterStays):
        Letter.objects.all().delete()
    give_up(now=NOW + 6 * DAY, answer="weg")
    assert state(letter) == State.GIVEN_UP
    with pytest.raises(UnsentLetterStays):
        letter.delete()
    send_all(sender(Postbox()), Clock())
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "nonsense",
    [
        {"address": "Mo@dewilg.example"},
        {"address": ""},
        {"kind": ""},
        {"claimed_by": "worker 1"},
        {"claimed_until": NOW},
        {"sent_at": NOW, "refused_at": NOW},
        {"given_up_at": NOW, "withdrawn_at": NOW},
        {"kept": True},
        {"text": None},
        {"seen_to_at": NOW},
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(cast: Cast, nonsense: dict[str, object]) -> None:
    letter = write(cast.mo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(id=letter.id).update(**nonsense)


def test_withdrawn_letters_stay_and_do_not_go(cast: Cast) -> None:
    case = uuid4()
    about = write(cast.mo, "a", about=case)
    of_another = write(cast.carla, "a", about=case)
    elsewhere = write(cast.mo, "b", about=uuid4())
    assert outbox.withdraw(school=cast.school, at=NOW, about=case, to=cast.mo) == 1
    box = Postbox()
    send_all(sender(box), Clock())
    assert [state(letter) for letter in (about, of_another, elsewhere)] == [State.WITHDRAWN, State.SENT, State.SENT]
    assert len(box.parcels) == 2
    with pytest.raises(ValueError, match="name the case"):
        outbox.withdraw(school=cast.school, at=NOW, kind="plan_issued")


def test_who_left_the_school_gets_no_letter_any_more(cast: Cast) -> None:
    letter = write(cast.mo)
    cast.mo.is_active = False
    cast.mo.save()
    box = Postbox()
    send_all(sender(box), Clock())
    assert (state(letter), box.parcels) == (State.WITHDRAWN, [])


def test_a_refused_letter_can_go_again_to_the_address_that_was_put_right(cast: Cast) -> None:
    def refuse(parcel: Parcel) -> None:
        if parcel.recipient == "mo@dewilg.example":
            raise Refused("550 No such user")

    letter, box, clock = write(cast.mo), Postbox(refuse), Clock()
    send_all(sender(box), clock)
    assert (state(letter), letter.answer, box.parcels) == (State.REFUSED, "550 No such user", [])
    assert cast.mo.account is not None
    cast.mo.account.email = "m.yilmaz@dewilg.example"
    cast.mo.account.save()
    clock.on(DAY)
    assert outbox.send_again(letter=letter, at=clock.now).state == State.WAITING
    with pytest.raises(AlreadySent):
        outbox.send_again(letter=letter, at=clock.now)
    send_all(sender(box), clock)
    assert (state(letter), letter.answer) == (State.SENT, "")
    (parcel,) = box.parcels
    assert parcel.recipient == read(parcel.content)["To"] == "m.yilmaz@dewilg.example"
    with pytest.raises(AlreadySent):
        outbox.send_again(letter=letter, at=clock.now)


def test_a_claimed_letter_is_in_one_hand_until_the_lease_runs_out(cast: Cast) -> None:
    letter = write(cast.mo)
    first = claim(now=NOW, by="worker 1")
    assert first is not None
    assert claim(now=NOW + timedelta(minutes=4), by="worker 2") is None
    second = claim(now=NOW + timedelta(minutes=5), by="worker 2")
    assert second is not None
    assert (first.pk, second.pk, second.tries) == (letter.pk, letter.pk, 2)
