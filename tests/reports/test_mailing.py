"""A parent with an address gets a mail that says nothing, with a link that opens once; the address is kept sealed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from kring.cases.models import Case
from kring.mail.models import Letter
from kring.mail.retention import empty_old_letters
from kring.mail.sending import Sender
from kring.mail.transport import Refused as ServerRefused
from kring.protocol.terms import Ending
from kring.reports.actions import coming_back, handling
from kring.reports.actions.mailing import AN_HOUR, ask_again, remind_board, say_how_it_stands
from kring.reports.actions.reminding import to_remind
from kring.reports.links import A_DAY, WORKS, find_link, mail_digest, open_link
from kring.reports.models import By, Incoming, Link, State, ToMail
from kring.reports.promise import ASKED_AGAIN_AFTER
from kring.reports.told import Subject, Teller
from kring.school.act import Itself
from tests.cases.telling import tell
from tests.cast import NOW, TODAY, Cast
from tests.reports.outside import link_in, mailed
from tests.reports.telling import act_of, doors_of, somebody_tells, told

ILSE = Teller(name="Ilse Zwaluwnest", child="Sem", mail="ilse.zwaluwnest@example.org")


def a_parent_tells(cast: Cast, *, teller: Teller = ILSE, language: str = "nl", **more: Any) -> Incoming:
    kept = somebody_tells(doors_of(cast), by=By.PARENT, teller=teller, **more)
    Incoming.objects.filter(pk=kept.pk).update(language=language)
    kept.refresh_from_db()
    return kept


def everything_in_the_database() -> bytes:
    """Each value of each row of each table, as the database keeps it."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names of our own tables
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found).encode()


def test_a_parent_gets_one_mail_without_a_name_or_a_word_of_what_was_told(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    (letter,) = mailed(kept.school)
    assert mailed(kept.school) == [letter]
    assert (letter.kind, letter.goes_to, letter.address) == ("told_received", "ilse.zwaluwnest@example.org", "")
    for text in (letter.subject, letter.text or "", letter.html or ""):
        assert not any(word in text for word in ("Ilse", "Sem", "uit op het plein", "pest"))
    link = find_link(link_in(letter).split("/")[2])
    assert link is not None
    assert link.incoming == kept


def test_neither_the_address_nor_a_word_nor_the_link_stands_readable_in_the_database(cast: Cast) -> None:
    kept = a_parent_tells(cast, what=told("Toverlantaarn in de gang."))
    (letter,) = mailed(kept.school)
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Pannenkoek gelezen.")
    mailed(kept.school, at=NOW + timedelta(minutes=5))
    everything = everything_in_the_database()
    token = link_in(letter).split("/")[2]
    for word in ("zwaluwnest", "Zwaluwnest", "Toverlantaarn", "Pannenkoek", token):
        assert word.encode() not in everything


def test_the_mail_is_in_the_language_of_who_told_it(cast: Cast) -> None:
    kept = a_parent_tells(cast, language="en")
    with translation.override("nl"):
        (letter,) = mailed(kept.school)
    assert letter.subject == "Your message has arrived"
    assert '<html lang="en">' in (letter.html or "")


def test_the_answer_of_the_school_is_mailed_as_a_link_and_what_was_said_by_telephone_is_not(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    mailed(kept.school)
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Ik belde u.", called=True)
    assert len(mailed(kept.school)) == 1
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Wij kijken mee.")
    letters = mailed(kept.school, at=NOW + timedelta(hours=1))
    assert [letter.kind for letter in letters] == ["told_received", "told_answered"]
    assert "Wij kijken mee" not in str(letters[1].text)


def test_who_wants_no_answer_gets_no_mail(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    coming_back.stop(incoming_id=kept.pk, school_id=kept.school_id, came=Itself(NOW), token=kept.pk)
    assert mailed(kept.school) == []
    assert Incoming.objects.get().to_mail == ToMail.NOTHING


def test_a_child_and_who_gave_no_address_get_none(cast: Cast) -> None:
    a_parent_tells(cast, teller=Teller(name="Ilse", phone="06 12345678"))
    kept = somebody_tells(doors_of(cast), teller=ILSE)
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Fijn dat je het vertelt.")
    assert mailed(kept.school) == []


def test_a_new_link_is_asked_for_by_the_address_and_a_strange_one_changes_nothing(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    kept = a_parent_tells(cast)
    mailed(kept.school)
    door = doors_of(cast)
    for address, found in (("niemand@example.org", ToMail.NOTHING), (" Ilse.Zwaluwnest@example.org", ToMail.LINK)):
        with django_assert_num_queries(1):
            coming_back.ask_link(school_id=kept.school_id, digest=mail_digest(door, address))
        kept.refresh_from_db()
        assert kept.to_mail == found
    letters = mailed(kept.school, at=NOW + timedelta(minutes=1))
    assert [letter.kind for letter in letters] == ["told_received", "told_link"]


def test_nobody_without_an_address_is_found_by_an_empty_one(cast: Cast) -> None:
    kept = a_parent_tells(cast, teller=Teller())
    coming_back.ask_link(school_id=kept.school_id, digest=mail_digest(doors_of(cast), " "))
    assert Incoming.objects.get().to_mail == ToMail.NOTHING


def test_nobodys_mailbox_is_flooded_by_who_types_its_address(cast: Cast) -> None:
    for number in range(A_DAY + 2):
        kept = a_parent_tells(cast, what=told(f"Nummer {number} gaat over iets anders."))
    assert len(mailed(kept.school)) == A_DAY
    coming_back.ask_link(school_id=kept.school_id, digest=kept.mail_digest)
    assert len(mailed(kept.school, at=NOW + timedelta(hours=2))) == A_DAY


def test_no_more_than_so_many_go_in_an_hour_and_the_rest_later_but_an_answer_always(cast: Cast) -> None:
    for number in range(AN_HOUR + 1):
        kept = a_parent_tells(
            cast, what=told(f"De {number} keer dat het kind niet mee mag doen."), teller=Teller(mail=f"o{number}@a.nl")
        )
    assert len(mailed(kept.school)) == AN_HOUR
    first = Incoming.objects.order_by("number")[0]
    handling.answer(act=act_of(cast.carla), incoming_id=first.pk, text="Dank je wel.")
    assert len(mailed(kept.school, at=NOW + timedelta(minutes=1))) == AN_HOUR + 1
    assert len(mailed(kept.school, at=NOW + timedelta(hours=2))) == AN_HOUR + 2


def test_what_is_held_is_mailed_about_when_somebody_took_it_out(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    handling.hold(act=act_of(cast.carla), incoming_id=kept.pk, held=True)
    assert mailed(kept.school) == []
    handling.hold(act=act_of(cast.carla), incoming_id=kept.pk, held=False)
    assert len(mailed(kept.school)) == 1


def test_a_link_opens_once_from_one_page_and_not_after_a_month(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    mailed(kept.school)
    link = Link.objects.get()
    assert open_link(link, page="a", today=TODAY)
    assert open_link(link, page="a", today=TODAY)
    assert not open_link(link, page="b", today=TODAY)
    assert not open_link(link, page="a", today=TODAY + WORKS + timedelta(days=1))


class _Server:
    """A mail server that says the address back, as servers do."""

    leaves_the_machine = True

    def open(self) -> None: ...

    def close(self) -> None: ...

    def carry(self, parcel: Any, *, between: Any) -> None:
        raise ServerRefused(f"550 5.1.1 <{parcel.recipient}>: unknown")


def test_what_the_mail_server_says_is_kept_and_logged_without_the_address(cast: Cast, caplog: Any) -> None:
    kept = a_parent_tells(cast)
    mailed(kept.school)
    Sender(transport=_Server(), name="w", from_address="k@example.org").send_some(lambda: NOW)
    letter = Letter.objects.get(outside=True)
    assert (letter.refused_at, letter.answer) == (NOW, "550")
    assert "zwaluwnest" not in caplog.text


def test_the_address_goes_with_the_texts_a_day_after_the_mail_was_sent(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    mailed(kept.school)
    Letter.objects.update(sent_at=NOW)
    empty_old_letters(at=NOW + timedelta(days=2))
    letter = Letter.objects.get()
    assert (letter.text, letter.sealed_address, letter.goes_to) == (None, None, "")


@pytest.fixture
def about_the_head(cast: Cast) -> Incoming:
    return somebody_tells(
        doors_of(cast, board_mail="bo@example.org"), told("Hij schreeuwt tegen ons."), subject=Subject.HEAD
    )


def test_what_is_about_the_head_is_mailed_to_the_board_and_to_nobody_of_the_school(
    cast: Cast, about_the_head: Incoming
) -> None:
    (letter,) = mailed(about_the_head.school)
    assert (letter.kind, letter.goes_to) == ("told_to_board", "bo@example.org")
    assert "schreeuwt" not in str(letter.text)
    assert Letter.objects.count() == 1
    assert mailed(about_the_head.school) == [letter]


def test_the_board_is_reminded_once_on_the_promised_day(cast: Cast, about_the_head: Incoming) -> None:
    mailed(about_the_head.school)
    then = NOW + (about_the_head.promised_on - TODAY)
    assert remind_board(school=about_the_head.school, at=then, today=then.date()) == 1
    assert remind_board(school=about_the_head.school, at=then, today=then.date()) == 0


def in_a_case(cast: Cast) -> Case:
    """A case to which what the parent told belongs."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).case
    kept = Incoming.objects.get()
    what, teller = kept.told, kept.who_told
    kept.case, kept.state = case, State.IN_CASE
    kept.seal(what, teller)
    kept.save()
    return case


def test_a_parent_is_mailed_once_that_there_is_a_case_and_the_day_after_that_it_was_closed(cast: Cast) -> None:
    school = a_parent_tells(cast).school
    mailed(school)
    case = in_a_case(cast)
    assert [say_how_it_stands(school=school, today=TODAY) for _round in range(2)] == [1, 0]
    assert mailed(school, at=NOW + timedelta(minutes=1))[-1].kind == "told_at_work"
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert [say_how_it_stands(school=school, today=day) for day in (TODAY, tomorrow, tomorrow)] == [0, 1, 0]
    letter = mailed(school, at=NOW + timedelta(days=1))[-1]
    assert letter.kind == "told_closed"
    for text in (letter.subject, letter.text or "", letter.html or ""):
        assert not any(word in text for word in ("Ilse", "Sem", "Daan", "pest", "zaak"))


def test_of_a_case_by_mistake_and_to_who_stopped_no_mail_tells_how_it_stands(cast: Cast) -> None:
    school = a_parent_tells(cast).school
    mailed(school)
    case = in_a_case(cast)
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY, ended_as=Ending.MISTAKE)
    assert say_how_it_stands(school=school, today=TODAY + timedelta(days=1)) == 0
    Case.objects.filter(pk=case.pk).update(closed_on=None, ended_as="")
    Incoming.objects.update(stopped_on=TODAY)
    assert say_how_it_stands(school=school, today=TODAY) == 0


def test_the_worker_comes_by_for_a_case_of_which_nothing_was_said(cast: Cast) -> None:
    a_parent_tells(cast)
    mailed(cast.school)
    assert not to_remind(TODAY).exists()
    in_a_case(cast)
    assert to_remind(TODAY).exists()
    say_how_it_stands(school=cast.school, today=TODAY)
    assert not to_remind(TODAY).exists()


def test_six_weeks_after_the_case_was_closed_the_parent_is_asked_once(cast: Cast) -> None:
    kept = a_parent_tells(cast)
    mailed(kept.school)
    Case.objects.filter(pk=in_a_case(cast).pk).update(closed_on=TODAY)
    then = TODAY + ASKED_AGAIN_AFTER
    assert ask_again(school=kept.school, today=then - timedelta(days=1)) == 0
    assert ask_again(school=kept.school, today=then) == 1
    assert ask_again(school=kept.school, today=then) == 0
    letters = mailed(kept.school, at=NOW + ASKED_AGAIN_AFTER)
    assert [letter.kind for letter in letters] == ["told_received", "told_how_now"]
