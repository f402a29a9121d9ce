"""A role or an address for two people, on the screen: proposed, read on Vandaag, answered, and told by letter."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kring.mail.models import Letter
from kring.school.models import Proposal, StaffMember
from kring.school.second_yes import waiting
from tests.cast import PASSWORD, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.sending import hidden, send, text_of

NEW = {"name": "Eva Maas", "form_of_address": "juf Eva", "role": "head", "email": "eva@dewilg.example"}
LIST, TODAY_PAGE, SCHOOL = "/school/voorstellen/", "/vandaag/", "/school/"


def browser_of(staff: StaffMember) -> Client:
    return sign_in(Client(), staff)


@pytest.fixture
def asked(cast: Cast) -> Proposal:
    """Ada proposed Eva as head."""
    assert send(browser_of(cast.ada), reverse("school_person_add"), **NEW).status_code == 303
    return Proposal.objects.get()


def answer_page(one: Proposal) -> str:
    return reverse("proposal", args=(one.pk,))


def test_who_proposes_reads_that_it_waits_and_who_can_say_yes(cast: Cast, asked: Proposal) -> None:
    ada = browser_of(cast.ada)
    listed = text_of(ada.get(reverse("school_people")))
    assert "Wachten op een ja Zij kunnen nog niet inloggen." in listed
    assert "Werkten hier eerder" not in listed
    said = text_of(ada.get(LIST))
    assert "Eva Maas Komt erbij als Directeur." in said
    assert "Wie ja kan zeggen: Hein Smit." in said
    assert "Intrekken" in said
    assert "Antwoord geven" not in said
    assert "Een voorstel wacht op een ja van iemand anders: Eva Maas: Directeur" in text_of(ada.get(SCHOOL))


def test_until_the_yes_there_is_no_page_and_no_letter(cast: Cast, asked: Proposal, settings: Any) -> None:
    eva = StaffMember.objects.get(name="Eva Maas")
    assert browser_of(eva).get(TODAY_PAGE).status_code == 403
    assert not Letter.objects.filter(to_staff=eva).exists()
    assert "Eva Maas" not in text_of(browser_of(cast.hein).get(reverse("absences")))


def test_the_head_reads_it_on_vandaag_and_by_letter_at_once_and_the_coordinator_too(
    cast: Cast, asked: Proposal
) -> None:
    hein = browser_of(cast.hein)
    assert "Een voorstel wacht op jouw ja of nee: Eva Maas: Directeur" in text_of(hein.get(TODAY_PAGE))
    carla = browser_of(cast.carla)
    assert "Een voorstel wacht op een ja van iemand anders:" in text_of(carla.get(TODAY_PAGE))
    letters = Letter.objects.filter(kind="role_proposed")
    assert {one.to_staff for one in letters} == {cast.hein, cast.carla}
    for one in letters:
        assert one.urgent
        assert "Ada Kok stelt voor dat Eva Maas deze rol krijgt: Directeur." in (one.text or "")
        assert one.subject
        assert one.text
        assert "Eva" not in one.subject
        assert "eva@dewilg.example" not in one.text


def test_a_yes_lets_the_person_in_and_everybody_who_leads_reads_it(cast: Cast, asked: Proposal) -> None:
    page = browser_of(cast.hein).get(answer_page(asked))
    said = text_of(page)
    assert "Deze persoon logt in met eva@dewilg.example." in said
    assert "Ziet alle zaken, en alles van de school." in said
    assert send(browser_of(cast.hein), answer_page(asked), answer="yes").status_code == 303
    eva = StaffMember.objects.get(name="Eva Maas")
    assert browser_of(eva).get(TODAY_PAGE).status_code == 200
    news = "Een collega kreeg een andere rol: Eva Maas: Directeur (voorgesteld door Ada Kok, ja van Hein Smit)"
    assert news in text_of(browser_of(cast.carla).get(TODAY_PAGE))
    assert "Een collega kreeg" not in text_of(browser_of(cast.hein).get(TODAY_PAGE)), "he gave it himself"
    assert {one.to_staff for one in Letter.objects.filter(kind="role_given")} == {cast.carla, eva}
    assert {one.to_staff for one in Letter.objects.filter(kind="proposal_answered")} == {cast.ada}


def test_a_no_asks_why_and_who_proposed_it_reads_that(cast: Cast, asked: Proposal) -> None:
    hein = browser_of(cast.hein)
    unsaid = send(hein, answer_page(asked), answer="no")
    assert unsaid.status_code == 422
    assert "Schrijf kort op waarom niet." in text_of(unsaid)
    assert send(hein, answer_page(asked), answer="no", because="Wij zoeken nog.").status_code == 303
    said = text_of(browser_of(cast.ada).get(LIST))
    assert "Hein Smit zei nee" in said
    assert "Waarom niet: Wij zoeken nog." in said


def test_a_yes_is_to_what_was_read_and_not_to_what_was_changed_since(cast: Cast, asked: Proposal) -> None:
    hein, ada = browser_of(cast.hein), browser_of(cast.ada)
    page = hein.get(answer_page(asked))
    eva = StaffMember.objects.get(name="Eva Maas")
    changed = send(
        ada,
        reverse("school_person_change", args=(eva.pk,)),
        name="Eva Maas",
        form_of_address="juf Eva",
        email="ada-2@x.example",
    )
    assert changed.status_code == 303
    answer = hein.post(
        answer_page(asked), {"token": hidden(page, "token"), "seen": hidden(page, "seen"), "answer": "yes"}
    )
    assert answer.status_code == 422
    assert "Aan dit voorstel is iets veranderd sinds je het las." in text_of(answer)
    assert waiting(eva).exists()
    assert "ada-2@x.example" in text_of(hein.get(answer_page(asked)))


def test_two_who_answer_at_once_are_both_told_what_it_is(cast: Cast, asked: Proposal) -> None:
    other = actions.add_staff(
        act=act_of(cast.hein), school=cast.school, name="Hugo Pot", role="head", email="h@x.example", password=PASSWORD
    )
    pages = [(browser, browser.get(answer_page(asked))) for browser in map(browser_of, (cast.hein, other))]
    first, second = (
        browser.post(
            answer_page(asked),
            {"token": hidden(page, "token"), "seen": hidden(page, "seen"), "answer": answer, "because": "Nee."},
        )
        for (browser, page), answer in zip(pages, ("yes", "no"), strict=True)
    )
    assert (first.status_code, second.status_code) == (303, 422)
    assert "Hier is intussen al ja op gezegd." in text_of(second)


def test_an_invitation_goes_out_with_the_yes_and_not_before(cast: Cast, settings: Any) -> None:
    settings.KRING_MAIL = True
    send(browser_of(cast.ada), reverse("school_person_add"), **NEW, invite="on")
    invited = Letter.objects.filter(kind="invitation")
    assert not invited.exists()
    send(browser_of(cast.hein), answer_page(Proposal.objects.get()), answer="yes")
    [letter] = invited
    assert letter.address == "eva@dewilg.example"
    assert "Ada Kok heeft je toegevoegd aan Kring" in (letter.text or "")


def test_another_address_is_asked_of_the_one_who_has_it_and_of_a_head(cast: Cast) -> None:
    url = reverse("school_person_change", args=(cast.carla.pk,))
    given = {"name": "Carla Jansen", "role": "coordinator", "email": "ada-2@x.example", "is_active": "ja"}
    assert send(browser_of(cast.ada), url, **given).status_code == 303
    said = text_of(browser_of(cast.ada).get(url))
    assert (
        "Hier wacht een voorstel op een ja: Inloggen met ada-2@x.example, in plaats van carla@dewilg.example." in said
    )
    letter = Letter.objects.get(kind="address_asked")
    assert (letter.address, letter.urgent) == ("carla@dewilg.example", True)
    assert "Vraag het meteen aan Hein Smit." in (letter.text or "")
    assert letter.text
    assert letter.html
    assert "ada-2" not in letter.text + letter.html
    [asked] = waiting(cast.carla)
    send(browser_of(cast.hein), answer_page(asked), answer="yes")
    assert Letter.objects.get(kind="address_changed").address == "carla@dewilg.example"
    assert "ada-2@x.example" not in text_of(browser_of(cast.hein).get(LIST))


def test_who_proposed_it_takes_it_back_on_a_page_of_its_own(cast: Cast, asked: Proposal) -> None:
    url = reverse("proposal_withdraw", args=(asked.pk,))
    assert browser_of(cast.hein).get(url).status_code == 404
    assert send(browser_of(cast.ada), url).status_code == 303
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_a_member_reads_nothing_of_it(cast: Cast, asked: Proposal) -> None:
    anouk = browser_of(cast.anouk)
    assert anouk.get(LIST).status_code == anouk.get(answer_page(asked)).status_code == 404
    assert "voorstel" not in text_of(anouk.get(TODAY_PAGE)).lower()


def test_the_pages_ask_as_much_with_many_proposals_as_with_few(cast: Cast, asked: Proposal) -> None:
    def asks(staff: StaffMember, page: str) -> int:
        browser = browser_of(staff)
        browser.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    pages = [(cast.hein, TODAY_PAGE), (cast.hein, SCHOOL), (cast.hein, LIST), (cast.ada, LIST), (cast.ada, SCHOOL)]
    few = [asks(*one) for one in pages]
    for number in range(5):
        actions.add_staff(act=act_of(cast.ada), school=cast.school, name=f"Nieuw {number}", role="member")
    assert [asks(*one) for one in pages] == few
