"""What a family needs when parents live apart: the form, the call list, the call, the plan of a talk (decision 084)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import school_changes
from kring.demo.doing import DOES
from kring.protocol.terms import Kind
from kring.school.models import Custody, Guardian, Guardianship
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of, sign_in
from tests.web.browsing import early, opened, send, text_of
from tests.web.sending import text_of as words_of

pytestmark = pytest.mark.usefixtures("ticking")

UNTIL = date(2026, 12, 4)
HELD = "Hoort nog niets, tot en met 4 december."
WHY = "Eerst overlegt de school met Veilig Thuis."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def hein(cast: Cast) -> Client:
    return sign_in(Client(), cast.hein)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")


def link(guardian: Guardian) -> Guardianship:
    return Guardianship.objects.select_related("guardian").get(guardian=guardian)


def of_sem(cast: Cast, name: str, guardian: Guardian) -> str:
    return reverse(name, args=[cast.sem.pk, link(guardian).pk])


def inform(case: Telling, guardian: Guardian) -> str:
    return reverse("inform", args=[case.id, link(guardian).pk])


def hold_back(cast: Cast, guardian: Guardian) -> None:
    school_changes.hold_back(act=act_of(cast.hein), guardianship=link(guardian), until=UNTIL, because=WHY)


def test_language_interpreter_apart_and_secret_are_kept_with_the_parent_and_read_by_who_calls(hein, anouk, case, cast):
    url = of_sem(cast, "school_guardian_change", cast.tom_bakker)
    sent = send(hein, url, language="Arabisch", interpreter="on", call_apart="on", address_secret="on")
    assert sent.status_code == 303
    tom = link(cast.tom_bakker).guardian
    assert (tom.language, tom.interpreter, tom.call_apart, tom.address_secret) == ("Arabisch", True, True, True)
    said = (
        "Spreekt Arabisch. Vraag een tolk.",
        "Apart bellen, nooit samen met een andere ouder.",
        "Adres en nummer zijn geheim. Geef ze aan niemand, ook niet aan de andere ouder.",
    )
    pages = [inform(case, cast.tom_bakker), reverse("duty", args=[case.id, "inform_guardians"])]
    pages += [reverse("talk_between", args=[case.id, link(cast.tom_bakker).pk])]
    for page in pages:
        shown = words_of(anouk.get(page))
        for sentence in said:
            assert sentence in shown, page
    card = words_of(hein.get(reverse("school_pupil", args=[cast.sem.pk])))
    assert "Taal Arabisch" in card
    assert "Geheim Adres en nummer: geef ze aan niemand" in card
    assert opened(hein, url)["language"] == ["Arabisch"]


def test_nothing_of_it_stands_on_the_call_of_the_other_parent(anouk, case, cast):
    tom = cast.tom_bakker
    tom.phone = "06-0000 1001"
    tom.language, tom.address_secret, tom.call_apart = "Arabisch", True, True
    tom.save()
    hold_back(cast, tom)
    for name in ("inform", "talk_between"):
        page = text_of(anouk.get(reverse(name, args=[case.id, link(cast.inge_bakker).pk])))
        for secret in ("Arabisch", "geheim", tom.name, "0600001001", WHY, "nog niets"):
            assert secret not in page, (name, secret)


def test_until_a_day_a_parent_hears_nothing_and_who_would_call_reads_why(hein, anouk, case, cast):
    url = of_sem(cast, "school_hold_back", cast.tom_bakker)
    refused = send(hein, url, until="2026-12-04")
    assert refused.status_code == 422
    assert "Schrijf op waarom deze ouder nog niets hoort." in text_of(refused)
    assert send(hein, url, until="2026-12-04", because=WHY).status_code == 303
    [line] = TrailLine.objects.filter(verb="guardian.held_back")
    assert line.detail["until"] == "2026-12-04"
    assert WHY not in str(line.detail)
    assert f"{HELD} {WHY}" in words_of(hein.get(reverse("school_pupil", args=[cast.sem.pk])))
    calls = words_of(anouk.get(reverse("duty", args=[case.id, "inform_guardians"])))
    assert f"{HELD} {WHY}" in calls
    assert "Nu aan de beurt: Inge Bakker" in calls
    assert "Toch gesproken : Tom Bakker" in calls
    assert "Bel Tom Bakker" not in words_of(anouk.get(inform(case, cast.tom_bakker))), "no number invites to call"
    page = words_of(anouk.get(inform(case, cast.tom_bakker)))
    assert f"{HELD} {WHY}" in page
    assert "Wat je kunt zeggen" not in page
    assert "Tom Bakker" not in text_of(anouk.get(inform(case, cast.inge_bakker)))
    refused = send(anouk, inform(case, cast.tom_bakker), reached="informed", channel="phone")
    assert refused.status_code == 422
    assert "Schrijf op waarom je deze ouder nu al sprak." in text_of(refused)
    sent = send(anouk, inform(case, cast.tom_bakker), reached="informed", channel="phone", too_early="Hij belde zelf.")
    assert sent.status_code == 303
    assert send(hein, url, until="", because="").status_code == 303
    assert "nog niets" not in words_of(hein.get(reverse("school_pupil", args=[cast.sem.pk])))


def test_vandaag_names_only_the_parent_who_may_be_told(anouk, case, cast):
    hold_back(cast, cast.tom_bakker)
    while (task := case.progress.last.next_task) and task.duty.kind is not Kind.INFORM_GUARDIANS:
        DOES[task.duty.kind](case, task)
    page = words_of(anouk.get(reverse("today")))
    assert "moeder van Sem" in page
    assert "vader van Sem" not in page


def test_on_the_case_and_the_page_for_parents_stands_who_hears_nothing_yet(anouk, case, cast):
    hold_back(cast, cast.tom_bakker)
    assert "hoort nog niets, tot en met 4 december" in words_of(anouk.get(reverse("case", args=[case.id])))
    assert HELD in words_of(anouk.get(reverse("parent_copies", args=[case.id])))


def test_custody_that_is_not_known_is_said_wherever_a_parent_stands(anouk, case, cast):
    Guardianship.objects.filter(guardian=cast.tom_bakker).update(custody=Custody.UNKNOWN)
    pages = (
        (reverse("duty", args=[case.id, "inform_guardians"]), "Of deze ouder gezag heeft, is niet bekend."),
        (inform(case, cast.tom_bakker), "Of deze ouder gezag heeft, is niet bekend."),
        (reverse("parent_copies", args=[case.id]), "Of deze ouder gezag heeft, is niet bekend."),
        (reverse("case", args=[case.id]), "nog niet gesproken, gezag niet bekend"),
        (reverse("plan_talk", args=[case.id, "inform_guardians"]), "Tom Bakker, gezag niet bekend"),
    )
    for url, said in pages:
        assert said in words_of(anouk.get(url)), url


def test_planning_a_talk_shows_who_is_spoken_to_apart_and_who_hears_nothing_yet(anouk, case, cast):
    cast.inge_bakker.call_apart = True
    cast.inge_bakker.save()
    hold_back(cast, cast.tom_bakker)
    page = words_of(anouk.get(reverse("plan_talk", args=[case.id, "inform_guardians"])))
    assert "Inge Bakker, apart spreken" in page
    assert "Tom Bakker, hoort nog niets, tot en met 4 december" in page
