"""A talk is planned on a phone, moved and cancelled, and stands in the teacher's own calendar without a name."""

from datetime import date
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def events(file: bytes) -> list[tuple[str, str]]:
    """What a calendar shows of this file: when and what, the talks only."""
    found = Calendar.from_ical(file).walk("VEVENT")
    return [
        (event.decoded("DTSTART").isoformat(), str(event["SUMMARY"]))
        for event in found
        if event.get("SEQUENCE") is not None
    ]


def asked_at(address: str) -> bytes:
    """What a calendar gets at this address, without signing in."""
    found: bytes = urlopen(address).read()  # noqa: S310  # the address that the page gave: this test's own server
    return found


def test_a_talk_is_planned_on_a_phone_and_stands_in_the_own_calendar(comes, everybody, settings, live_server):
    settings.KRING_URL = live_server.url
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,))
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)

    anouk.opens(f"/zaken/{case.id}/")
    anouk.follows("Gesprek plannen")
    anouk.is_at("Gesprek plannen")
    anouk.fills("Op welke dag?", date(2026, 11, 28))
    anouk.fills("Hoe laat?", "14:05")
    anouk.fills("Waar?", "In de spreekkamer")
    anouk.presses("Gesprek plannen")
    anouk.reads("Op deze dag is er geen school. Kies een schooldag.")
    anouk.fills("Op welke dag?", date(2026, 11, 24))
    anouk.presses("Gesprek plannen")
    anouk.reads("Gesprek met Sem: morgen om 14.05 uur.")

    anouk.opens("/vandaag/")
    anouk.reads("Gesprek met Sem: morgen om 14.05 uur.")
    anouk.unfolds("Iets anders")
    file = anouk.takes_along("In mijn agenda zetten")
    assert events(file) == [("2026-11-24T14:05:00+01:00", "Gesprek, zaak 2026-001: stap 1 (signaleren)")]

    # Her own calendar asks at the address, without signing in.
    anouk.opens("/agenda/")
    anouk.presses("Agenda-adres maken")
    anouk.reads("Je agenda-adres is gemaakt.")
    address = anouk.typed("Kopieer dit adres naar je agenda")
    asked = asked_at(address)
    assert events(asked) == events(file)
    for word in ("Sem", "Daan", "spreekkamer"):
        assert word not in asked.decode()
    anouk.opens("/agenda/")
    anouk.reads("Het laatst opgehaald: vandaag.")

    anouk.opens(f"/zaken/{case.id}/")
    anouk.unfolds("Iets anders")
    anouk.follows("Verzetten")
    anouk.fills("Op welke dag?", date(2026, 11, 25))
    anouk.presses("Gesprek verzetten")
    anouk.reads("Gesprek met Sem: woensdag om 14.05 uur.")
    assert events(asked_at(address)) == [("2026-11-25T14:05:00+01:00", "Gesprek, zaak 2026-001: stap 1 (signaleren)")]
    anouk.unfolds("Iets anders")
    anouk.follows("Afzeggen")
    anouk.fills("Waarom gaat het niet door?", "Sem is ziek.")
    anouk.presses("Gesprek afzeggen")
    anouk.reads_nowhere("Gesprek met Sem")
    assert events(asked_at(address)) == []

    # A lost phone: a new address, and the old one stops.
    anouk.opens("/agenda/")
    anouk.follows("Nieuw adres maken")
    anouk.presses("Nieuw adres maken")
    with pytest.raises(HTTPError, match="404"):
        asked_at(address)
