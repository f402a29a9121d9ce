"""Zaken: which cases stand in the list, for whom, in which order, and how it is narrowed and leafed through."""

from datetime import date

import pytest
from django.test import Client

from kring.cases import queries
from kring.cases.actions import people
from kring.cases.models import Case
from kring.cases.queries import CaseFilter, CaseState, cases_page
from kring.protocol.terms import Role, Stage
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.many import many_like
from tests.web.sending import text_of


def listed(client: Client, staff: object, query: str = "") -> str:
    response = sign_in(client, staff).get(f"/zaken/{query}")  # type: ignore[arg-type]
    assert response.status_code == 200
    page = text_of(response)
    return page[page.index("Wat het eerst moet, staat bovenaan.") :]


@pytest.fixture
def late(cast: Cast) -> Telling:
    return tell(cast).on(date(2026, 11, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


@pytest.fixture
def fresh(cast: Cast) -> Telling:
    return tell(cast).report(cast.noor, by=(cast.lars,))


@pytest.fixture
def of_bram(cast: Cast) -> Telling:
    return tell(cast, cast.bram).report(cast.yara)


@pytest.fixture
def closed(cast: Cast) -> Telling:
    told = tell(cast).on(date(2026, 10, 5)).report(cast.jens, by=(cast.lars,)).step_1().judged("teasing")
    told.agree()
    told.on(date(2026, 10, 8)).close()
    return told


def test_the_earliest_due_stands_first_with_its_step_its_day_and_its_owner(client, cast, fresh, late):
    page = listed(client, cast.anouk)
    assert page.index("Sem en Daan, groep 6") < page.index("Noor en Lars, groep 6")
    assert "Sem en Daan, groep 6 3. Aanpak donderdag 19 november 2 schooldagen te laat Anouk Vermeer 2026-002" in page
    assert "Noor en Lars, groep 6 1. Signaleren woensdag 25 november nog 2 schooldagen" in page


def test_a_teacher_sees_the_cases_they_take_part_in_and_no_other(client, cast, late, of_bram):
    page = listed(client, cast.bram)
    assert "Yara, groep 5" in page
    assert "Sem" not in page


def test_a_coordinator_sees_all_cases_of_the_school_and_another_school_none(client, cast, late, of_bram):
    page = listed(Client(), cast.carla)
    assert "Sem en Daan, groep 6" in page
    assert "Yara, groep 5" in page
    assert "Geen zaken" in listed(client, cast.linde.coordinator, "")


def test_a_team_member_has_an_empty_list_that_says_so(client, cast, late):
    assert "Er lopen nu geen zaken waar jij bij hoort." in listed(client, cast.mo)


def test_the_administrator_has_no_list(client, cast):
    assert sign_in(client, cast.ada).get("/zaken/").status_code == 404


def test_who_is_excluded_does_not_see_the_case(client, cast, late):
    people.exclude(act=late.as_(cast.hein).on(TODAY).act(), case_id=late.id, staff_id=cast.carla.pk)
    assert "Sem" not in listed(client, cast.carla)


def test_each_state_has_its_own_list(client, cast, late, fresh, closed):
    browser = sign_in(client, cast.carla)
    assert [name for name in ("Sem", "Noor", "Jens") if f"{name} en" in listed(browser, cast.carla)] == [
        "Sem",
        "Noor",
    ]
    assert "Noor en" not in listed(browser, cast.carla, "?staat=te-laat")
    assert "Sem en" in listed(browser, cast.carla, "?staat=te-laat")
    shut = listed(browser, cast.carla, "?staat=gesloten")
    assert (
        "Jens en Lars, groep 6 Anouk Vermeer · 2026-003 Afgesloten: plagen, met afspraken donderdag 8 oktober" in shut
    )
    assert "Sem en" not in shut
    everything = listed(browser, cast.carla, "?staat=alle")
    assert all(f"{name} en" in everything for name in ("Sem", "Noor", "Jens"))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("te-laat", "Geen enkele stap is te laat. Mooi zo."),
        ("nazorg", "Er is nu geen zaak in nazorg."),
        ("af-te-sluiten", "Er is nu geen zaak die op afsluiten wacht."),
        ("gesloten", "Er is nog geen zaak afgesloten."),
    ],
)
def test_every_empty_list_says_what_is_not_there_and_leads_back(client, cast, fresh, state, sentence):
    page = listed(client, cast.anouk, f"?staat={state}")
    assert sentence in page
    assert "Naar de lopende zaken" in page


def test_it_is_narrowed_to_a_group_and_to_who_and_says_so(client, cast, late, of_bram):
    page = listed(client, cast.carla, f"?groep={cast.group5.pk}&wie={cast.bram.pk}")
    assert "Je ziet alleen: groep 5, van Bram de Boer . Filter wissen" in page
    assert "Yara" in page
    assert "Sem" not in page


def test_a_filter_that_finds_nothing_offers_to_clear_it(client, cast, late):
    page = listed(client, cast.carla, f"?groep={cast.group5.pk}")
    assert "Met dit filter is er geen zaak." in page
    assert "Filter wissen" in page


@pytest.mark.parametrize("query", ["?blad=x", "?blad=-1", "?blad=99999999999999", "?groep=niets", "?staat=weg&wie=1"])
def test_nonsense_in_the_address_shows_the_list(client, cast, late, query):
    assert "Sem en Daan, groep 6" in listed(client, cast.anouk, query)


def test_a_group_of_another_school_is_no_filter(client, cast, late):
    page = listed(client, cast.anouk, f"?groep={cast.linde.group.pk}")
    assert "Sem en Daan, groep 6" in page
    assert "Je ziet alleen" not in page


def test_twenty_five_a_page_with_the_pages_before_and_after_it_and_the_filter_kept(client, cast, late):
    many_like(late.case, 29, days_apart=1)
    browser = sign_in(client, cast.anouk)
    first = browser.get(f"/zaken/?wie={cast.anouk.pk}").content.decode()
    assert first.count('<th scope="row">') == 25
    assert f'href="/zaken/?wie={cast.anouk.pk}&amp;blad=2"' in first
    assert "Vorige" not in first
    second = browser.get(f"/zaken/?wie={cast.anouk.pk}&blad=2").content.decode()
    assert second.count('<th scope="row">') == 5
    assert "26 tot en met 30" in second
    assert f'href="/zaken/?wie={cast.anouk.pk}"' in second
    assert "Volgende" not in second


def test_names_are_opened_for_the_shown_page_only(client, cast, late, monkeypatch):
    many_like(late.case, 60)
    opened = []

    def named(children, _names):
        opened.append(children)
        return "een naam"

    monkeypatch.setattr("kring.web.lists.cases.called", named)
    sign_in(client, cast.carla).get("/zaken/")
    assert len(opened) == 25
    assert Case.objects.count() == 61


def test_a_round_that_came_again_says_which(client, cast):
    told = tell(cast).on(date(2026, 9, 1)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    told.until_due().evaluate("yes").until_due().evaluate("negative")
    assert told.case.current_round == 2
    assert "5. Tweede evaluatie, ronde 2" in listed(client, cast.anouk)


def test_when_nobody_is_bullied_any_more_the_line_still_has_a_name(client, cast, fresh):
    Case.objects.filter(pk=fresh.id).update(current_step="after_care", stage=Stage.AFTER_CARE)
    fresh.file.with_role(Role.TARGET)
    assert "Noor en Lars, groep 6 Nazorg" in listed(client, cast.anouk, "?staat=nazorg")


def test_a_page_past_the_last_leads_to_the_first_instead_of_saying_there_are_none(client, cast):
    tell(cast).report(cast.sem)
    browser = sign_in(client, cast.carla)
    assert browser.get("/zaken/?staat=alle&blad=2")["Location"] == "/zaken/?staat=alle"
    assert browser.get("/plannen/?blad=2")["Location"] == "/plannen/"


def test_where_no_case_is_there_is_nothing_to_choose(client, cast):
    for staff in (cast.anouk, cast.carla):
        said = text_of(sign_in(client, staff).get("/zaken/"))
        assert "Een zaak begint met een melding, en staat dan hier." in said
        assert "Welke zaken" not in said
        assert "af te sluiten" not in said
    assert "Welke zaken" in text_of(sign_in(client, cast.carla).get("/zaken/?staat=gesloten"))


def test_where_every_case_is_closed_there_is_something_to_choose(client, cast, closed):
    assert "Welke zaken" in text_of(sign_in(client, cast.carla).get("/zaken/"))


@pytest.mark.parametrize("state", [None, *CaseState])
def test_a_page_far_on_is_asked_as_the_first_ones_are(cast, late, fresh, of_bram, closed, monkeypatch, state):
    """Of the first pages the SQL is kept, of others Django writes it: the same cases, in the same order."""
    for staff in (cast.anouk, cast.bram, cast.carla):
        for narrowed in (
            CaseFilter(state),
            CaseFilter(state, cast.sem.group_id),
            CaseFilter(state, None, cast.anouk.pk),
        ):
            kept = cases_page(staff, narrowed, 1, TODAY)
            with monkeypatch.context() as without:
                without.setattr(queries, "MOST_PREPARED", 0)
                assert cases_page(staff, narrowed, 1, TODAY) == kept
    assert len(cases_page(cast.carla, CaseFilter(None), 1, TODAY)[0]) == 4
