"""Letters with a link to come in with, and letters to an address that somebody no longer has."""

from datetime import timedelta

import pytest

from kring.mail import outbox, queries
from kring.mail.models import Letter, State
from kring.mail.retention import SECRETS_STAY, empty_old_letters
from kring.mail.sending import give_up
from kring.mail.transport import DemoMailPage, Parcel, Refused
from tests.cast import NOW, Cast, act_of
from tests.mail.post import DAY, HOUR, MINUTE, Clock, Postbox, read, send_all, sender, state, write
from tests.school import plain as actions


def test_a_link_is_gone_from_the_outbox_a_day_after_it_was_sent_and_that_it_was_sent_stays(cast: Cast) -> None:
    secret, plain = write(cast.mo, "password:1", secret=True), write(cast.mo)
    send_all(sender(Postbox()), Clock())
    assert empty_old_letters(at=NOW + SECRETS_STAY) == 0
    assert empty_old_letters(at=NOW + SECRETS_STAY + MINUTE) == 1
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.text, secret.html, secret.state) == (None, None, State.SENT)
    assert plain.text is not None


def test_a_link_that_will_not_be_sent_any_more_is_gone_too(cast: Cast) -> None:
    secret = write(cast.mo, "password:1", secret=True)
    outbox.withdraw(school=cast.school, at=NOW, to=cast.mo)
    assert empty_old_letters(at=NOW + SECRETS_STAY + MINUTE) == 1
    secret.refresh_from_db()
    assert (secret.text, secret.state) == (None, State.WITHDRAWN)


def test_a_link_that_waits_stays_whatever_happens(cast: Cast) -> None:
    secret = write(cast.mo, "password:1", secret=True)
    assert empty_old_letters(at=NOW + 30 * DAY) == 0
    secret.refresh_from_db()
    assert secret.text is not None


def test_a_letter_is_given_up_when_its_link_no_longer_works(cast: Cast) -> None:
    secret, plain = write(cast.mo, "password:1", secret=True, patience=timedelta(days=3)), write(cast.mo)
    give_up(now=NOW + 3 * DAY - HOUR, answer="away")
    assert state(secret) == State.WAITING
    give_up(now=NOW + 3 * DAY, answer="away")
    assert (state(secret), state(plain)) == (State.GIVEN_UP, State.WAITING)
    with pytest.raises(outbox.LinkIsOld):
        outbox.send_again(letter=secret, at=NOW + 4 * DAY)


def test_the_demos_mail_page_shows_no_letter_with_which_a_visitor_comes_in_as_another(cast: Cast) -> None:
    cast.school.is_demo = True
    cast.school.save()
    write(cast.mo, "password:1", secret=True)
    plain = write(cast.mo)
    send_all(sender(DemoMailPage()), Clock())
    assert list(queries.kept_letters(cast.school)) == [plain]


def test_a_word_to_the_former_address_goes_there_whatever_becomes_of_the_person(cast: Cast) -> None:
    letter = write(cast.mo, "address:1", address="Oud@DeWilg.example")
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, email="")
    postbox = Postbox()
    send_all(sender(postbox), Clock())
    assert [parcel.recipient for parcel in postbox.parcels] == ["oud@dewilg.example"]
    assert str(read(postbox.parcels[0].content)["To"]) == "oud@dewilg.example"
    letter.refresh_from_db()
    assert (letter.to_staff, letter.state) == (None, State.SENT)


def test_the_same_occasion_gives_the_former_address_one_letter(cast: Cast) -> None:
    first = write(cast.mo, "address:1", address="oud@dewilg.example")
    assert write(cast.mo, "address:1", address="oud@dewilg.example") == first
    assert Letter.objects.count() == 1


def test_who_has_no_account_any_more_can_still_be_written_to_at_the_former_address(cast: Cast) -> None:
    without = actions.change_staff(act=act_of(cast.ada), staff=cast.mo, email="")
    assert write(without, "address:1", address="mo@dewilg.example").address == "mo@dewilg.example"
    with pytest.raises(outbox.NoAddress):
        write(without, "address:2")


def test_a_former_address_that_is_refused_is_no_task_for_anybody(cast: Cast) -> None:
    def refuse(parcel: Parcel) -> None:
        raise Refused("550 no such user")

    letter = write(cast.mo, "address:1", address="tikfout@dewilg.example")
    send_all(sender(Postbox(refuse)), Clock())
    assert state(letter) == State.REFUSED
    assert not queries.undelivered(cast.school).exists()


def test_a_link_that_never_arrived_goes_a_day_after_that_was_known(cast: Cast) -> None:
    refused, given_up = write(cast.mo, "a", secret=True), write(cast.mo, "b", secret=True)
    Letter.objects.filter(pk=refused.pk).update(refused_at=NOW)
    Letter.objects.filter(pk=given_up.pk).update(given_up_at=NOW)
    plan = write(cast.mo, "c")
    Letter.objects.filter(pk=plan.pk).update(refused_at=NOW)
    assert empty_old_letters(at=NOW + DAY) == 0
    assert empty_old_letters(at=NOW + DAY + HOUR) == 2
    texts = {letter.pk: letter.text for letter in Letter.objects.all()}
    assert (texts[refused.pk], texts[given_up.pk]) == (None, None)
    assert texts[plan.pk]
