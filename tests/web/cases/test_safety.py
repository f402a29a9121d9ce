"""Safe for now on screen: the first thing on the case, on Vandaag of who must answer, answered in a few taps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import opening
from kring.cases.safety import safety_of
from kring.protocol.choices import Variation
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import fields_of, filled_in, opened
from tests.web.sending import text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def url(case: Telling) -> str:
    return reverse("safe_for_now", args=[case.id])


def page(client: Client, staff: StaffMember, address: str) -> str:
    return text_of(sign_in(client, staff).get(address))


def field(case: Telling, key: str) -> str:
    return f"safe_{key.replace('-', '')}"


def test_it_stands_on_vandaag_of_the_owner_with_its_button_and_not_of_the_team(
    client: Client, cast: Cast, case: Telling
) -> None:
    shown = page(client, cast.anouk, "/vandaag/")
    assert "Van Kring. Is Sem veilig voor nu?" in shown
    assert f'href="{url(case)}"' in sign_in(client, cast.anouk).get("/vandaag/").content.decode()
    for staff in (cast.carla, cast.mo, cast.wil):
        assert "veilig voor nu" not in page(client, staff, "/vandaag/")


def test_the_case_asks_it_below_danger_and_above_the_step(client: Client, cast: Cast, case: Telling) -> None:
    shown = page(client, cast.anouk, reverse("case", args=[case.id]))
    assert "Is Sem veilig voor nu? van Kring" in shown
    assert "Leg het uiterlijk morgen vast." in shown
    assert shown.index("Is Sem veilig voor nu?") < shown.index("Stap 1: signaleren")


def test_safe_is_two_taps_and_then_nobody_is_asked(client: Client, cast: Cast, case: Telling) -> None:
    anouk = sign_in(client, cast.anouk)
    form = opened(anouk, url(case))
    assert form["who"] == ["Anouk Vermeer"]
    assert form["until_on"] == [(TODAY + timedelta(days=7)).isoformat()]
    saved = anouk.post(url(case), filled_in(form, **{field(case, case.key(cast.sem)): "ja"}))
    assert saved.status_code == 303
    assert "veilig voor nu?" not in page(client, cast.anouk, "/vandaag/")
    shown = page(client, cast.anouk, reverse("case", args=[case.id]))
    assert "Sem: veilig voor nu (Anouk Vermeer, vandaag" in shown
    assert "Is Sem veilig voor nu?" not in shown


def test_not_yet_says_who_watches_where_and_until_when_to_those_who_work_at_the_case(
    client: Client, cast: Cast, case: Telling
) -> None:
    anouk = sign_in(client, cast.anouk)
    sem = field(case, case.key(cast.sem))
    form = opened(anouk, url(case))
    wrong = anouk.post(url(case), filled_in(form, **{sem: "nee", "who": ""}))
    assert wrong.status_code == 422
    assert "Schrijf op wie er oplet." in text_of(wrong)
    assert "Kies minstens één plek." in text_of(wrong)
    form = fields_of(wrong.content.decode())
    assert form[sem] == ["nee"]
    sent = filled_in(form, who="Carla en Bram", places=["playground", "way"])
    assert anouk.post(url(case), sent).status_code == 303
    told = "Carla en Bram let op: op het plein en onderweg van of naar school, tot en met maandag 30 november."
    for staff in (cast.anouk, cast.carla):
        assert told in page(client, staff, reverse("case", args=[case.id]))
    (fact,) = case.file.of_kind("safe_for_now")
    shown = page(client, cast.anouk, reverse("fact", args=[case.id, fact.pk]))
    assert "Sem: nog niet veilig" in shown
    assert "Carla en Bram" in shown
    case.step_1().judged("bullying").step_3()
    assert "Carla en Bram" not in page(client, cast.mo, reverse("plan", args=[case.id]))


def test_of_two_children_each_has_its_own_answer(client: Client, cast: Cast, case: Telling) -> None:
    opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(cast.noor))
    anouk = sign_in(client, cast.anouk)
    assert "Zijn Noor en Sem veilig voor nu?" in text_of(anouk.get("/vandaag/"))
    noor, sem = field(case, case.key(cast.noor)), field(case, case.key(cast.sem))
    half = anouk.post(url(case), filled_in(opened(anouk, url(case)), **{noor: "ja"}))
    assert "Is Sem veilig voor nu? Kies een antwoord." in text_of(half)
    sent = filled_in(fields_of(half.content.decode()), **{sem: "nee"}, places=["playground"])
    assert anouk.post(url(case), sent).status_code == 303
    stands = {case.file.name_of(one.child): one.due_on for one in safety_of(case.file)}
    assert stands == {"Noor": None, "Sem": TODAY + timedelta(days=7)}


def test_an_answer_is_put_right_from_the_file(client: Client, cast: Cast, case: Telling) -> None:
    case.safe()
    (fact,) = case.file.of_kind("safe_for_now")
    address = reverse("correct", args=[case.id, fact.pk])
    anouk = sign_in(client, cast.anouk)
    form = opened(anouk, address)
    sem = field(case, case.key(cast.sem))
    assert form[sem] == ["ja"]
    assert anouk.post(address, filled_in(form, **{sem: "nee"}, places=["toilets"])).status_code == 303
    (stands,) = safety_of(case.file)
    assert stands.due_on == TODAY + timedelta(days=7)


def test_a_school_that_leaves_it_out_is_asked_nowhere(client: Client, cast: Cast) -> None:
    cast.school.variation = Variation(asks_safety=False).to_dict()
    cast.school.save()
    cast.anouk.school.refresh_from_db()
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    for address in ("/vandaag/", reverse("case", args=[case.id]), "/protocol/"):
        assert "eilig voor nu" not in page(client, cast.anouk, address)
    assert "Jullie school laat deze vraag weg." in page(client, cast.anouk, url(case))


def test_the_protocol_tells_it_as_kring_s_own(client: Client, cast: Cast) -> None:
    shown = page(client, cast.anouk, "/protocol/")
    assert "Is ieder gepest kind veilig voor nu? van Kring" in shown
    assert "Uiterlijk 1 schooldag na de melding." in shown
