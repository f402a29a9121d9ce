"""What is due and cannot be done now: a reason by a tap and a new day, told to the coordinator (decision 130)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.bodies import WhyLater
from kring.cases.models import Fact
from kring.mail.models import Letter
from tests.cases.telling import Telling, tell
from tests.cases.test_trailing import step_3_but_for, tom_of
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import filled_in, it_is_now, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def late(cast: Cast) -> Telling:
    """Step 3 of a case that was reported two weeks ago: its term of two school days has passed."""
    return tell(cast).on(date(2026, 11, 10)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").on(TODAY)


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def later(case: Telling) -> str:
    return reverse("later", args=[case.id])


def said(case: Telling) -> list[tuple[WhyLater, str, date | None]]:
    return [(one.body.why, one.body.note, one.fact.until_on) for one in case.file.of(bodies.Later)]


def test_a_late_step_offers_to_say_why_and_two_taps_say_it(anouk, late):
    assert f'href="{later(late)}"' in anouk.get(reverse("case", args=[late.id])).content.decode()
    assert f'href="{later(late)}"' in anouk.get("/vandaag/").content.decode()
    form = opened(anouk, later(late))
    assert form["until_on"] == ["2026-11-24"], "the next day with school stands there"
    assert anouk.post(later(late), filled_in(form, why="ill")).status_code == 303
    assert said(late) == [(WhyLater.ILL, "", TOMORROW)]


def test_the_term_goes_on_to_show_as_passed_and_the_reason_beside_it(anouk, late):
    send(anouk, later(late), why="no_answer", until_on="2026-11-24")
    assert late.progress.last.is_late(TODAY)
    page = text_of(anouk.get(reverse("case", args=[late.id])))
    assert "schooldagen te laat" in page
    assert "Het wordt later: morgen, want er kwam geen antwoord." in page
    today = text_of(anouk.get("/vandaag/"))
    assert "Te laat" in today
    assert "Het wordt later: morgen, want er kwam geen antwoord." in today


def test_the_coordinator_gets_a_letter_and_reads_it_on_vandaag(anouk, late, cast):
    send(anouk, later(late), why="away", until_on="2026-11-27")
    [letter] = Letter.objects.filter(kind="later")
    assert letter.to_staff == cast.carla
    told = f"{letter.subject} {letter.text}"
    assert "Het wordt vrijdag 27 november." in told
    assert "Sem" not in told
    of_carla = text_of(sign_in(Client(), cast.carla).get("/vandaag/"))
    assert "Het wordt later: vrijdag, want de ouders zijn op vakantie." in of_carla


def test_another_reason_is_typed_and_stays_out_of_vandaag(anouk, late):
    answer = send(anouk, later(late), why="other", note=" ", until_on="2026-11-24")
    assert answer.status_code == 422
    assert text_of(answer).count("Schrijf op waarom het nu niet lukt.") == 2
    send(anouk, later(late), why="other", note="De oma van Sem is overleden.", until_on="2026-11-24")
    assert said(late) == [(WhyLater.OTHER, "De oma van Sem is overleden.", TOMORROW)]
    assert "oma" not in text_of(anouk.get("/vandaag/"))
    assert "De oma van Sem is overleden" in text_of(anouk.get(reverse("file", args=[late.id])))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-23", "Kies een dag die nog komt."),
        ("2026-11-20", "Deze dag is al geweest."),
        ("2027-03-01", "Dat is meer dan tien weken."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_the_text_kept(anouk, late, day, sentence):
    answer = send(anouk, later(late), why="other", note="Daan is weg.", until_on=day)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Daan is weg." in text_of(answer)
    assert said(late) == []


def test_a_free_day_becomes_the_first_day_with_school(anouk, late):
    send(anouk, later(late), why="ill", until_on="2026-11-28")
    assert said(late)[0][2] == date(2026, 11, 30)


def test_what_is_not_due_has_no_later(anouk, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    assert later(case) not in anouk.get(reverse("case", args=[case.id])).content.decode()
    assert "Er is nu niets dat te laat is" in text_of(anouk.get(later(case)))


def test_what_was_done_meanwhile_is_not_put_off_and_the_text_is_kept(anouk, late):
    form = filled_in(opened(anouk, later(late)), why="other", note="Daan is weg.")
    late.step_3()
    answer = anouk.post(later(late), form)
    assert answer.status_code == 409
    assert "Daan is weg." in text_of(answer)
    assert said(late) == []


def test_sent_twice_it_is_said_once(anouk, late):
    form = filled_in(opened(anouk, later(late)), why="ill")
    assert [anouk.post(later(late), form).status_code for _ in range(2)] == [303, 303]
    assert Fact.objects.filter(kind="later").count() == Letter.objects.filter(kind="later").count() == 1


def test_when_the_new_day_has_come_or_has_passed_too_that_is_said(anouk, late, monkeypatch):
    send(anouk, later(late), why="ill", until_on="2026-11-24")
    it_is_now(monkeypatch, TOMORROW)
    assert "Vandaag is de dag die daarvoor is gekozen." in text_of(anouk.get("/vandaag/"))
    it_is_now(monkeypatch, date(2026, 11, 25))
    page = text_of(anouk.get(reverse("case", args=[late.id])))
    assert "Het zou later worden: dinsdag 24 november. Ook die dag is voorbij." in page


def test_parents_whom_an_earlier_step_left_have_a_later_of_their_own(anouk, cast):
    told = tell(cast).on(date(2026, 11, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    case = step_3_but_for(told, tom_of(cast)).on(TODAY)
    [(visit, task)] = case.progress.trailing
    url = f"{later(case)}?taak={task.duty.key}"
    assert url in anouk.get(reverse("case", args=[case.id])).content.decode()
    send(anouk, url, why="away", until_on="2026-11-24")
    [fact] = case.file.of_kind("later")
    assert (fact.place, fact.duty) == (visit.place, task.duty.key)
