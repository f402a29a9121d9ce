"""What issue 11 would have told at the child's door, with and without script, each until it is a case in step 1."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kring.cases.models import Case, Involved
from kring.protocol.roles import Role as ChildRole
from kring.reports.actions.settling import settle
from kring.reports.models import Incoming, Said
from kring.reports.told import Fear, Who
from kring.school import actions
from kring.web.request import clock
from tests.browser.incoming import makes_a_case
from tests.browser.post import Post, leaders
from tests.browser.test_childs_door import taps
from tests.browser.visitor import PHONE, Visitor
from tests.cast import Cast, act_of
from tests.reports.telling import doors_of

CHRISTMAS = date(2026, 12, 26)


def says(child: Visitor, *taps_of: str) -> None:
    """Taps one answer after another, each of which leads on, and looks at every screen."""
    for tap in taps_of:
        taps(child.page, tap)
        child.looks()


def leaves_out(child: Visitor, until: str) -> None:
    """Leaves out every question until this one."""
    asked = child.page.get_by_role("heading", level=1)
    while asked.inner_text() != until:
        taps(child.page, "Deze vraag overslaan")


def sends(child: Visitor) -> str:
    """‘Klopt dit?’, the six words, and that they are written down; gives the words."""
    leaves_out(child, "Klopt dit?")
    says(child, "Versturen")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("Goed dat je het vertelt.")
    code = " ".join(child.page.locator(".word").all_inner_texts())
    says(child, "Ik heb ze opgeschreven")
    return code


def names(page: Page, *rows: tuple[str, str]) -> None:
    """Somebody in each row: a first name and a group."""
    for place, (name, group) in enumerate(rows):
        if place:
            page.get_by_role("button", name="Nog iemand").click()
            expect(page.get_by_label("Naam")).to_have_count(place + 1)
        page.get_by_label("Naam").nth(place).fill(name)
        page.get_by_label("Groep").nth(place).fill(group)


def carla_makes_a_case(comes: Any, everybody: Cast, kept: Incoming) -> Case:
    """Once the worker has seen who reads it."""
    settle(school=kept.school, at=clock.now())
    carla = comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens(f"/verteld/{kept.pk}/")
    return makes_a_case(carla, kept)


def parts_of(case: Case) -> dict[str, str]:
    """Each child of the case, with what it is in it."""
    return {one.pupil.first_name: one.role for one in Involved.objects.filter(case=case).select_related("pupil")}


@pytest.mark.parametrize("java_script", [True, False])
def test_a_child_without_a_name_answers_a_question_with_its_code_and_says_that_it_goes_better(
    comes: Any, everybody: Cast, java_script: bool
) -> None:
    doors_of(everybody)
    child = comes(PHONE, java_script=java_script)
    child.opens("/vertel/de-wilg/")
    says(child, "Vertellen", "Over mij", "Deze vraag overslaan")
    child.page.get_by_label("Vertel het zelf.").fill("Ik mag nooit meedoen.")
    says(child, "Verder")
    code = sends(child)
    kept = Incoming.objects.get()
    assert (kept.told.who, kept.who_told.name) == (Who.ME, "")

    settle(school=kept.school, at=clock.now())
    carla = comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens(f"/verteld/{kept.pk}/")
    carla.page.get_by_label("Jouw antwoord").fill("Fijn dat je het vertelt. In welke pauze gebeurt het?")
    carla.page.get_by_text("Dit is een vraag").click()
    carla.presses("Antwoord klaarzetten")

    child.opens("/vertel/de-wilg/code/")
    child.page.get_by_label("Wat zijn je zes woorden?").fill("\n".join(word[:4].upper() for word in code.split()))
    says(child, "Verder")
    expect(child.page.get_by_text("In welke pauze gebeurt het?")).to_be_visible()
    child.page.get_by_label("Wat is jouw antwoord?").fill("In de eerste.")
    child.page.get_by_role("button", name="Versturen").click()
    expect(child.page.get_by_text("Het is verstuurd.")).to_be_visible()
    child.looks()
    child.page.get_by_role("button", name="Het gaat beter").click()
    expect(child.page.get_by_text("Fijn dat je dat zegt.")).to_be_visible()
    child.looks()
    assert [one.kind for one in kept.said.order_by("number")][-2:] == [Said.What.ADDED, Said.What.BETTER]


@pytest.mark.parametrize("java_script", [True, False])
def test_a_child_in_danger_in_a_holiday_reads_whom_to_go_to_and_two_are_told_at_once(
    comes: Any, post: Post, everybody: Cast, java_script: bool
) -> None:
    doors_of(everybody)
    actions.add_on_call(act=act_of(everybody.hein), school=everybody.school, name="Bo Wacht", number="06-0000 7777")
    post.days_pass_until(CHRISTMAS)
    post.brings_nothing_else()
    child = comes(PHONE, java_script=java_script)
    child.opens("/vertel/de-wilg/")
    says(child, "Vertellen", "Over mij", "Deze vraag overslaan")
    child.page.get_by_label("Vertel het zelf.").fill("Ze staan bij mijn huis.")
    says(child, "Verder")
    names(child.page, ("Daan", "6"))
    says(child, "Verder")
    leaves_out(child, "Is er iets waar je bang voor bent?")
    child.page.get_by_text("Ik ben nu bang").click()
    says(child, "Verder")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("Praat nu met een groot mens.")
    for number in ("112", "0800-0432", "06-0000 7777"):
        expect(child.page.get_by_text(number).first).to_be_visible()
    says(child, "Ik wil nog meer vertellen")
    leaves_out(child, "Wil je zeggen wie je bent?")
    names(child.page, ("Sem", "6"))
    says(child, "Verder")
    sent_at = clock.now()
    sends(child)
    kept = Incoming.objects.get()
    assert (kept.danger, kept.told.fears) == (True, (Fear.AFRAID_NOW,))

    post.brings("Dringend: iemand is nu niet veilig", to=leaders(everybody))
    assert (clock.now() - sent_at).total_seconds() < 60
    carla = comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens("/verteld/")
    carla.opens(f"/verteld/{kept.pk}/")
    carla.presses("Ik pak dit nu op")
    kept.refresh_from_db()
    assert kept.taken_up_by == everybody.carla
    assert parts_of(makes_a_case(carla, kept))["Daan"] == ChildRole.INSTIGATOR


@pytest.mark.parametrize("java_script", [True, False])
def test_a_witness_tells_of_two_others_and_stays_unnamed(comes: Any, everybody: Cast, java_script: bool) -> None:
    doors_of(everybody)
    child = comes(PHONE, java_script=java_script)
    child.opens("/vertel/de-wilg/")
    says(child, "Vertellen", "Over iemand anders")
    child.page.get_by_text("Schelden of uitlachen").click()
    says(child, "Verder")
    child.page.get_by_label("Vertel het zelf.").fill("Ik zie het elke pauze.")
    says(child, "Verder")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("Wie doet het?")
    names(child.page, ("Daan", "6"), ("Jens", "6"))
    says(child, "Verder")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("Wie heeft er last van?")
    names(child.page, ("Sem", "6"))
    says(child, "Verder")
    sends(child)
    kept = Incoming.objects.get()
    assert kept.told.who is Who.OTHER
    parts = parts_of(carla_makes_a_case(comes, everybody, kept))
    assert parts == {"Sem": ChildRole.TARGET, "Daan": ChildRole.INSTIGATOR, "Jens": ChildRole.INSTIGATOR}


@pytest.mark.parametrize("java_script", [True, False])
def test_a_child_that_bullies_and_wants_to_stop_is_heard(comes: Any, everybody: Cast, java_script: bool) -> None:
    doors_of(everybody)
    child = comes(PHONE, java_script=java_script)
    child.opens("/vertel/de-wilg/")
    says(child, "Vertellen", "Ik doe het zelf en wil stoppen")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("Wat doe je?")
    child.page.get_by_text("Niet mee mogen doen").click()
    says(child, "Verder")
    child.page.get_by_label("Vertel het zelf.").fill("Ik laat iemand er steeds buiten.")
    says(child, "Verder")
    expect(child.page.get_by_role("heading", level=1)).to_have_text("Bij wie doe je dat?")
    names(child.page, ("Sem", "6"))
    says(child, "Verder")
    leaves_out(child, "Wat zou helpen?")
    child.page.get_by_text("Dat iemand mij helpt om te stoppen").click()
    says(child, "Verder")
    leaves_out(child, "Wil je zeggen wie je bent?")
    names(child.page, ("Daan", "6"))
    says(child, "Verder")
    sends(child)
    kept = Incoming.objects.get()
    assert kept.told.who is Who.I_DO_IT
    parts = parts_of(carla_makes_a_case(comes, everybody, kept))
    assert parts == {"Sem": ChildRole.TARGET, "Daan": ChildRole.INSTIGATOR}
