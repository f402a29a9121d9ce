"""A colleague who is family of a child, on screen: said by the school, decided in the case (decision 085)."""

from django.test import Client
from django.urls import reverse

from kring.school.models import Guardianship, StaffMember
from tests.cases.test_relatives import ready
from tests.cast import Cast, sign_in
from tests.web.browsing import filled_in, opened, text_of

ISSUES = "naar het team</button>"


def said(client: Client, cast: Cast, staff: str) -> None:
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    url = reverse("school_guardian_staff", args=[inge.pupil_id, inge.pk])
    browser = sign_in(client, cast.ada)
    assert browser.post(url, filled_in(opened(browser, url), staff=staff)).status_code == 303


def page(client: Client, staff: StaffMember, url: str) -> str:
    return text_of(sign_in(client, staff).get(url))


def test_the_school_says_it_on_the_page_of_the_child_and_the_case_asks_it(client: Client, cast: Cast) -> None:
    said(client, cast, str(cast.mo.pk))
    pupil = reverse("school_pupil", args=[cast.sem.pk])
    assert "Werkt hier als" in page(client, cast.ada, pupil)
    assert "Werkt hier als" not in page(client, cast.anouk, pupil)
    case = ready(cast)
    asked = f"{cast.mo.name} is ook ouder of verzorger van Sem."
    url = reverse("relative", args=[case.id, cast.mo.pk])
    assert "Een collega is familie van een kind: Sem en Daan, groep 6." in page(client, cast.carla, "/vandaag/")
    assert asked in page(client, cast.carla, reverse("case", args=[case.id]))
    assert asked not in page(client, cast.anouk, reverse("case", args=[case.id]))
    for one, decides in ((cast.carla, True), (cast.anouk, False)):
        shown = page(client, one, reverse("issue_plan", args=[case.id]))
        assert "Eerst beslissen: een collega is familie" in shown
        assert asked in shown
        assert (url in shown) is decides
        assert ISSUES not in shown


def test_the_answer_is_given_on_a_small_form(client: Client, cast: Cast) -> None:
    said(client, cast, str(cast.mo.pk))
    case = ready(cast)
    url = reverse("relative", args=[case.id, cast.mo.pk])
    browser = sign_in(client, cast.carla)
    again = browser.post(url, filled_in(opened(browser, url), keep_out="nee"))
    assert again.status_code == 422
    assert "Schrijf op waarom niet. Eén zin is genoeg." in text_of(again)
    because = "De ouders weten het."
    assert browser.post(url, filled_in(opened(browser, url), keep_out="nee", because=because)).status_code == 303
    assert browser.get(url).status_code == 404
    assert ISSUES in page(client, cast.anouk, reverse("issue_plan", args=[case.id]))
    [fact] = case.file.of_kind("relative_stays")
    where = reverse("fact", args=[case.id, fact.pk])
    assert because in page(client, cast.carla, where)
    assert sign_in(client, cast.anouk).get(where).status_code == 404
    assert because not in page(client, cast.anouk, reverse("file", args=[case.id]))


def test_the_same_name_asks_on_both_pages_and_stops_nothing(client: Client, cast: Cast) -> None:
    cast.inge_bakker.name = cast.mo.name
    cast.inge_bakker.save()
    case = ready(cast)
    for one in (cast.carla, cast.anouk):
        shown = page(client, one, reverse("issue_plan", args=[case.id]))
        assert "heeft dezelfde naam, hetzelfde nummer of adres als een ouder van Sem." in shown
        assert ISSUES in shown
    pupil = reverse("school_pupil", args=[cast.sem.pk])
    assert "Is het dezelfde persoon?" in page(client, cast.ada, pupil)
    assert "Is het dezelfde persoon?" not in page(client, cast.anouk, pupil)
    said(client, cast, "")
    assert "Is het dezelfde persoon?" not in page(client, cast.ada, pupil)
