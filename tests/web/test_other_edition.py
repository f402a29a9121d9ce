"""The invented protocol through the browser, from report to reopening, and every page of the access table under way."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.models import Case, PlanVersion
from kring.protocol.progress import State
from kring.protocol.terms import Kind, Protocol
from kring.school.models import School
from tests.cases.any_protocol import acts, close
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.any_form import decide, do, sent
from tests.web.browsing import early, it_is_now
from tests.web.sending import send as send_as_typed
from tests.web.sending import text_of
from tests.web.test_access_table import ROWS, asked
from tests.web.test_report import filled
from tests.web.world import World, make_world


@pytest.fixture
def world(cast: Cast, settings: Any) -> World:
    settings.KRING_MAIL = True
    return make_world(cast)


def follows(cast: Cast, protocol: Protocol) -> None:
    """The school follows this protocol from now on."""
    School.objects.filter(pk=cast.school.pk).update(protocol=protocol.key)
    cast.school.refresh_from_db()


# ── Every page at every point ───────────────────────────────────────────────────────────────────────────────────────


def addresses(world: World, case: Telling) -> Iterator[tuple[str, str, str]]:
    """Every address of the table as (face, how, url), those of a case written out for this one."""
    current = case.progress.current
    duties = [task.duty.key for task in current.tasks] if current else []
    talks = case.file.of_kind("talk")
    for row in ROWS:
        known = dict(world.known(row.face))
        if "case_id" not in known:
            yield row.face, row.how, reverse(row.address, kwargs=known)
            continue
        known["case_id"] = case.id
        if "fact_id" in known and talks:
            known["fact_id"] = talks[-1].pk
        if "involved_id" in known:
            known["involved_id"] = case.file.people[0].pk
        for duty in duties if "duty" in known else [known.get("duty")]:
            yield row.face, row.how, reverse(row.address, kwargs=known | ({"duty": duty} if duty else {}))


FINE = (200, 302, 303, 404, 405, 409, 422)


OF_THE_PROTOCOL = ("today", "cases", "plans", "observations", "agenda_feed", "protocol", "school_protocol", "report")
"""Pages outside a case that tell where cases stand, or what the protocol is."""


def look_everywhere(world: World, case: Telling) -> None:
    """No page breaks, opened or with an empty form sent to it, for the owner and the coordinator."""
    for who in ("T", "C"):
        browser = sign_in(Client(), world.who[who])
        for face, how, url in addresses(world, case):
            if str(case.id) in url or face in OF_THE_PROTOCOL:
                for asked_how in (how, "POST"):
                    answer = asked(browser, asked_how, url)
                    assert answer.status_code in FINE, f"{who} {asked_how} {face} {url}: {answer.status_code}"


POINTS = ("round_table", "deals_kept")


@pytest.mark.slow
def test_no_page_breaks_at_any_point_of_the_other_protocol(world, cast, other_protocol):
    follows(cast, other_protocol)
    case = tell(cast).report(cast.noor, by=(cast.jens,), followers=(cast.lars,))
    look_everywhere(world, case)
    for act in acts(case, 1, 1, 0):
        if act in POINTS:
            look_everywhere(world, case)
    look_everywhere(world, case)
    close(case.as_(cast.carla), timedelta(days=20))
    look_everywhere(world, case)


# ── Through the forms ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def carried_out(browser: Client, case: Telling, monkeypatch: pytest.MonkeyPatch, *answers: int) -> list[str]:
    """The case to its last step, through forms; gives what was said on its page on the way."""
    given, said = list(answers), []
    while (current := case.progress.current) is not None and not current.step.ends_case:
        said.append(text_of(browser.get(reverse("case", args=[case.id]))))
        assert browser.get("/vandaag/").status_code == 200
        task = next((task for task in current.tasks if task.state is State.OPEN), None)
        if task is None:
            decide(browser, case, current, given.pop(0) if given else 0)
            continue
        if task.duty.settles_date and current.due and current.due.on > case.today:
            case.on(current.due.on)
            it_is_now(monkeypatch, case.today)
        do(browser, case, task)
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
    assert "Af te sluiten" in text_of(carla.get("/zaken/?staat=af-te-sluiten"))
    assert f"/zaken/{case.id}/" in carla.get("/zaken/?staat=af-te-sluiten").content.decode()
    number = PlanVersion.objects.filter(case=case.id).count()
    pdf = anouk.get(reverse("plan_pdf", args=[case.id, number]))
    assert pdf["Content-Type"] == "application/pdf"
    sent(carla, reverse("close", args=[case.id]), reason="Het is rustig.", child_says="Het gaat goed.")
    assert case.case.ended_as == "stopped"

    page = carla.get(reverse("reopen", args=[case.id]))
    assert "Meteen weer aan tafel." in text_of(page)
    sent(carla, reverse("reopen", args=[case.id]), to="tafel", reason="Het is terug.")
    assert case.step == "tafel"
    case.on(case.today + timedelta(days=1))
    it_is_now(monkeypatch, case.today)
    assert carried_out(anouk, case, monkeypatch, 0)


@pytest.mark.usefixtures("ticking")
def test_the_stappenplan_goes_through_the_same_forms(anouk, cast, monkeypatch):
    case = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))
    carried_out(anouk, case, monkeypatch, 1, 1, 0)
    assert case.step == "close"


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
