"""Planning a talk on its page, and seeing when it is on the case page, on Vandaag and in the dossier."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kring.cases import bodies
from kring.cases.actions import planning
from kring.cases.planned_talks import planned_talks
from kring.protocol.terms import Role
from kring.school.models import Guardianship
from tests.cases.telling import tell
from tests.cast import TODAY, sign_in
from tests.web.browsing import filled_in, it_is_now, opened
from tests.web.sending import send, text_of

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def told(cast):
    return tell(cast).report(cast.sem, by=(cast.daan,))


@pytest.fixture
def anouk(client, cast):
    return sign_in(client, cast.anouk)


def form_of(told, duty="talk_target"):
    return reverse("plan_talk", args=[told.id, duty])


def case_page(browser, told):
    return text_of(browser.get(reverse("case", args=[told.id])))


def planned(told, *about, duty="talk_target", on=TOMORROW):
    return planning.plan_talk(
        act=told.act(),
        case_id=told.id,
        duty=duty,
        on=on,
        about=about,
        talk=bodies.PlannedTalk(begins=time(14, 5), place="De spreekkamer"),
    )


def test_from_the_task_to_the_form_to_the_case_page(anouk, cast, told):
    page = anouk.get(reverse("case", args=[told.id]))
    assert form_of(told) in page.content.decode()
    answer = send(
        anouk, form_of(told), with_whom=told.key(cast.sem), on=TOMORROW.isoformat(), begins="14.05", minutes="30"
    )
    assert (answer.status_code, answer["Location"]) == (303, reverse("case", args=[told.id]))
    page = case_page(anouk, told)
    assert "Gesprek gepland: morgen om 14.05 uur." in page
    assert "Gesprek met Sem: morgen om 14.05 uur." in page
    assert "Verzetten : Gesprek met Sem Afzeggen : Gesprek met Sem" in page
    assert "In mijn agenda zetten" in page


def test_the_form_begins_with_who_is_to_be_spoken_with(anouk, cast, told):
    page = anouk.get(form_of(told))
    assert f'value="{told.key(cast.sem)}"' in page.content.decode()
    assert "checked" in page.content.decode()
    assert "Daan" not in text_of(page).split("Met wie?")[1]


def test_the_duty_page_leads_to_the_form(anouk, cast, told):
    for duty in ("talk_target", "talk_instigator"):
        page = anouk.get(reverse("duty", args=[told.id, duty]))
        assert form_of(told, duty) in page.content.decode()
    assert "Gesprek plannen" not in text_of(anouk.get(reverse("duty", args=[told.id, "severity"])))
    told.step_1().judged("bullying")
    told.talk("ask_target", *told.keys(Role.TARGET))
    told.talk("joint_talk", *told.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    page = anouk.get(reverse("duty", args=[told.id, "inform_guardians"]))
    assert form_of(told, "inform_guardians") in page.content.decode()


def test_today_says_when_the_talk_is(anouk, cast, told):
    planned(told, told.key(cast.sem))
    assert "Gesprek met Sem: morgen om 14.05 uur." in text_of(anouk.get(reverse("today")))


def test_a_talk_after_the_last_day_of_its_step_says_so(anouk, cast, told):
    planned(told, told.key(cast.sem), on=told.due_on())
    assert "De richttermijn is" not in case_page(anouk, told)
    planned(told, told.key(cast.daan), duty="talk_instigator", on=told.due_on() + timedelta(days=1))
    assert "De richttermijn is woensdag 25 november." in case_page(anouk, told)


def test_a_talk_that_was_not_held_is_asked_after(anouk, cast, told, monkeypatch):
    planned(told, told.key(cast.sem))
    it_is_now(monkeypatch, TODAY + timedelta(days=2))
    page = case_page(anouk, told)
    assert "Gesprek met Sem: was gepland, gisteren om 14.05 uur." in page
    assert "In mijn agenda zetten" not in page
    assert "Gesprek plannen" in page


def test_moving_it_shows_what_stood_and_keeps_it_readable(anouk, cast, told):
    fact = planned(told, told.key(cast.sem))
    url = reverse("correct", args=[told.id, fact.pk])
    assert "De spreekkamer" in anouk.get(url).content.decode()
    answer = send(
        anouk, url, with_whom=told.key(cast.sem), on=TOMORROW.isoformat(), begins="09:15", minutes="45", place=""
    )
    assert answer.status_code == 303
    assert "Gesprek met Sem: morgen om 9.15 uur." in case_page(anouk, told)
    [now] = planned_talks(told.file)
    page = text_of(anouk.get(reverse("fact", args=[told.id, now.fact.pk])))
    assert "Eerdere versies" in page
    assert "Waar De spreekkamer" in page


def test_who_moves_what_was_moved_meanwhile_reads_the_time_in_words(anouk, cast, told):
    url = reverse("correct", args=[told.id, planned(told, told.key(cast.sem)).pk])
    mine, theirs = opened(anouk, url), opened(anouk, url)
    assert anouk.post(url, filled_in(theirs, begins="10:00")).status_code == 303
    answer = anouk.post(url, filled_in(mine, begins="11:00"))
    assert answer.status_code == 409
    assert "10.00" in text_of(answer)
    assert "10:00:00" not in text_of(answer)


def test_cancelling_asks_why_and_takes_it_away(anouk, cast, told):
    fact = planned(told, told.key(cast.sem))
    url = reverse("withdraw", args=[told.id, fact.pk])
    assert "Waarom gaat het niet door?" in text_of(anouk.get(url))
    assert send(anouk, url, reason="").status_code == 422
    answer = send(anouk, url, reason="Sem is ziek.")
    assert answer["Location"] == reverse("case", args=[told.id])
    assert "14.05" not in case_page(anouk, told)
    dossier = text_of(anouk.get(reverse("file", args=[told.id])))
    assert "Ingetrokken: gesprek gepland" in dossier
    assert "Sem is ziek." in dossier


def test_the_dossier_tells_it(anouk, cast, told):
    planned(told, told.key(cast.sem))
    dossier = text_of(anouk.get(reverse("file", args=[told.id])))
    assert "Gesprek gepland" in dossier
    assert "Sem: di 24 nov om 14.05 uur" in dossier


def test_a_refusal_stands_at_its_field_and_loses_nothing(anouk, cast, told):
    saturday = TODAY + timedelta(days=5)
    answer = send(
        anouk,
        form_of(told),
        with_whom=told.key(cast.sem),
        on=saturday.isoformat(),
        begins="14:05",
        minutes="30",
        place="Bij de kapstok",
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Op deze dag is er geen school. Kies een schooldag." in text_of(answer)
    assert 'href="#id_on"' in page
    assert "Bij de kapstok" in page


def test_a_talk_with_a_parent_on_a_closed_day_asks_for_a_tick(anouk, cast, told):
    told.step_1().judged("bullying")
    url, saturday = form_of(told, "inform_guardians"), TODAY + timedelta(days=5)
    inge = str(Guardianship.objects.get(guardian=cast.inge_bakker).pk)
    typed = {"with_whom": inge, "on": saturday.isoformat(), "begins": "10:00", "minutes": "30"}
    answer = send(anouk, url, **typed)
    assert "Op deze dag is de school dicht. Klopt dat, zet dan hier een vinkje." in text_of(answer)
    assert send(anouk, url, **typed, although_closed="on").status_code == 303
    assert "Gesprek met moeder van Sem: zaterdag om 10.00 uur." in case_page(anouk, told)


def test_a_guardian_without_custody_is_not_offered(anouk, cast, told):
    told.step_1().judged("bullying")
    page = text_of(anouk.get(form_of(told, "inform_guardians")))
    assert "Karin Visser" in page
    assert "Rob Visser" not in page


def test_what_needs_no_talk_has_no_form(anouk, cast, told):
    assert anouk.get(form_of(told, "severity")).status_code == 404
    assert "valt nu niets te plannen" in text_of(anouk.get(form_of(told, "joint_talk")))
    told.talk("talk_target", told.key(cast.sem), feeling=2)
    assert "valt nu niets te plannen" in text_of(anouk.get(form_of(told)))


def test_the_file_of_a_talk_holds_one_event_and_no_name(anouk, cast, told):
    fact = planned(told, told.key(cast.sem))
    answer = anouk.get(reverse("planned_talk_file", args=[told.id, fact.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="kring-2026-001.ics"'
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Gesprek, zaak 2026-001: stap 1 (signaleren)"
    assert event.decoded("DTSTART").isoformat() == "2026-11-24T14:05:00+01:00"
    for word in ("Sem", "Daan", "Anouk", "spreekkamer"):
        assert word not in answer.content.decode()


def test_a_cancelled_talk_has_no_file(anouk, cast, told):
    fact = planned(told, told.key(cast.sem))
    send(anouk, reverse("withdraw", args=[told.id, fact.pk]), reason="Sem is ziek.")
    assert anouk.get(reverse("planned_talk_file", args=[told.id, fact.pk])).status_code == 404


def test_who_is_bullied_is_named_first_as_everywhere(anouk, cast, told):
    told.step_1().judged("bullying")
    planned(told, *sorted(told.keys(Role.TARGET, Role.INSTIGATOR), reverse=True), duty="joint_talk")
    assert "Gesprek met Sem en Daan: morgen om 14.05 uur." in text_of(anouk.get(reverse("today")))
    told.talk("ask_target", *told.keys(Role.TARGET))
    assert "Gesprek met Sem en Daan: morgen om 14.05 uur." in case_page(anouk, told)


def test_today_and_the_case_ask_the_database_no_more_for_a_planned_talk(anouk, cast, told):
    def asked(url):
        anouk.get(url)
        with CaptureQueriesContext(connection) as queries:
            anouk.get(url)
        return len(queries)

    urls = (reverse("today"), reverse("case", args=[told.id]))
    before = [asked(url) for url in urls]
    planned(told, told.key(cast.sem))
    planned(told, told.key(cast.daan), duty="talk_instigator")
    assert [asked(url) for url in urls] == before
    assert max(before) <= 14
