"""Twelve hours after signing in a session ends, however busy somebody is: what was typed is its writer's still."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kring.cases.models import Report
from kring.web.models import Draft
from kring.web.way_in.store import IN_ALL
from tests.browser.calendar import Calendar
from tests.browser.conftest import Comes
from tests.browser.test_tabs import OTHER, OUT, shows_nothing, signs_out, unseen
from tests.browser.visitor import PHONE, Visitor
from tests.cast import Cast

STORY = "Wat is er gebeurd?"
MILLISECOND = timedelta(milliseconds=1)
TEXT = "Sem werd bij de kapstokken geduwd.\n\nHij zei <b>niets</b> 🙂"


def writes_a_report(visitor: Visitor) -> None:
    visitor.opens("/melding/")
    visitor.ticks("Wie wordt er gepest?", "Sem")
    visitor.fills(STORY, TEXT)


@pytest.mark.parametrize("java_script", [True, False], ids=["with script", "without script"])
def test_what_is_saved_after_the_twelve_hours_is_back_after_signing_in_and_is_one_report(
    comes: Comes, everybody: Cast, days: Calendar, java_script: bool
) -> None:
    anouk = comes(PHONE, java_script=java_script)
    anouk.signs_in(everybody.anouk)
    writes_a_report(anouk)
    days.is_worked_through(IN_ALL)
    anouk.fills(STORY, TEXT + " Nu zit hij in de hal.")  # of which Kring has nothing yet
    anouk.presses("Melding bewaren")

    anouk.is_at("Inloggen")
    anouk.reads("Je tekst is bewaard en staat er weer zodra je bent ingelogd.")
    anouk.reads_nowhere("Sem", "Hij zei")
    anouk.signs_in(everybody.anouk)
    anouk.reads("Je tekst is bewaard. Controleer en bewaar.")
    assert anouk.typed(STORY) == TEXT + " Nu zit hij in de hal."
    anouk.presses("Melding bewaren")
    assert Report.objects.get().story == TEXT + " Nu zit hij in de hal."
    assert not Draft.objects.filter(taken_over="").exists()


def test_a_moment_before_the_twelve_hours_it_is_simply_saved(comes: Comes, everybody: Cast, days: Calendar) -> None:
    """Else the stories beside it might tell of the half hour in which nobody did anything."""
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    writes_a_report(anouk)
    days.is_worked_through(IN_ALL - timedelta(minutes=1))
    anouk.presses("Melding bewaren")
    assert Report.objects.get().story == TEXT


def test_under_who_is_still_typing_the_page_hides_and_the_text_stands_there_after_signing_in(
    comes: Comes, everybody: Cast, days: Calendar
) -> None:
    anouk = unseen(comes(PHONE))
    anouk.signs_in(everybody.anouk)
    anouk.page.clock.install()
    writes_a_report(anouk)
    days.is_worked_through(IN_ALL)
    anouk.page.clock.fast_forward(timedelta(minutes=31) // MILLISECOND)  # the half hour that the page knows of
    shows_nothing(anouk.page, OUT)
    anouk.reads("Wat je typte, is bewaard.")
    anouk.follows("Inloggen")
    anouk.signs_in(everybody.anouk)
    expect(anouk.page.get_by_label(STORY)).to_have_value(TEXT)
    anouk.presses("Melding bewaren")
    assert Report.objects.get().story == TEXT
    assert not Draft.objects.filter(taken_over="").exists()


def test_what_waited_in_a_tab_that_was_hidden_as_the_day_ended_is_found_by_its_writer_alone(
    comes: Comes, everybody: Cast, days: Calendar
) -> None:
    """In the staff room: a report that was to go by itself, and nobody was there any more when it could."""
    room = unseen(comes(PHONE))
    room.signs_in(everybody.anouk)
    report = room.another_tab()
    report.page.clock.install()
    report.opens("/snel/")
    report.chooses("Is er nu gevaar?", "Nee")
    report.ticks("Wie wordt er gepest?", "Sem")
    report.loses_connection()
    report.fills(STORY, TEXT)
    report.tries("Melden")
    report.reads("Dit wordt vanzelf verstuurd zodra er verbinding is.")
    days.is_worked_through(IN_ALL)
    report.page.clock.fast_forward(IN_ALL // MILLISECOND)
    shows_nothing(report.page, OUT)
    report.reads("Wat je typte, is nog niet bewaard.")
    report.finds_connection()
    report.reads("Wat je typte, is bewaard.")
    assert TEXT not in report.on_device()
    assert [draft.staff for draft in Draft.objects.all()] == [everybody.anouk]
    assert not Report.objects.exists()

    room.opens("/aanmelden/")
    room.signs_in(everybody.bram)
    report.page.bring_to_front()
    shows_nothing(report.page, OTHER)
    for address in ("/vandaag/", "/snel/", "/melding/", "/concepten/"):
        room.opens(address)
        room.reads_nowhere("Hij zei", "Eén tekst van je", "Je was hier al bezig")
    signs_out(room)
    room.is_at("Inloggen")

    room.signs_in(everybody.anouk)
    room.reads("Eén tekst van je is nog niet bewaard.")
    room.opens("/concepten/")
    room.reads("Hij zei <b>niets</b>")
    report.page.bring_to_front()
    report.reads("Je tekst is bewaard. Controleer en bewaar.")  # of a session before: it does not go by itself any more
    assert report.typed(STORY) == TEXT
    report.presses("Melden")
    report.is_at("Dank je, je melding is bewaard")
    assert Report.objects.get().story == TEXT
    for tab in (room, report):
        tab.leave()
    assert not Draft.objects.filter(taken_over="").exists()
