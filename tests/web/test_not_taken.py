"""Each answer tells the truth about what was typed: it is kept, or it stands on the page, for its writer alone."""

import json
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.errors import NotAllowed, Refused
from kring.school.models import Guardianship
from kring.web.forms.drafts import is_own_words
from kring.web.models import Draft
from tests.cast import PASSWORD, Cast, sign_in
from tests.web.bench import Bench, Verb
from tests.web.browsing import filled_in, opened, send
from tests.web.sending import hidden
from tests.web.test_forms import GOOD, PAGE, colleagues_fact

pytestmark = pytest.mark.urls("tests.web.bench")

STORY = "Sem & Noor vertelden het <b>samen</b>."
MIXED = "multipart/form-data; boundary=x"
SHOWN = "Sem &amp; Noor vertelden het &lt;b&gt;samen&lt;/b&gt;."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def typed(browser: Client, **fields: str) -> dict[str, str]:
    page = browser.get(PAGE)
    return GOOD | {"said": STORY, "sort": "apart", "token": hidden(page, "token"), "seen": ""} | fields


class Breaks(Verb):
    def __call__(self, form: Any, act: Any) -> int:
        raise RuntimeError("the disk is full")


def test_a_page_that_is_no_longer_there_gives_the_text_back(anouk):
    sent = typed(anouk)
    Bench.shut = True
    answer = anouk.post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Wat je verstuurde, is niet vastgelegd." in page
    assert SHOWN in page
    assert ">apart<" not in page, "an answer that the form offered is nobody's own text"
    assert "Er is niets kwijt" not in page


def test_what_a_verb_does_not_allow_gives_the_text_back(anouk):
    Bench.verb.refuses = NotAllowed()
    answer = anouk.post(PAGE, typed(anouk))
    assert (answer.status_code, SHOWN in answer.content.decode()) == (404, True)


def test_an_address_that_was_never_there_promises_nothing(anouk):
    page = anouk.get("/bestaat-niet/").content.decode()
    assert "Deze pagina is er niet" in page
    assert "kwijt" not in page
    assert "Wat je schreef" not in page


@pytest.mark.parametrize("browser", ["anouk", "client"])
@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ("&".join(f"f{number}=1" for number in range(1001)), "application/x-www-form-urlencoded"),
        ("said=a", "application/x-www-form-urlencoded; charset=utf-7"),
        ("said=a", "multipart/form-data"),
        (
            "".join(
                f'--x\r\nContent-Disposition: form-data; name="f"; filename="{n}"\r\n\r\na\r\n' for n in range(101)
            ),
            MIXED,
        ),
    ],
    ids=["many fields", "another alphabet", "no edge", "many files"],
)
def test_at_an_address_that_is_none_what_cannot_be_read_is_answered_as_anything(request, cast, browser, sent, kind):
    answer = request.getfixturevalue(browser).post("/bestaat-niet/", sent, content_type=kind)
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()


def test_an_error_of_ours_gives_the_text_back(anouk):
    anouk.raise_request_exception = False
    Bench.verb = Breaks()
    answer = anouk.post(PAGE, typed(anouk))
    assert (answer.status_code, SHOWN in answer.content.decode()) == (500, True)
    assert "Het is niet zeker dat dit is vastgelegd." in answer.content.decode()


def test_an_error_of_ours_without_a_text_says_nothing_of_one(anouk):
    anouk.raise_request_exception = False
    Bench.verb = Breaks()
    assert "Wat je schreef" not in anouk.post(PAGE, typed(anouk, said="")).content.decode()


def test_the_text_of_somebody_else_is_given_to_nobody(client, cast):
    sent = typed(sign_in(Client(), cast.bram))
    anouk = sign_in(client, cast.anouk)
    Bench.shut = True
    assert SHOWN not in anouk.post(PAGE, sent).content.decode()
    assert SHOWN not in anouk.post(PAGE, sent | {"token": "onzin"}).content.decode()


def test_a_colleague_who_sends_it_after_a_page_was_refused_as_forged_reads_nothing_of_it(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    page = browser.get(PAGE)
    sent = GOOD | {name: hidden(page, name) for name in ("token", "seen", "csrfmiddlewaretoken")}
    browser.post(PAGE, sent)  # done once, so that nothing can be kept of a second
    forged = sent | {"said": STORY, "csrfmiddlewaretoken": "a" * 64}
    assert SHOWN not in sign_in(browser, cast.bram).post(PAGE, forged).content.decode()
    browser.logout()
    assert SHOWN not in browser.post(PAGE, forged).content.decode()


def test_a_form_that_was_saved_already_and_is_refused_as_forged_gives_the_changed_text_back(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    page = browser.get(PAGE)
    sent = GOOD | {name: hidden(page, name) for name in ("token", "seen", "csrfmiddlewaretoken")}
    browser.post(PAGE, sent)
    answer = browser.post(PAGE, sent | {"said": STORY, "csrfmiddlewaretoken": "a" * 64})
    assert (answer.status_code, SHOWN in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("status", [409, 422])
def test_a_form_that_comes_back_is_kept_once_and_found_on_its_page(anouk, status):
    if status == 409:
        Bench.verb.theirs = colleagues_fact(said="Volgens Bram ging het om een bal.")
    else:
        Bench.verb.refuses = Refused("said", "Schrijf ook op wanneer.")
    sent = typed(anouk)
    anouk.post("/concept/", sent)
    answer = anouk.post(PAGE, sent)
    assert (answer.status_code, SHOWN in answer.content.decode()) == (status, True)
    assert [json.loads(draft.body)["said"] for draft in Draft.objects.filter(taken_over="")] == [[STORY]]
    assert anouk.get(PAGE).context["form"]["said"].value() == STORY
    Bench.verb.refuses = None
    again = sent | {"token": hidden(answer, "token"), "seen": hidden(answer, "seen")}
    assert anouk.post(PAGE, again).status_code == 303
    assert not Draft.objects.filter(taken_over="").exists()


@pytest.mark.urls("kring.config.urls")
def test_a_guardian_who_was_taken_away_meanwhile_gives_back_what_was_typed(client, cast):
    browser = sign_in(client, cast.ada)
    about = [cast.sem.pk, Guardianship.objects.get(guardian=cast.inge_bakker, pupil=cast.sem).pk]
    url = reverse("school_guardian_change", args=about)
    sent = opened(browser, url)
    assert send(browser, reverse("school_guardian_unlink", args=about)).status_code == 303
    answer = browser.post(url, filled_in(sent, name="Inge Nieuwenaam", phone="06 12345678"))
    assert answer.status_code == 404
    assert "Inge Nieuwenaam" in answer.content.decode()
    assert "06 12345678" in answer.content.decode()


# Two tabs with the sign-in page

SIGN_IN = "/aanmelden/?next=/zaken/"


def credentials(browser: Client, staff: Any) -> dict[str, str]:
    answer = browser.get(SIGN_IN)
    token = hidden(answer, "csrfmiddlewaretoken")
    return {"login": staff.account.email, "password": PASSWORD, "csrfmiddlewaretoken": token, "next": "/zaken/"}


def test_who_signs_in_on_two_tabs_is_in_on_both(cast):
    browser = Client(enforce_csrf_checks=True)
    first, second = credentials(browser, cast.anouk), credentials(browser, cast.anouk)
    for sent in (first, second):
        answer = browser.post(SIGN_IN, sent)
        assert (answer.status_code, answer["Location"]) in ((302, "/zaken/"), (303, "/zaken/"))


def test_a_sign_in_page_of_yesterday_is_shown_once_more_with_a_sentence(cast):
    browser = Client(enforce_csrf_checks=True)
    sent = credentials(browser, cast.anouk)
    browser.cookies.clear()
    answer = browser.post(SIGN_IN, sent, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Deze pagina stond te lang open. Log nog één keer in." in page
    assert "tekst" not in page.partition("<main")[2].partition("</main")[0]
    assert browser.post(SIGN_IN, credentials(browser, cast.anouk))["Location"] == "/zaken/"


# Half of it


def test_a_form_of_which_a_part_arrived_is_not_taken_for_the_whole(anouk):
    sent = urlencode(typed(anouk)).encode()
    kind = {"content_type": "application/x-www-form-urlencoded"}
    for length in (len(sent) + 10, len(sent)):
        part = {"wsgi.input": BytesIO(sent[:-5] if length == len(sent) else sent), "CONTENT_LENGTH": str(length)}
        assert anouk.generic("POST", PAGE, sent, **kind, **part).status_code == 400
    assert Bench.verb.facts == []
    assert not Draft.objects.exists()
    assert anouk.generic("POST", PAGE, sent, **kind).status_code == 303


IDENTITY = "12345678-1234-5678-9abc-123456789012"


@pytest.mark.parametrize("value", ["Hij duwde", "06-12345678 of 0612345678", "inge@ouders.example", "x" * 101])
def test_what_somebody_wrote_is_own_words(value: str) -> None:
    assert is_own_words("story", value)
    assert not is_own_words("token", value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yes",
        "2026-11-27",
        "12:30",
        "join:12345678-1234-5678-9abc-123456789012",
        "Sem",
        "12345678-1234-5678-9abc-123456789012",
    ],
)
def test_an_answer_that_a_form_offers_is_none(value: str) -> None:
    assert not is_own_words("answer", value)
