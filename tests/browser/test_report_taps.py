"""A report of two children between two lessons, on a phone: counted in taps, in pixels and in seconds."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kring.cases import bodies
from kring.cases.models import Case, Involved, Report
from kring.protocol.terms import Role
from kring.school import actions
from kring.school.models import Pupil
from tests.browser.kept import kept
from tests.browser.thumb import Thumb
from tests.browser.visitor import PHONE
from tests.cases.telling import tell
from tests.cast import ITSELF

MOST_TAPS = 8
LONGEST_FORM = 1_750
"""Pixels on a phone, from danger to the button, with a class of 25 shown twice."""
CLASS = (
    "Anna Aya Bo Chloé Dex Gijs Imran Isa Jens Kiki Lauren Lola Lucas Max Noah Otis Pepijn Pim Rachel Tygo Yusuf Zoë"
).split()
STORY = "Daan pakte in de pauze de tas van Sem en gooide hem over het hek."
SECONDS = 60


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_two_children_are_reported_and_the_story_is_the_first_incident(comes, everybody, script):
    there = Pupil.objects.filter(group=everybody.group6, left_on=None).count()
    for name in CLASS[: 25 - there]:
        actions.add_pupil(act=ITSELF, school=everybody.school, first_name=name, last_name="", group=everybody.group6)
    anouk = comes(PHONE, java_script=script)
    anouk.signs_in(everybody.anouk)
    thumb = Thumb(anouk)
    thumb.tap("link", "Melding")
    thumb.tap("checkbox", "Sem", within="Wie wordt er gepest?")
    anouk.unfolds("Wie doet het?")
    thumb.taps += 1
    seen = anouk.page.locator(".who .pick:visible")
    assert seen.filter(has_text="Anna").count() == 1, "the class stands there once"
    assert seen.filter(has_text="Sem").count() == 2, "with whom was tapped above it"
    thumb.tap("checkbox", "Daan", within="Wie doet het?")
    thumb.tap("textbox", "Wat is er gebeurd?")
    thumb.types(STORY)
    thumb.tap("radio", "Gisteren", within="Wanneer gebeurde het?")
    thumb.tap("radio", "Plein", within="Waar gebeurde het?")
    anouk.looks()
    length = anouk.page.locator("form.form").bounding_box()["height"]
    assert length <= LONGEST_FORM, f"{length:.0f} px"
    thumb.tap("button", "Melding bewaren")
    anouk.is_at("Sem en Daan")
    thumb.pages = 2  # the form, and the case that it leads to
    assert thumb.taps <= MOST_TAPS
    assert thumb.seconds <= SECONDS, f"{thumb.seconds:.0f} s"
    report, case = Report.objects.get(), tell(everybody)
    case.case_id = Case.objects.get().pk
    assert (report.happened_on, report.place) == (date(2026, 11, 22), "playground")
    parts = {one.pupil.first_name: one.role for one in Involved.objects.select_related("pupil")}
    assert parts == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR}

    # The card of the case leads on to the first incident, which stands there already.
    anouk.reads("De melding staat al ingevuld: lees na en bewaar.")
    anouk.does("Voorvallen opschrijven")
    anouk.reads("Dit staat in de melding.")
    anouk.looks()
    anouk.presses("Voorval bewaren")
    (incident,) = kept(case, bodies.Incident)
    assert (incident.what, incident.place) == (STORY, "playground")
    anouk.reads_nowhere("De melding staat al ingevuld")


def test_who_else_is_bullied_is_asked_again_with_a_tap_and_who_does_it_stays(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.ticks("Wie wordt er gepest?", "Sem")
    bullied = anouk.page.get_by_role("group", name="Wie wordt er gepest?")
    doing = anouk.page.locator("#doing")
    anouk.unfolds("Wie doet het?")
    expect(bullied.get_by_role("checkbox")).to_have_count(1)
    anouk.ticks("Wie doet het?", "Daan")
    anouk.looks()
    anouk.page.get_by_role("button", name="Nog een kind").click()
    expect(doing).to_contain_text("Daan")
    anouk.ticks("Wie wordt er gepest?", "Noor")
    anouk.looks()
    anouk.fills("Wat is er gebeurd?", STORY)
    anouk.presses("Melding bewaren")
    parts = {one.pupil.first_name: one.role for one in Involved.objects.select_related("pupil")}
    assert parts == {"Sem": Role.TARGET, "Noor": Role.TARGET, "Daan": Role.INSTIGATOR}


def test_however_many_questions_ask_who_the_class_stands_there_once(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    lars = anouk.page.locator(".who .pick:visible").filter(has_text="Lars")
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.unfolds("Wie doet het?")
    anouk.ticks("Wie doet het?", "Daan")
    expect(lars).to_have_count(1)
    anouk.unfolds("Wie pest mee, of ziet het?")
    expect(lars).to_have_count(1)
    anouk.ticks("Wie pest mee?", "Lars")
    anouk.page.locator("#saw > summary").click()
    expect(anouk.page.locator("#joined")).to_contain_text("Wie pest mee? Lars")
    expect(lars).to_have_count(1)
    anouk.ticks("Wie ziet het?", "Noor")
    anouk.looks()
    anouk.fills("Wat is er gebeurd?", STORY)
    anouk.presses("Melding bewaren")
    parts = {one.pupil.first_name: one.role for one in Involved.objects.select_related("pupil")}
    assert parts == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR, "Lars": Role.FOLLOWER, "Noor": Role.WITNESS}
