"""Typed text is never lost: it is kept while typing, when a session has ended, and for nobody but its writer."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.school.models import Role, StaffMember
from kring.web.forms import drafts, tokens
from kring.web.forms.tokens import GOOD_FOR, new_token, read_token
from kring.web.models import Draft, Submission
from kring.web.request import clock
from tests.cast import NOW, PASSWORD, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.bench import Bench
from tests.web.browsing import let_tick, over_a_week_old
from tests.web.test_forms import GOOD, PAGE, hidden, token_of

pytestmark = pytest.mark.urls("tests.web.bench")

STORY = "Sem vertelde dat het elke dag op het plein gebeurt."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def typed(browser: Client, **fields: str) -> dict[str, str]:
    return GOOD | {"said": STORY, "token": token_of(browser), "seen": ""} | fields


def lose_session(browser: Client) -> None:
    browser.cookies.pop("kring_session")


def test_what_is_typed_is_kept_and_comes_back(anouk):
    answer = anouk.post("/concept/", typed(anouk))
    assert "Als concept bewaard om 10.00." in answer.content.decode()
    assert answer.json()["kept"]
    page = anouk.get(PAGE).content.decode()
    assert STORY in page
    assert "Je was hier al bezig." in page


def test_a_draft_is_sealed_in_the_database(anouk):
    anouk.post("/concept/", typed(anouk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM web_draft")
        assert STORY.encode() not in bytes(cursor.fetchone()[0])


def test_a_draft_is_for_its_writer_alone(anouk, cast):
    anouk.post("/concept/", typed(anouk))
    for colleague in (cast.bram, cast.carla):
        assert STORY not in sign_in(Client(), colleague).get(PAGE).content.decode()


def test_a_draft_can_be_thrown_away(anouk):
    anouk.post("/concept/", typed(anouk))
    page = anouk.get(PAGE)
    answer = anouk.post(
        "/concept/weg/", {"token": hidden(page, "token"), "continues": hidden(page, "continues"), "sure": "1"}
    )
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert STORY not in anouk.get(PAGE).content.decode()


# Two tabs

OTHER = "Daan zei dat het een spelletje was."


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes by between two requests."""
    let_tick(monkeypatch, NOW)


def texts() -> set[str]:
    return {json.loads(draft.body)["said"][0] for draft in Draft.objects.filter(taken_over="")}


def test_two_tabs_of_one_page_have_a_draft_each_and_each_can_be_taken_up(anouk, ticking):
    for one in (typed(anouk), typed(anouk, said=OTHER)):
        anouk.post("/concept/", one)
    assert texts() == {STORY, OTHER}
    newest = anouk.get(PAGE)
    assert newest.context["form"]["said"].value() == OTHER
    (first,) = newest.context["desk"].waiting
    assert f'href="?concept={first.id}"' in newest.content.decode()
    assert first.beginning == "Sem vertelde dat het elke dag op het plein …"
    assert anouk.get(f"{PAGE}?concept={first.id}").context["form"]["said"].value() == STORY


def test_when_the_session_ends_under_two_tabs_each_comes_back_to_its_own_text(anouk, cast):
    tabs = [typed(anouk), typed(anouk, said=OTHER)]
    lose_session(anouk)
    led = [anouk.post(PAGE, sent)["Location"] for sent in tabs]
    assert texts() == {STORY, OTHER}
    credentials = {"login": cast.anouk.account.email, "password": PASSWORD}
    there = [anouk.post(led[0], credentials)["Location"], anouk.get(led[1])["Location"]]
    assert [anouk.get(page).context["form"]["said"].value() for page in there] == [STORY, OTHER]


def test_what_one_tab_saves_throws_nothing_away_of_another(anouk):
    older, newer = typed(anouk, said=OTHER), typed(anouk)
    anouk.post("/concept/", newer)
    assert anouk.post(PAGE, older).status_code == 303
    assert texts() == {STORY}


def test_a_form_that_goes_on_with_a_draft_replaces_it(anouk):
    anouk.post("/concept/", typed(anouk))
    again = anouk.get(PAGE)
    goes_on = typed(anouk, said=f"{STORY} {OTHER}", token=hidden(again, "token"), continues=hidden(again, "continues"))
    anouk.post("/concept/", goes_on)
    assert texts() == {f"{STORY} {OTHER}"}
    assert anouk.post(PAGE, goes_on).status_code == 303
    assert texts() == set()


def test_a_draft_that_its_own_form_went_on_with_is_not_replaced_by_the_form_that_took_it_up(anouk, ticking):
    first = typed(anouk)
    anouk.post("/concept/", first)
    again = anouk.get(PAGE)
    anouk.post("/concept/", first | {"said": f"{STORY} En meer."})
    goes_on = typed(anouk, said=OTHER, token=hidden(again, "token"), continues=hidden(again, "continues"))
    assert anouk.post(PAGE, goes_on).status_code == 303
    assert texts() == {f"{STORY} En meer."}


def test_a_blank_form_can_be_asked_for_while_a_draft_waits(anouk):
    anouk.post("/concept/", typed(anouk))
    blank = anouk.get(f"{PAGE}?concept=leeg")
    assert not blank.context["form"].is_bound
    assert "Hier wacht nog tekst van je." in blank.content.decode()
    assert anouk.post(PAGE, GOOD | {"token": hidden(blank, "token"), "seen": ""}).status_code == 303
    assert texts() == {STORY}


def test_throwing_one_draft_away_leaves_the_others_and_begins_blank(anouk, ticking):
    for one in (typed(anouk), typed(anouk, said=OTHER)):
        anouk.post("/concept/", one)
    page = anouk.get(PAGE)
    answer = anouk.post(
        "/concept/weg/", {"token": hidden(page, "token"), "continues": hidden(page, "continues"), "sure": "1"}
    )
    assert answer["Location"] == f"{PAGE}?concept=leeg"
    assert texts() == {STORY}


def test_what_arrives_late_does_not_come_over_what_was_typed_after_it(anouk):
    sent = typed(anouk)
    anouk.post("/concept/", sent | {"said": f"{STORY} En meer.", "turn": "1764000000002"})
    assert anouk.post("/concept/", sent | {"turn": "1764000000001"}).json()["kept"]
    assert texts() == {f"{STORY} En meer."}


def test_the_same_text_that_arrives_again_is_still_the_draft_that_was_taken_up(anouk, ticking):
    first = typed(anouk)
    anouk.post("/concept/", first)
    again = anouk.get(PAGE)
    anouk.post("/concept/", first)  # an answer was lost on the way: it was sent once more
    goes_on = typed(anouk, token=hidden(again, "token"), continues=hidden(again, "continues"))
    assert anouk.post(PAGE, goes_on).status_code == 303
    assert texts() == set()


def test_a_text_that_another_form_went_on_with_does_not_come_back_when_the_device_sends_it_again(anouk, ticking):
    first = typed(anouk)
    anouk.post("/concept/", first)
    again = anouk.get(PAGE)
    goes_on = typed(anouk, token=hidden(again, "token"), continues=hidden(again, "continues"))
    anouk.post(PAGE, goes_on)
    assert anouk.post("/concept/", first).json()["kept"]
    assert texts() == set()
    assert Draft.objects.get().body == "{}"
    # Other words are somebody's text, and are kept.
    anouk.post("/concept/", first | {"said": OTHER})
    assert texts() == {OTHER}


def test_what_is_saved_word_for_word_waits_in_no_other_draft_of_the_page(anouk, ticking):
    open_still = typed(anouk)
    for one in (open_still, typed(anouk, said=OTHER)):
        anouk.post("/concept/", one)
    # A tab that was closed a moment ago seemed open still, so that this form goes on with no draft.
    assert anouk.post(PAGE, typed(anouk)).status_code == 303
    assert texts() == {OTHER}
    # Were that tab open after all, what is typed in it next is kept as ever.
    anouk.post("/concept/", open_still | {"said": f"{STORY} En meer."})
    assert texts() == {OTHER, f"{STORY} En meer."}


def test_what_is_changed_after_saving_is_not_said_to_be_kept(anouk):
    sent = typed(anouk)
    anouk.post(PAGE, sent)
    assert anouk.post("/concept/", sent).json() == {"kept": True, "says": ""}
    answer = anouk.post("/concept/", sent | {"said": OTHER}).json()
    assert not answer["kept"]
    assert "Dit formulier is al bewaard." in answer["says"]


def test_the_drafts_of_a_page_cost_the_same_however_many_wait(anouk, django_assert_num_queries):
    anouk.get(PAGE)
    anouk.post("/concept/", typed(anouk))
    with CaptureQueriesContext(connection) as of_one:
        anouk.get(PAGE)
        queries = len(of_one)
    for number in range(5):
        anouk.post("/concept/", typed(anouk, said=f"Nog een verhaal, nummer {number}."))
    with django_assert_num_queries(queries):
        assert len(anouk.get(PAGE).context["desk"].waiting) == 5


A_DRAFT = "4ffcc6ef-4159-4fad-ba03-2e15ba2fdcce"


@pytest.mark.parametrize(
    "mark",
    [
        *("onzin", "a b", " ", f"{A_DRAFT} morgen", f"{A_DRAFT} 2026-11-23T09:00:00"),
        *(f"{A_DRAFT} 0001-01-01T00:00:00+14:00", f"{A_DRAFT} 9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_mark_that_is_no_draft_takes_nothing_away(anouk, mark):
    anouk.post("/concept/", typed(anouk))
    anouk.post("/concept/", typed(anouk, said=OTHER, continues=mark))
    assert texts() == {STORY, OTHER}


def test_nobody_takes_the_draft_of_a_colleague_away_by_going_on_with_it(anouk, cast):
    anouk.post("/concept/", typed(anouk))
    bram = sign_in(Client(), cast.bram)
    bram.post("/concept/", typed(bram, said=OTHER, continues=Draft.objects.get().mark))
    assert texts() == {STORY, OTHER}


# Whose it is


def test_nobody_throws_away_the_draft_of_a_colleague(anouk, cast):
    anouk.post("/concept/", typed(anouk))
    token = token_of(anouk)
    assert sign_in(Client(), cast.bram).post("/concept/weg/", {"token": token}).status_code == 404
    assert Draft.objects.count() == 1


def test_saving_takes_the_draft_away_and_a_late_autosave_does_not_bring_it_back(anouk):
    sent = typed(anouk)
    anouk.post("/concept/", sent)
    assert anouk.post(PAGE, sent).status_code == 303
    anouk.post("/concept/", sent)
    assert not Draft.objects.exists()


def test_a_draft_that_was_kept_at_the_very_moment_of_saving_is_offered_nowhere(anouk, cast, monkeypatch):
    """The form looks at the drafts it has before it is carried out: this one came in between."""
    sent = typed(anouk)
    carry_out = Bench.verb

    def keeps_meanwhile(form: Any, act: Any) -> Any:
        row = {"school": cast.school, "staff": cast.anouk, "key": PAGE, "body": json.dumps({"said": [STORY]})}
        Draft.objects.create(id=act.token, saved_at=NOW, **row)
        return carry_out(form, act)

    monkeypatch.setattr(Bench, "verb", keeps_meanwhile)
    assert anouk.post(PAGE, sent).status_code == 303
    assert Draft.objects.count() == 1
    assert STORY not in anouk.get(PAGE).content.decode()
    assert not drafts.unsaved_by(cast.anouk.pk).exists()
    drafts.sweep(at=NOW + timedelta(days=1))
    assert not Draft.objects.exists(), "what nobody sees any more is kept no longer"


def test_a_form_that_was_emptied_leaves_no_draft(anouk):
    sent = typed(anouk)
    anouk.post("/concept/", sent)
    anouk.post("/concept/", {"token": sent["token"], "seen": "", "said": " ", "held_on": "", "agreements-count": "1"})
    assert not Draft.objects.exists()


def test_when_the_session_has_ended_the_text_comes_back_after_signing_in(anouk, cast):
    sent = typed(anouk)
    lose_session(anouk)
    answer = anouk.post(PAGE, sent)
    assert answer.status_code == 303
    there = f"{PAGE}?concept={Draft.objects.get().id}"
    assert answer["Location"] == f"/aanmelden/?{urlencode({'next': there}, safe='/')}"
    assert Bench.verb.facts == []
    assert "Je was uitgelogd. Je tekst is bewaard" in anouk.get(answer["Location"]).content.decode()
    back = anouk.post(answer["Location"], {"login": cast.anouk.account.email, "password": PASSWORD})
    assert back["Location"] == there
    page = anouk.get(back["Location"])
    assert "Je tekst is bewaard. Controleer en bewaar." in page.content.decode()
    assert STORY in page.content.decode()
    assert anouk.post(PAGE, sent | {"token": hidden(page, "token")}).status_code == 303
    assert Bench.verb.facts[0]["said"] == STORY


def test_the_text_of_an_ended_session_is_never_shown_to_who_signs_in_next(anouk, cast):
    sent = typed(anouk)
    lose_session(anouk)
    answer = anouk.post(PAGE, sent)
    anouk.post(answer["Location"], {"login": cast.bram.account.email, "password": PASSWORD})
    assert STORY not in anouk.get(PAGE).content.decode()
    assert STORY in sign_in(Client(), cast.anouk).get(PAGE).content.decode()


def test_more_than_can_be_received_is_told_in_words(anouk):
    answer = anouk.post(PAGE, typed(anouk, said="a" * 1_000_001))
    assert answer.status_code == 413
    assert "Dit was te veel in één keer" in answer.content.decode()


def test_typing_on_after_the_session_ended_is_kept_too(anouk):
    sent = typed(anouk)
    lose_session(anouk)
    answer = anouk.post("/concept/", sent)
    assert "Je bent uitgelogd. Je tekst is bewaard" in answer.content.decode()
    assert Draft.objects.get().session_ended


@pytest.mark.parametrize("token", ["", "onzin", "W10:1abc:xyz"])
def test_a_stranger_without_a_token_keeps_nothing(client, cast, token):
    answer = client.post(PAGE, GOOD | {"token": token})
    assert answer["Location"] == "/aanmelden/?next=/proef/gesprek/"
    client.post("/concept/", GOOD | {"token": token})
    assert not Draft.objects.exists()


def test_a_form_that_stood_open_over_a_holiday_is_kept_when_the_session_has_ended(anouk, cast, monkeypatch):
    sent = typed(anouk)
    lose_session(anouk)
    with over_a_week_old(monkeypatch):
        anouk.post(PAGE, sent)
    assert not Bench.verb.facts
    assert STORY in sign_in(Client(), cast.anouk).get(PAGE).content.decode()


def test_a_form_older_than_any_draft_keeps_nothing(anouk, monkeypatch):
    sent = typed(anouk)
    lose_session(anouk)
    monkeypatch.setattr(drafts, "KEEPS_TEXT_FOR", timedelta(seconds=-1))
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()
    assert timedelta(days=6) < GOOD_FOR < tokens.KEEPS_TEXT_FOR == drafts.GOOD_FOR


def test_a_colleague_who_has_left_keeps_nothing(anouk, cast):
    sent = typed(anouk)
    lose_session(anouk)
    actions.change_staff(act=act_of(cast.ada), staff=cast.anouk, is_active=False)
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()


def test_a_colleague_who_left_while_typing_gets_the_text_back_and_nobody_else_does(anouk, cast):
    sent = typed(anouk)
    for somebody in (cast.anouk, cast.bram):
        actions.change_staff(act=act_of(cast.ada), staff=somebody, is_active=False)
    answer = anouk.post("/concept/", sent)
    assert "Je hoort niet meer bij deze school. Je tekst staat alleen nog hier." in answer.content.decode()
    answer = anouk.post(PAGE, sent)
    assert answer.status_code == 403
    assert STORY in answer.content.decode()
    assert STORY not in anouk.get(PAGE).content.decode()
    assert STORY not in sign_in(Client(), cast.bram).post(PAGE, sent).content.decode()
    assert not Draft.objects.exists()


def test_more_text_than_any_form_holds_is_not_kept_for_a_stranger(anouk):
    sent = typed(anouk, said="a" * (drafts.LARGEST_DRAFT + 1))
    lose_session(anouk)
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()


def test_keeping_text_from_outside_has_a_limit_per_minute(anouk):
    sent = typed(anouk)
    lose_session(anouk)
    for _ in range(drafts.PER_MINUTE):
        anouk.post(PAGE, sent)
    Draft.objects.all().delete()
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()


def test_signing_in_in_another_tab_loses_no_text(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    sent = typed(browser)
    answer = browser.post(PAGE, sent | {"csrfmiddlewaretoken": "a" * 64})
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert "Je tekst is bewaard. Controleer en bewaar." in page
    assert STORY in page
    assert Bench.verb.facts == []


def test_a_forged_form_without_a_token_is_refused_and_keeps_nothing(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    answer = browser.post(PAGE, GOOD)
    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_what_is_typed_on_after_signing_in_again_elsewhere_is_kept_and_answered_in_one_line(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    sent = typed(browser)
    answer = browser.post("/concept/", sent | {"csrfmiddlewaretoken": "a" * 64})
    assert answer.json() == {"kept": True, "says": "Als concept bewaard om 10.00."}
    assert texts() == {STORY}


def test_what_is_typed_on_after_a_colleague_signed_in_is_kept_for_its_writer_and_shows_that_colleague_nothing(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    sent = typed(browser)
    sign_in(browser, cast.bram)
    answer = browser.post("/concept/", sent).json()
    assert answer["kept"]
    assert "iemand anders ingelogd" in answer["says"]
    assert Draft.objects.get().staff == cast.anouk
    assert not browser.get(PAGE).context["desk"].waiting


def test_a_second_press_after_signing_in_again_leads_where_the_first_one_led(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    page = browser.get(PAGE)
    sent = GOOD | {"token": hidden(page, "token"), "seen": ""}
    good = sent | {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    assert browser.post(PAGE, good)["Location"] == "/klaar/1/"
    assert browser.post(PAGE, sent | {"csrfmiddlewaretoken": "a" * 64})["Location"] == "/klaar/1/"


def test_the_form_of_a_colleague_on_a_shared_computer_is_kept_for_that_colleague(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    sent = typed(browser)
    sign_in(browser, cast.bram)
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 403
    assert STORY not in answer.content.decode()
    assert "Bewaard voor wie het typte" in answer.content.decode()
    assert Draft.objects.get().staff == cast.anouk


def test_of_a_colleagues_text_that_cannot_be_kept_nobody_says_that_it_is(cast, monkeypatch):
    browser = sign_in(Client(), cast.anouk)
    sent = typed(browser)
    sign_in(browser, cast.bram)
    monkeypatch.setattr(drafts, "PER_MINUTE", 0)
    browser.post(PAGE, sent)
    page = browser.post(PAGE, sent).content.decode()
    assert "niets bewaard" in page
    assert "tekst is bewaard" not in page
    assert STORY not in page


def test_a_draft_shows_what_a_colleague_recorded_since(anouk):
    from tests.web.test_forms import colleagues_fact

    anouk.post("/concept/", typed(anouk))
    Bench.newest = colleagues_fact(said="Volgens Bram ging het om een bal.")
    page = anouk.get(PAGE).content.decode()
    assert STORY in page
    assert "Volgens Bram ging het om een bal." in page


def test_passwords_and_tokens_are_never_in_a_draft(anouk):
    anouk.post("/concept/", typed(anouk, password1="geheim", oldpassword="geheim"))
    kept = json.loads(Draft.objects.get().body)
    assert set(kept) == {"held_on", "said", "agreements-count", "seen"}


def test_what_nobody_comes_back_for_is_swept_after_a_month(anouk, cast, monkeypatch):
    anouk.post(PAGE, typed(anouk))
    anouk.post("/concept/", typed(anouk))
    assert drafts.sweep(at=clock.now() + timedelta(days=29)) == 0
    assert drafts.sweep(at=clock.now() + timedelta(days=31)) == 2
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def test_a_token_says_nothing_that_can_be_changed(cast):
    signed = new_token(staff_id=cast.anouk.id, key=PAGE).signed()
    assert read_token(signed) is not None
    for place, letter in enumerate(signed):
        forged = f"{signed[:place]}{'x' if letter != 'x' else 'y'}{signed[place + 1 :]}"
        assert read_token(forged) is None, place


class TestOfAnotherSchool:
    """Somebody of two schools, who chose the other one in another tab."""

    @pytest.fixture
    def seat(self, cast: Cast) -> StaffMember:
        return StaffMember.objects.create(
            school=cast.linde.school, account=cast.anouk.account, name="Anouk Vermeer", role=Role.TEACHER
        )

    @pytest.fixture
    def at_both(self, client: Client, cast: Cast, seat: StaffMember) -> Client:
        browser = sign_in(client, cast.anouk)
        browser.post("/school-kiezen/", {"staff": str(cast.anouk.id)})
        return browser

    def test_the_form_is_carried_out_at_neither_and_waits_at_its_own(self, at_both, cast, seat):
        sent = typed(at_both)
        at_both.post("/school-kiezen/", {"staff": str(seat.id)})
        answer = at_both.post(PAGE, sent)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Dit formulier hoort bij Basisschool De Wilg." in page
        assert "Je tekst is bewaard" in page
        assert STORY not in page
        assert not Submission.objects.exists()
        assert Draft.objects.get().staff == cast.anouk
        on = at_both.post("/school-kiezen/", {"staff": str(cast.anouk.id), "next": hidden(answer, "next")})
        back = at_both.get(on["Location"]).content.decode()
        assert STORY in back
        assert "Je was intussen uitgelogd" not in back

    def test_what_cannot_be_kept_stands_on_the_page(self, at_both, seat, monkeypatch):
        sent = typed(at_both)
        at_both.post("/school-kiezen/", {"staff": str(seat.id)})
        monkeypatch.setattr(drafts, "PER_MINUTE", 0)
        at_both.post(PAGE, sent)
        page = at_both.post(PAGE, sent).content.decode()
        assert STORY in page
        assert "Je tekst is bewaard" not in page

    def test_what_was_recorded_there_before_is_not_called_lost(self, at_both, seat):
        sent = GOOD | typed(at_both)
        assert at_both.post(PAGE, sent).status_code in (302, 303)
        at_both.post("/school-kiezen/", {"staff": str(seat.id)})
        page = at_both.post(PAGE, sent).content.decode()
        assert "Daar was het al vastgelegd" in page
        assert STORY not in page
        assert "niets vastgelegd" not in page

    def test_what_is_typed_on_is_kept_for_its_own_school_and_the_line_says_which(self, at_both, cast, seat):
        sent = typed(at_both)
        at_both.post("/school-kiezen/", {"staff": str(seat.id)})
        answer = at_both.post("/concept/", sent).json()
        assert answer["says"] == "Je koos intussen een andere school. Je tekst is bewaard voor Basisschool De Wilg."
        assert Draft.objects.get().staff == cast.anouk
