"""What pages ask of the outbox: who was sent what, what went wrong, and what the demo's mail page shows."""

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.mail import outbox, queries
from kring.mail.models import Letter, State
from kring.mail.retention import TEXTS_STAY, empty_old_letters
from kring.mail.sending import give_up
from kring.mail.transport import DemoMailPage, NotNow, Parcel, Refused
from tests.cast import NOW, Cast
from tests.mail.post import DAY, HOUR, MINUTE, Clock, Postbox, send_all, sender, state, write


def answering(parcel: Parcel) -> None:
    match parcel.recipient:
        case "carla@dewilg.example":
            raise Refused("550 5.1.1 No such user")
        case "hein@dewilg.example":
            raise NotNow("450 4.2.1 Mailbox busy")


def test_a_case_shows_per_person_what_became_of_the_letter(cast: Cast) -> None:
    case, version = uuid4(), uuid4()
    for person in (cast.mo, cast.carla, cast.hein):
        write(person, f"plan:{version}", about=case, version=version)
    write(cast.mo, "late", about=case)
    write(cast.mo, "elsewhere", about=uuid4(), version=uuid4())
    send_all(sender(Postbox(answering)), Clock())

    letters = queries.letters_of_version(case, version, school_id=cast.school.id)
    assert {letter.to_staff_id: (letter.state, letter.answer) for letter in letters} == {
        cast.mo.id: (State.SENT, ""),
        cast.carla.id: (State.REFUSED, "550 5.1.1 No such user"),
        cast.hein.id: (State.WAITING, "450 4.2.1 Mailbox busy"),
    }
    assert len(letters) == 3
    assert queries.letters_of_version(case, version, school_id=cast.linde.school.id) == []


def test_a_list_of_letters_is_one_query_and_fetches_no_texts(cast: Cast) -> None:
    case, version = uuid4(), uuid4()
    for number in range(20):
        write(cast.mo, str(number), about=case, version=version)
    queries.letters_of_version(case, version, school_id=cast.school.id)
    with CaptureQueriesContext(connection) as queried:
        shown = [
            (letter.to_staff_id, letter.state, letter.answer)
            for letter in queries.letters_of_version(case, version, school_id=cast.school.id)
        ]
    assert shown == [(cast.mo.id, State.WAITING, "")] * 20
    assert len(queried) == 1
    assert not any(body in queried[0]["sql"] for body in ("subject", "text", "html", "attachment"))


def test_refused_and_given_up_letters_are_the_administrators_until_seen_to(cast: Cast) -> None:
    refused, given_up, sent = write(cast.carla, at=NOW), write(cast.hein, at=NOW + HOUR), write(cast.mo)
    elsewhere = write(cast.linde.head)
    send_all(sender(Postbox(answering)), Clock(NOW + HOUR))
    assert give_up(now=NOW + 6 * DAY) == 1
    assert list(queries.undelivered(cast.school)) == [given_up, refused]
    assert (state(sent), state(elsewhere)) == (State.SENT, State.SENT)
    outbox.see_to(letter=refused, by=cast.ada, at=NOW + 6 * DAY)
    outbox.see_to(letter=sent, by=cast.ada, at=NOW + 6 * DAY)
    assert list(queries.undelivered(cast.school)) == [given_up]
    assert (state(refused), refused.seen_to_by) == (State.REFUSED, cast.ada)
    sent.refresh_from_db()
    assert sent.seen_to_at is None


def test_the_mail_page_of_the_demo_shows_what_was_kept_newest_first(cast: Cast) -> None:
    cast.school.is_demo = True
    cast.school.save()
    first, second = write(cast.mo, "a"), write(cast.mo, "b", at=NOW + HOUR)
    assert not queries.kept_letters(cast.school).exists()
    send_all(sender(DemoMailPage()), Clock(NOW + HOUR))
    assert list(queries.kept_letters(cast.school)) == [second, first]
    assert not queries.kept_letters(cast.linde.school).exists()


def test_texts_go_thirty_days_after_sending_and_everything_else_stays(cast: Cast) -> None:
    old, unsent = write(cast.mo, "old"), write(cast.carla, "unsent")
    send_all(sender(Postbox(answering)), Clock())
    assert empty_old_letters(at=NOW + TEXTS_STAY) == 0
    assert empty_old_letters(at=NOW + TEXTS_STAY + MINUTE) == 1
    assert empty_old_letters(at=NOW + 10 * TEXTS_STAY) == 0
    old, unsent = Letter.objects.get(id=old.id), Letter.objects.get(id=unsent.id)
    assert (old.text, old.html, old.attachment) == (None, None, None)
    assert (old.state, old.sent_at, old.address, old.subject) == (
        State.SENT,
        NOW,
        "mo@dewilg.example",
        "Er is een plan",
    )
    assert (unsent.state, unsent.text) == (State.REFUSED, "Er is een plan voor je om te lezen.\n")
