"""The invented protocol through its forms, from report to reopening, and a school that chooses it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.models import Case, PlanVersion
from kring.protocol.terms import Kind, Protocol
from kring.school.models import School
from tests.cases.any_protocol import acts
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.any_form import sent, through_forms
from tests.web.browsing import early, it_is_now
from tests.web.sending import send as send_as_typed
from tests.web.sending import text_of
from tests.web.test_report import filled


def follows(cast: Cast, protocol: Protocol) -> None:
    """The school follows this protocol from now on."""
    School.objects.filter(pk=cast.school.pk).update(protocol=protocol.key)
    cast.school.refresh_from_db()


# ── Through the forms ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def carried_out(browser: Client, case: Telling, monkeypatch: pytest.MonkeyPatch, *answers: int) -> list[str]:
    """The case to its last step, through forms; gives what was said on its page on the way."""
    said = []
    for _act in through_forms(browser, case, monkeypatch, *answers):
        said.append(text_of(browser.get(reverse("case", args=[case.id]))))
        assert browser.get("/vandaag/").status_code == 200
    return said


@pytest.mark.usefixtures("ticking")
def test_the_whole_story_of_another_protocol_through_its_forms(anouk, cast, other_protocol, monkeypatch):
    follows(cast, other_protocol)
    answer = send_as_typed(anouk, "/melding/", **filled(cast))
    case = early(tell(cast))
    case.case_id = Case.objects.get().pk
    assert answer["Location"] == reverse("case", args=[case.id])

    said = carried_out(anouk, case, monkeypatch, 1, 1, 0)
    whole = " ".join(said)
    for words in (
        "Luisteren",
        "Overleg met het zorgteam",
        "Overleg met een collega",
        "Aan tafel",
        "Terugkijken",
    ):
        assert words in whole
    assert "Samen verder" in whole or "samen verder" in whole
    assert [visit.step.key for visit in case.progress.visits][-1] == "einde"

    carla = sign_in(Client(), cast.carla)
    assert "1 af te sluiten" in text_of(carla.get("/zaken/?staat=af-te-sluiten"))
    assert f"/zaken/{case.id}/" in carla.get("/zaken/?staat=af-te-sluiten").content.decode()
    number = PlanVersion.objects.filter(case=case.id).count()
    pdf = anouk.get(reverse("plan_pdf", args=[case.id, number]))
    assert pdf["Content-Type"] == "application/pdf"
    case.as_(cast.carla).hear()
    sent(carla, reverse("close", args=[case.id]), reason="Het is rustig.")
    assert case.case.ended_as == "stopped"

    page = carla.get(reverse("reopen", args=[case.id]))
    assert "Meteen weer aan tafel." in text_of(page)
    sent(carla, reverse("reopen", args=[case.id]), to="tafel", reason="Het is terug.")
    assert case.step == "tafel"
    case.on(case.today + timedelta(days=1))
    it_is_now(monkeypatch, case.today)
    assert carried_out(anouk, case, monkeypatch, 0)


# ── The school's own pages ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_follows_an_answer_leaves_out_a_duty_whose_condition_does_not_hold(anouk, cast, other_protocol):
    follows(cast, other_protocol)
    for followers, told in (((), False), ((cast.lars,), True)):
        case = tell(cast).report(cast.sem, by=(cast.daan,), followers=followers)
        for act in acts(case, 1):
            if act == "deals_kept":
                break
        page = text_of(anouk.get(reverse("decide", args=[case.id])))
        assert "een andere weg" in page
        assert ("de hele groep" in page) is told


def test_the_head_chooses_the_protocol_where_there_is_more_than_one(client, cast, other_protocol):
    hein = sign_in(client, cast.hein)
    page = text_of(hein.get(reverse("school_settings")))
    assert "Welk protocol volgt de school?" in page
    sent(hein, reverse("school_settings"), protocol="samen_verder")
    cast.school.refresh_from_db()
    assert cast.school.protocol == "samen_verder"
    text = text_of(hein.get("/protocol/"))
    assert "Wie iets ziet, zegt het." in text
    assert 'id="aan-tafel"' in hein.get("/protocol/").content.decode()


def test_where_there_is_one_protocol_nothing_is_asked(client, cast):
    assert "Welk protocol" not in text_of(sign_in(client, cast.hein).get(reverse("school_settings")))


def test_own_choices_at_another_protocol_are_its_own(client, cast, other_protocol):
    stored = {"version": 1, "terms": {"approach": 1}, "titles": {"approach": "Samen"}, "channels": {"channel_1": "App"}}
    School.objects.filter(pk=cast.school.pk).update(variation=stored)
    follows(cast, other_protocol)
    carla = sign_in(client, cast.carla)
    page = text_of(carla.get(reverse("school_protocol")))
    assert "Termijn bij de stap Aanpak. Dit hoorde bij een ander protocol." in page
    assert "Eigen naam voor een stap: Samen. Dit hoorde bij een ander protocol." in page
    assert "Nazorg" not in page
    sent(carla, reverse("school_protocol"), title_horen="Horen")
    cast.school.refresh_from_db()
    assert cast.school.variation["protocol"] == "samen_verder"
    assert cast.school.variation["channels"] == {"channel_1": "App"}
    assert "Dit hoorde bij een ander protocol" not in text_of(carla.get(reverse("school_protocol")))
    assert tell(cast).report(cast.sem, by=(cast.daan,)).file.protocol.steps[0].title == "Horen"


def test_kinds_are_all_walked_through_their_forms(other_protocol):
    """The two protocols together ask for every kind."""
    from kring.protocol.stappenplan import STAPPENPLAN

    asked_for = {duty.kind for one in (STAPPENPLAN, other_protocol) for step in one.steps for duty in step.every_duty()}
    assert asked_for == set(Kind)
    assert TODAY
