"""The page on which a teacher writes down whom a bullied child names to stand beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import early, messages_after
from tests.web.sending import send, text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).report(cast.sem, by=(cast.daan,)))


@pytest.fixture
def anouk(cast: Cast) -> Client:
    return sign_in(Client(), cast.anouk)


def address(case: Telling, cast: Cast) -> str:
    return reverse("defender", args=[case.id, case.key(cast.sem)])


def test_it_is_asked_from_mensen_marked_as_kring_s_own_and_shown_there(anouk, case, cast):
    people = reverse("people", args=[case.id])
    assert address(case, cast) in anouk.get(people).content.decode()
    page = anouk.get(address(case, cast)).content.decode()
    assert "Wie staat naast Sem?" in page
    assert page.count("van Kring") == 1
    for child in (cast.sem, cast.daan):
        assert f'value="{child.pk}"' not in page, "neither the child itself nor who bullies is offered"
        found = send(anouk, address(case, cast), **{"pupil-find": child.first_name, "pupil-search": "1"})
        assert f'value="{child.pk}"' not in found.content.decode(), "nor found"
    assert f'value="{cast.yara.pk}"' not in page, "a child of another group is found by its name"
    found = send(anouk, address(case, cast), **{"pupil-find": "yara", "pupil-search": "1"})
    assert f'value="{cast.yara.pk}"' in found.content.decode()
    found = send(anouk, address(case, cast), **{"pupil-find": "Zebedeus", "pupil-search": "1"})
    assert "Niemand in de lijst heet zo. Kijk of je de naam goed typte." in text_of(found)
    assert f'value="{cast.noor.pk}"' in page
    answer = send(anouk, address(case, cast), pupil=cast.noor.pk, on=TODAY, wants="wants", said="Samen spelen.")
    assert messages_after(anouk, answer)
    assert [one.body.name for one in case.file.of(bodies.Defender)] == [cast.noor.name]
    assert f"Ernaast staat {cast.noor.name}." in text_of(anouk.get(people))


def test_who_declines_stays_to_be_read_and_what_was_typed_is_kept_when_something_is_missing(anouk, case, cast):
    assert send(anouk, address(case, cast), pupil=cast.noor.pk, on=TODAY, wants="declines").status_code == 303
    assert f"{cast.noor.name} staat er liever niet naast." in text_of(anouk.get(reverse("people", args=[case.id])))
    answer = send(anouk, address(case, cast), pupil=cast.noor.pk, on=TODAY, said="Dit typte ik.")
    assert answer.status_code == 422
    assert "Kies wat dit kind zei, of dat je het nog niet vroeg." in text_of(answer)
    assert "Dit typte ik." in answer.content.decode()


def test_what_it_answered_is_put_right_on_the_same_page(anouk, case, cast):
    send(anouk, address(case, cast), pupil=cast.noor.pk, on=TODAY, wants="unasked")
    (fact,) = case.file.of_kind("defender")
    correct = reverse("correct", args=[case.id, fact.pk])
    assert send(anouk, correct, pupil=cast.noor.pk, on=TODAY, wants="declines").status_code == 303
    assert [one.body.wants for one in case.file.of(bodies.Defender)] == [False]


def test_nobody_is_named_for_one_that_bullies(anouk, case, cast):
    assert anouk.get(reverse("defender", args=[case.id, case.key(cast.daan)])).status_code == 404
