"""Danger on screen: the first thing on Vandaag, marked in every list, and what was done about it in ten seconds."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.bodies import Danger, Level
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, Cast, sign_in
from tests.school import plain as actions
from tests.web.browsing import filled_in, it_is_now, opened, text_of
from tests.web.test_report import report


@pytest.fixture
def in_danger(cast: Cast) -> Telling:
    case = tell(cast, cast.mo)
    told = replace(case.report_of(cast.sem, by=(cast.daan,)), dangers=(Danger.SELF_HARM,))
    case.opens(told)
    return case.as_(cast.anouk)


def page(client: Client, staff: StaffMember, address: str) -> str:
    return text_of(sign_in(client, staff).get(address))


def answer_url(case: Telling) -> str:
    return reverse("call_now", args=[case.id])


@pytest.mark.parametrize("name", ["anouk", "carla", "hein"])
def test_it_is_the_first_thing_on_vandaag_before_what_is_late(
    client: Client, cast: Cast, in_danger: Telling, name: str
) -> None:
    tell(cast).on(date(2026, 11, 16)).report(cast.noor, by=(cast.jens,)).step_1().judged("bullying")
    shown = page(client, getattr(cast, name), "/vandaag/")
    assert "Nog niemand schreef op wat er is gedaan." in shown
    assert answer_url(in_danger) in shown
    assert "Vandaag wacht er niets op je." not in shown
    assert "Alles wat moest, is gedaan." not in shown
    assert shown.index("Gevaar: Sem") < shown.index("Te laat")


@pytest.mark.parametrize("name", ["mo", "bram"])
def test_colleagues_who_do_not_work_at_the_case_see_nothing_of_it(
    client: Client, cast: Cast, in_danger: Telling, name: str
) -> None:
    assert "evaar" not in page(client, getattr(cast, name), "/vandaag/")


def test_it_is_marked_in_every_list_in_words(client: Client, cast: Cast, in_danger: Telling) -> None:
    assert "gevaar</span>" in page(client, cast.carla, "/zaken/")
    assert "gevaar</span>" in page(client, cast.anouk, "/vandaag/")
    assert "Er is gevaar." in text_of(report(sign_in(client, cast.carla), cast))
    other = tell(cast, cast.carla).report(cast.sem, by=(cast.lars,))
    assert "Er is gevaar." in page(client, cast.carla, reverse("case", args=[other.id]))


def test_who_called_says_so_and_everybody_sees_it_on_the_case_and_nobody_on_vandaag(
    client: Client, cast: Cast, in_danger: Telling
) -> None:
    carla = sign_in(client, cast.carla)
    form = opened(carla, answer_url(in_danger))
    sent = filled_in(form, called="113 en zijn vader", done="Sem is nu bij zijn vader.", over="nee")
    saved = carla.post(answer_url(in_danger), sent)
    assert saved.status_code == 303
    for staff in (cast.anouk, cast.carla, cast.hein):
        assert "Gevaar: Sem" not in page(client, staff, "/vandaag/")
        shown = page(client, staff, reverse("case", args=[in_danger.id]))
        assert "Gevaar: iemand pakte het op" in shown
        assert "Carla Jansen" in shown
        assert "Gebeld of gesproken: 113 en zijn vader" in shown
        assert "Sem is nu bij zijn vader." in shown
        assert 'href="tel:112"' in shown
    carla = sign_in(client, cast.carla)
    carla.post(
        answer_url(in_danger),
        filled_in(opened(carla, answer_url(in_danger)), called="Zijn moeder", done="Het gaat weer.", over="ja"),
    )
    case, numbers = reverse("case", args=[in_danger.id]), answer_url(in_danger)
    assert 'href="tel:112"' not in page(client, cast.anouk, case)
    assert "Er is nu geen gevaar genoteerd" in page(client, cast.anouk, numbers)


def test_when_it_is_over_the_case_says_for_a_week_who_saw_to_it_and_the_page_of_the_letter_after_that_too(
    client: Client, cast: Cast, in_danger: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, numbers = reverse("case", args=[in_danger.id]), answer_url(in_danger)
    carla = sign_in(client, cast.carla)
    carla.post(numbers, filled_in(opened(carla, numbers), called="Zijn moeder", done="Zij is bij hem.", over="ja"))
    for address in (case, numbers):
        assert "Gebeld of gesproken: Zijn moeder" in page(client, cast.hein, address)
    assert "Het gevaar is voorbij" in page(client, cast.hein, case)
    it_is_now(monkeypatch, date(2026, 11, 30))
    assert "Het gevaar is voorbij" not in page(client, cast.hein, case)
    assert "Gebeld of gesproken: Zijn moeder" in page(client, cast.hein, numbers)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("called", "Wie heb je gebeld of gesproken? Schrijf het op."),
        ("done", "Schrijf op wat er is gedaan."),
        ("over", "Is het gevaar nu voorbij? Kies ja of nee."),
    ],
)
def test_what_is_missing_is_asked_beside_its_field_and_the_rest_is_kept(
    client: Client, cast: Cast, in_danger: Telling, field: str, sentence: str
) -> None:
    anouk = sign_in(client, cast.anouk)
    typed = {"called": "De huisarts", "done": "Ik bleef bij hem.", "over": "nee"} | {field: ""}
    answer = anouk.post(answer_url(in_danger), filled_in(opened(anouk, answer_url(in_danger)), **typed))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert sentence in shown
    for kept in ("De huisarts", "Ik bleef bij hem."):
        assert (kept in shown) is (kept != {"called": "De huisarts", "done": "Ik bleef bij hem."}.get(field))


def test_the_page_of_numbers_tells_what_the_case_tells_whoever_saw_the_danger(
    client: Client, cast: Cast, in_danger: Telling
) -> None:
    assert 'href="tel:08000113"' in page(client, cast.anouk, answer_url(in_danger))  # from the report alone
    in_danger.incident()
    grave = bodies.Severity(level=Level.GRAVE, reasons="Thuis ook.", danger=(Danger.HOME,))
    recording.estimate_severity(act=in_danger.act(), case_id=in_danger.id, severity=grave)
    for address in (answer_url(in_danger), reverse("case", args=[in_danger.id])):
        shown = page(client, cast.anouk, address)
        assert 'href="tel:08000113"' in shown, address
        assert 'href="tel:08002000"' in shown, address


def test_who_reported_danger_goes_on_to_say_what_was_done(client: Client, cast: Cast, in_danger: Telling) -> None:
    case = tell(cast)
    told = replace(case.report_of(cast.noor), dangers=(Danger.VIOLENCE,))
    case.opens(told)
    [report] = case.case.reports.all()
    assert answer_url(case) in page(client, cast.anouk, reverse("report_done", args=[report.pk]))
    [others] = in_danger.case.reports.all()
    assert answer_url(in_danger) not in page(client, cast.mo, reverse("report_done", args=[others.pk]))


def test_closing_over_a_danger_is_refused_on_the_page_with_the_way_out(
    client: Client, cast: Cast, in_danger: Telling
) -> None:
    carla = sign_in(client, cast.carla)
    url = reverse("close", args=[in_danger.id])
    assert answer_url(in_danger) in text_of(carla.get(url))
    answer = carla.post(url, filled_in(opened(carla, url), reason="Verhuisd."))
    assert answer.status_code == 422
    assert "Er is gevaar gemeld, en nog niemand schreef op wat er is gedaan." in text_of(answer)


def test_a_number_that_is_missing_is_a_task_for_who_keeps_the_numbers(
    client: Client, cast: Cast, in_danger: Telling
) -> None:
    missing = f'Loop er meteen heen. <a href="{reverse("school_settings")}">'
    for one in (cast.hein, cast.carla):
        assert missing in page(client, one, reverse("case", args=[in_danger.id]))
    assert missing not in page(client, cast.anouk, reverse("case", args=[in_danger.id]))
    assert "Er is nu gevaar: vul ze meteen in." in page(client, cast.hein, "/vandaag/")
    assert "vul ze meteen in" not in page(client, cast.anouk, "/vandaag/")
    actions.change_school(act=ITSELF, school=cast.school, phone_head="06-0000 1001", phone_coordinator="06-0000 1002")
    assert "vul ze meteen in" not in page(client, cast.hein, "/vandaag/")
    assert "Loop er meteen heen" not in page(client, cast.hein, reverse("case", args=[in_danger.id]))
