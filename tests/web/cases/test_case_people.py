"""Mensen: children and their roles, colleagues, the stand-in, handing over, and keeping somebody out."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people
from kring.cases.models import Case, Involved
from kring.protocol.terms import Role
from kring.web.models import Draft
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import fields_of
from tests.web.sending import hidden, send, text_of


@pytest.fixture
def told(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def base(told: Telling) -> str:
    return f"/zaken/{told.id}/mensen/"


def page_of(client: Client, staff: object, told: Telling) -> str:
    response = sign_in(client, staff).get(base(told))  # type: ignore[arg-type]
    assert response.status_code == 200
    return text_of(response)


def roles(told: Telling) -> dict[str, str]:
    return {child.pupil.first_name: child.role for child in told.file.people}


def test_it_shows_everybody_with_their_part(client, cast, told):
    page = page_of(client, cast.anouk, told)
    assert "Sem Bakker wordt gepest, groep 6" in page
    assert "Daan Visser pest, groep 6" in page
    assert "Anouk Vermeer eigenaar van deze zaak" in page
    assert "Nog geen vervanger" in page
    assert "Carla Jansen Seo-coördinator, volgt alle zaken" in page


def test_custody_that_is_not_known_is_asked_for_with_a_way_to_settle_it(client, cast, told):
    people.add_child(act=told.act(), case_id=told.id, pupil_id=cast.lars.pk, role=Role.FOLLOWER)
    link = next(link for link in told.file.guardianships if link.guardian_id == cast.petra_de_wit.pk)
    page = page_of(client, cast.hein, told)
    assert "Heeft de moeder van Lars gezag? Dat is nog niet bekend. Uitzoeken" in page
    html = client.get(base(told)).content.decode()
    assert f'href="/school/leerlingen/{cast.lars.pk}/ouder/{link.pk}/gezag/"' in html
    assert f'href="/school/leerlingen/{cast.lars.pk}/"' in sign_in(client, cast.anouk).get(base(told)).content.decode()
    people.include_colleague(act=told.act(), case_id=told.id, staff_id=cast.bram.pk)
    assert "Dat is nog niet bekend. Vraag het aan de directeur." in page_of(client, cast.bram, told)


def test_a_child_without_a_guardian_who_can_be_told_is_said(client, cast, told):
    link = next(link for link in told.file.guardianships if link.guardian_id == cast.karin_visser.pk)
    link.delete()
    assert "Er staat geen ouder met gezag in Kring." in page_of(client, cast.anouk, told)


def test_a_pupil_is_added_with_a_role_and_the_teacher_of_that_group_takes_part(client, cast, told):
    answer = send(sign_in(client, cast.anouk), f"{base(told)}leerling/", pupil=str(cast.yara.pk), role="witness")
    assert (answer.status_code, answer["Location"]) == (303, base(told))
    assert roles(told) == {"Sem": "target", "Daan": "instigator", "Yara": "witness"}
    page = page_of(client, cast.anouk, told)
    assert "Yara Smeets ziet het, groep 5" in page
    assert "Bram de Boer heeft toegang" in page


def test_who_takes_part_already_is_not_offered_again_and_nobody_of_another_school(client, cast, told):
    html = sign_in(client, cast.anouk).get(f"{base(told)}leerling/").content.decode()
    assert str(cast.noor.pk) in html
    assert str(cast.sem.pk) not in html
    assert str(cast.linde.mila.pk) not in html
    answer = send(client, f"{base(told)}leerling/", pupil=str(cast.linde.mila.pk), role="witness")
    assert answer.status_code == 422
    assert len(roles(told)) == 2


def test_adding_without_a_choice_says_what_is_missing(client, cast, told):
    answer = send(sign_in(client, cast.anouk), f"{base(told)}leerling/")
    assert answer.status_code == 422
    assert "Kies om welke leerling het gaat." in text_of(answer)
    assert "Maak hier een keuze." in text_of(answer)


WHY = {"mistake": "nee", "because": "Hij is verhuisd."}


def test_a_role_is_changed(client, cast, told):
    daan = told.key(cast.daan)
    answer = send(sign_in(client, cast.anouk), f"{base(told)}{daan}/rol/", role="follower", mistake="nee")
    assert answer.status_code == 303
    assert roles(told)["Daan"] == "follower"


def test_the_only_child_who_is_bullied_keeps_that_role_and_stays(client, cast, told):
    sem = told.key(cast.sem)
    sign_in(client, cast.anouk)
    for url, fields in ((f"{base(told)}{sem}/rol/", {"role": "witness"}), (f"{base(told)}{sem}/weg/", WHY)):
        answer = send(client, url, **(WHY | fields))
        assert answer.status_code == 422
        assert "Er moet minstens één gepeste leerling in de zaak zijn." in text_of(answer)
    assert roles(told)["Sem"] == "target"


def test_a_child_is_taken_out_once_also_with_a_double_click(client, cast, told):
    url = f"{base(told)}{told.key(cast.daan)}/weg/"
    sign_in(client, cast.anouk)
    fields = {"token": hidden(client.get(url), "token"), "seen": "", **WHY}
    assert [client.post(url, fields).status_code for _click in range(2)] == [303, 303]
    assert roles(told) == {"Sem": "target"}
    assert "Zat eerder in de zaak: Daan" in page_of(client, cast.anouk, told)
    assert client.get(url).status_code == 404


def test_a_colleague_takes_part_and_then_reads_the_case(client, cast, told):
    assert sign_in(client, cast.mo).get(f"/zaken/{told.id}/").status_code == 404
    answer = send(sign_in(client, cast.anouk), f"{base(told)}collega/", staff=str(cast.mo.pk))
    assert answer.status_code == 303
    assert sign_in(client, cast.mo).get(f"/zaken/{told.id}/").status_code == 200


def test_the_administrator_is_never_offered(client, cast, told):
    html = sign_in(client, cast.anouk).get(f"{base(told)}collega/").content.decode()
    assert str(cast.ada.pk) not in html
    assert str(cast.bram.pk) in html


def test_a_stand_in_is_chosen_and_taken_away_again(client, cast, told):
    url = f"{base(told)}vervanger/"
    sign_in(client, cast.anouk)
    assert send(client, url, staff=str(cast.bram.pk)).status_code == 303
    assert told.case.stand_in == cast.bram
    assert "Bram de Boer vervangt de eigenaar" in page_of(client, cast.anouk, told)
    assert "Bram de Boer vervangt" in text_of(client.get(f"/zaken/{told.id}/"))
    assert send(client, url, staff="").status_code == 303
    assert told.case.stand_in is None


def test_the_coordinator_hands_the_case_over(client, cast, told):
    url = f"{base(told)}overdragen/"
    assert sign_in(client, cast.anouk).get(url).status_code == 404
    assert send(sign_in(client, cast.carla), url, staff=str(cast.bram.pk), reason="Verlof").status_code == 303
    assert Case.objects.get(pk=told.id).owner == cast.bram
    assert sign_in(client, cast.anouk).get(f"/zaken/{told.id}/").status_code == 200


def test_who_is_excluded_sees_nothing_until_it_is_lifted(client, cast, told):
    url = f"{base(told)}uitsluiten/"
    assert sign_in(client, cast.anouk).get(url).status_code == 404
    assert send(sign_in(client, cast.carla), url, staff=str(cast.hein.pk)).status_code == 303
    assert sign_in(client, cast.hein).get(f"/zaken/{told.id}/").status_code == 404
    page = page_of(client, cast.carla, told)
    assert "Hein Smit ziet niets van deze zaak Uitsluiting opheffen" in page
    lift = f"{base(told)}{cast.hein.pk}/weer-toelaten/"
    assert send(client, lift).status_code == 303
    assert client.get(lift).status_code == 404
    assert sign_in(client, cast.hein).get(f"/zaken/{told.id}/").status_code == 200


def test_who_keeps_somebody_out_reads_which_other_cases_run_with_one_of_the_children(client, cast, told):
    url = f"{base(told)}uitsluiten/"
    tell(cast).report(cast.noor, by=(cast.lars,))
    assert "met een van deze kinderen" not in text_of(sign_in(client, cast.carla).get(url))
    second = tell(cast).report(cast.sem, by=(cast.lars,))
    said = f"Er loopt nog een zaak met een van deze kinderen: {second.case.reference}. Kijk daar ook."
    assert said in text_of(client.get(url))
    third = tell(cast).report(cast.daan, by=(cast.lars,))
    said = f"Er lopen nog zaken met een van deze kinderen: {second.case.reference} en {third.case.reference}."
    assert said in text_of(client.get(url))
    people.exclude(act=third.as_(cast.hein).act(), case_id=third.id, staff_id=cast.carla.pk)
    assert third.case.reference not in text_of(client.get(url)), "she may not know of it herself"


def test_who_was_kept_out_by_itself_is_said_to_those_who_can_lift_it(client, cast, told):
    people.exclude(act=told.as_(cast.hein).act(), case_id=told.id, staff_id=cast.wil.pk)
    new = tell(cast, cast.wil).report(cast.sem, by=(cast.lars,)).as_(cast.anouk)
    said = "Wil de Ruiter is hier buiten gehouden, omdat dat bij zaak 2026-001 ook zo is. Uitsluiting opheffen"
    lift = f"{base(new)}{cast.wil.pk}/weer-toelaten/"
    for address in (f"/zaken/{new.id}/", base(new)):
        page = sign_in(client, cast.carla).get(address)
        assert said in text_of(page)
        assert f'href="{lift}"' in page.content.decode()
    assert "buiten gehouden" not in text_of(sign_in(client, cast.anouk).get(f"/zaken/{new.id}/"))
    assert "Wil de Ruiter ziet niets van deze zaak" in page_of(client, cast.anouk, new)
    assert send(sign_in(client, cast.carla), lift).status_code == 303
    assert "buiten gehouden" not in text_of(client.get(f"/zaken/{new.id}/"))


def test_of_the_other_case_nothing_is_said_to_those_who_are_kept_out_of_it(client, cast, told):
    for colleague in (cast.wil, cast.carla):
        people.exclude(act=told.as_(cast.hein).act(), case_id=told.id, staff_id=colleague.pk)
    new = tell(cast, cast.wil).report(cast.sem, by=(cast.lars,)).as_(cast.hein)
    people.lift_exclusion(act=new.act(), case_id=new.id, staff_id=cast.carla.pk)
    page = text_of(sign_in(client, cast.carla).get(f"/zaken/{new.id}/"))
    assert "Wil de Ruiter is hier buiten gehouden, omdat dat bij een andere zaak met een van deze kinderen ook" in page
    assert "2026-001" not in page


def test_nobody_can_exclude_themselves_or_the_owner(client, cast, told):
    html = sign_in(client, cast.carla).get(f"{base(told)}uitsluiten/").content.decode()
    assert str(cast.carla.pk) not in html
    assert str(cast.anouk.pk) not in html


def test_a_closed_case_keeps_its_people(client, cast, told):
    told.step_1().judged("teasing").agree()
    told.close()
    page = page_of(client, cast.anouk, told)
    assert "Leerling toevoegen" not in page
    assert "Andere rol" not in page
    assert client.get(f"{base(told)}leerling/").status_code == 404


def test_a_child_or_colleague_of_elsewhere_is_not_found(client, cast, told):
    other = tell(cast).report(cast.noor)
    sign_in(client, cast.carla)
    stranger = Involved.objects.get(case=other.id)
    for part in (f"{stranger.pk}/rol/", f"{stranger.pk}/weg/", f"{cast.linde.head.pk}/weer-toelaten/"):
        assert client.get(base(told) + part).status_code == 404, part


def test_why_a_case_is_handed_over_is_kept_until_it_is_saved(client, cast, told):
    browser = sign_in(client, cast.carla)
    url = reverse("hand_over", args=[told.id])
    assert send(browser, url, staff="", reason="Anouk gaat met verlof.").status_code == 422
    assert "Anouk gaat met verlof." in browser.get(url).content.decode()


def test_what_was_chosen_when_the_session_had_ended_is_there_again_as_was_promised(client, cast, told):
    browser = sign_in(client, cast.carla)
    url = reverse("include", args=[told.id])
    page = browser.get(url)
    typed = {"token": hidden(page, "token"), "seen": hidden(page, "seen"), "staff": str(cast.bram.pk)}
    browser.cookies.pop("kring_session")

    sent_to = browser.post(url, typed)["Location"]

    assert "staat er weer zodra je bent ingelogd" in text_of(browser.get(sent_to))
    again = sign_in(browser, cast.carla).get(url)
    assert "Je tekst is bewaard. Controleer en bewaar." in text_of(again)
    assert fields_of(again.content.decode())["staff"] == [str(cast.bram.pk)]
    assert (
        browser.post(
            url, {**typed, "token": hidden(again, "token"), "continues": hidden(again, "continues")}
        ).status_code
        == 303
    )
    assert not Draft.objects.filter(taken_over="").exists()
