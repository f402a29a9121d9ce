"""The agenda address: made, renewed, stopped on its page, asked by a calendar, and no name in what it gives."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from icalendar import Calendar, Timezone

from kring.cases import bodies
from kring.cases.actions import closing, deciding, people, planning, recording
from kring.cases.agenda import Agenda
from kring.config.log import WithoutSecrets
from kring.protocol.terms import Role
from kring.school.calendars import Closure
from kring.school.errors import NotAllowed
from kring.school.models import Account, CalendarAddress, Guardian, Guardianship, Pupil, StaffMember
from kring.trail.models import TrailLine
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.web.agenda.calendar_file import agenda_file
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import TODAY, act_of, sign_in
from tests.school import plain as actions
from tests.web.browsing import it_is_now
from tests.web.many import many_like
from tests.web.sending import hidden, send, text_of

SECRET = "geheim-van-anouk"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def told(cast):
    return tell(cast).report(cast.sem, by=(cast.daan,))


@pytest.fixture
def address(cast):
    return actions.make_calendar_address(act=act_of(cast.anouk), secret=SECRET)


def planned(told, *about, duty="talk_target", on=TOMORROW, begins=time(14, 5), corrects=None):
    return planning.plan_talk(
        act=told.act(corrects=corrects),
        case_id=told.id,
        duty=duty,
        on=on,
        about=about,
        talk=bodies.PlannedTalk(begins=begins, minutes=45, place="Bij tante Toos"),
    )


def fetch(secret=SECRET, **headers):
    return Client().get(reverse("agenda_feed", args=[secret]), **headers)


def events(staff=None, secret=SECRET):
    """What a calendar reads: the events by their summary."""
    if staff is not None:
        actions.make_calendar_address(act=act_of(staff), secret=secret)
    answer = fetch(secret)
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


# The page


def test_an_address_is_made_shown_and_can_be_selected(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/agenda/")
    assert "Je hebt nog geen agenda-adres" in text_of(page)
    answer = browser.post("/agenda/nieuw/", {"token": hidden(page, "token"), "seen": ""})
    assert (answer.status_code, answer["Location"]) == (303, "/agenda/")
    page = browser.get("/agenda/")
    secret = CalendarAddress.objects.get(staff=cast.anouk).secret
    assert f'value="http://127.0.0.1/agenda/{secret}.ics" readonly' in page.content.decode()
    assert f'href="webcal://127.0.0.1/agenda/{secret}.ics"' in page.content.decode()
    assert "Nog niet opgehaald door een agenda." in text_of(page)
    assert "Er staan geen namen in." in text_of(page)
    assert page["Cache-Control"] == "private, no-store"
    assert fetch(secret).status_code == 200


def test_the_page_says_when_a_calendar_last_asked(client, cast, address):
    fetch()
    assert "Het laatst opgehaald: vandaag." in text_of(sign_in(client, cast.anouk).get("/agenda/"))


def test_a_new_address_kills_the_old_one(client, cast, address):
    browser = sign_in(client, cast.anouk)
    assert "Je oude adres stopt meteen." in text_of(browser.get("/agenda/nieuw/"))
    send(browser, "/agenda/nieuw/")
    assert fetch().status_code == 404
    assert fetch(CalendarAddress.objects.get().secret).status_code == 200


def test_a_stopped_address_gives_nothing(client, cast, address):
    browser = sign_in(client, cast.anouk)
    send(browser, "/agenda/stoppen/")
    assert fetch().status_code == 404
    assert "Je hebt nog geen agenda-adres" in text_of(browser.get("/agenda/"))


def test_making_renewing_and_stopping_stand_in_the_trail_and_asking_does_not(client, cast):
    browser = sign_in(client, cast.anouk)
    page = browser.get("/agenda/")
    browser.post("/agenda/nieuw/", {"token": hidden(page, "token"), "seen": ""})
    fetch(CalendarAddress.objects.get().secret)
    send(browser, "/agenda/nieuw/")
    send(browser, "/agenda/stoppen/")
    lines = list(TrailLine.objects.order_by("id").values_list("verb", "by", "detail"))
    assert lines == [(f"calendar_address.{what}", cast.anouk.pk, {}) for what in ("made", "renewed", "stopped")]


def test_the_menu_leads_to_it_for_who_sees_cases(client, cast):
    assert 'href="/agenda/"' in sign_in(client, cast.mo).get("/vandaag/").content.decode()
    assert 'href="/agenda/"' not in sign_in(client, cast.ada).get("/school/").content.decode()


def test_the_secret_is_sealed_and_drawn_anew_each_time(cast):
    first = actions.make_calendar_address(act=act_of(cast.anouk)).secret
    second = actions.make_calendar_address(act=act_of(cast.anouk)).secret
    assert first != second
    assert min(len(first), len(second)) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, digest FROM school_calendaraddress")
        [(sealed, digest)] = cursor.fetchall()
    assert second.encode() not in bytes(sealed)
    assert second not in digest


def test_an_administrator_has_no_agenda(cast):
    with pytest.raises(NotAllowed):
        actions.make_calendar_address(act=act_of(cast.ada))


# Who may ask


def test_an_unknown_address_gives_nothing(address):
    for secret in ("iets-anders", SECRET.upper(), f"{SECRET}x"):
        assert fetch(secret).status_code == 404


@pytest.mark.parametrize("change", ["left", "account closed", "account taken", "became administrator"])
def test_who_may_no_longer_see_cases_gets_nothing(cast, address, change):
    assert fetch().status_code == 200
    anouk = StaffMember.objects.get(pk=cast.anouk.pk)
    match change:
        case "left":
            actions.change_staff(act=act_of(cast.hein), staff=anouk, is_active=False)
        case "account closed":
            Account.objects.filter(staff_members=anouk).update(is_active=False)
        case "account taken":
            actions.change_staff(act=act_of(cast.hein), staff=anouk, email="")
        case _:
            actions.change_staff(act=act_of(cast.hein), staff=anouk, role="administrator")
    assert fetch().status_code == 404


def test_the_secret_is_in_no_log(address, caplog):
    with override_settings(DEBUG=False), caplog.at_level(logging.DEBUG):
        fetch("een-oud-geheim")
    assert caplog.records
    for line in caplog.records:
        WithoutSecrets().filter(line)
        assert "een-oud-geheim" not in line.getMessage()
        assert "agenda/" in line.getMessage()


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("Not Found: /agenda/geheim.ics", "Not Found: /agenda/....ics"),
        ("Not Found: /agenda/geheim", "Not Found: /agenda/..."),
        ("Not Found: /agenda/geheim.ics/", "Not Found: /agenda/....ics/"),
        ("'GET /agenda/geheim.ics?x=1' and more", "'GET /agenda/....ics' and more"),
        ("Forbidden: /agenda/nieuw/", "Forbidden: /agenda/nieuw/"),
        ("Forbidden: /agenda/", "Forbidden: /agenda/"),
    ],
)
def test_dots_stand_for_whatever_may_be_a_secret(asked, logged):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, asked, None, None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == logged


def test_the_log_of_this_installation_leaves_secrets_out(settings):
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["without_secrets", "once_a_minute"]
    assert settings.LOGGING["filters"]["without_secrets"] == {"()": "kring.config.log.WithoutSecrets"}


# What it gives


def test_a_planned_talk_in_winter_and_in_summer(cast, told, address):
    planned(told, told.key(cast.sem))
    planned(told, told.key(cast.daan), duty="talk_instigator", on=date(2027, 6, 22))
    talks = [
        event for event in Calendar.from_ical(fetch().content).walk("VEVENT") if "Gesprek" in str(event["SUMMARY"])
    ]
    winter, summer = sorted(talks, key=lambda event: event.decoded("DTSTART"))
    assert winter.decoded("DTSTART").astimezone(UTC) == datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
    assert winter.decoded("DTEND").astimezone(UTC) == datetime(2026, 11, 24, 13, 50, tzinfo=UTC)
    assert summer.decoded("DTSTART").astimezone(UTC) == datetime(2027, 6, 22, 12, 5, tzinfo=UTC)
    assert winter["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert winter["SUMMARY"] == "Gesprek, zaak 2026-001: stap 1 (signaleren)"
    assert winter["URL"] == f"http://127.0.0.1/zaken/{told.id}/"


def test_the_file_knows_summer_and_winter_time_as_the_netherlands_does(db):
    calendar = Calendar.from_ical(agenda_file(Agenda([], [])))
    [zone] = calendar.walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    assert zone["TZID"] == "Europe/Amsterdam"
    theirs = zone.to_tz()
    days = [date(2026, 3, 27), date(2026, 10, 23), date(2027, 3, 26), date(2028, 10, 27)]
    for last_friday in days:  # the week around each change, hour by hour
        for hour in range(24 * 7):
            wall = datetime.combine(last_friday, time()) + timedelta(hours=hour)
            if wall.weekday() == 6 and wall.hour in (2, 3):
                continue  # the hour that is not there, or is there twice; nobody plans a talk in it
            assert wall.replace(tzinfo=theirs).utcoffset() == wall.replace(tzinfo=AMSTERDAM).utcoffset(), wall


def test_a_moved_talk_is_the_same_event_with_a_higher_number(cast, told, address):
    fact = planned(told, told.key(cast.sem))
    before = events()["Gesprek, zaak 2026-001: stap 1 (signaleren)"]
    planned(told, told.key(cast.sem), on=TOMORROW + timedelta(days=1), corrects=fact.pk)
    after = events()["Gesprek, zaak 2026-001: stap 1 (signaleren)"]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")


def test_a_talk_that_was_held_cancelled_or_is_past_is_gone(cast, told, address, monkeypatch):
    fact = planned(told, told.key(cast.sem))
    planned(told, told.key(cast.daan), duty="talk_instigator")
    assert sum("Gesprek" in summary for summary in events()) == 1  # two of the same name
    recording.withdraw(act=told.act(), case_id=told.id, fact_id=fact.pk, reason="Sem is ziek.")
    told.talk("talk_instigator", told.key(cast.daan))
    assert not any("Gesprek" in summary for summary in events())
    planned(told, told.key(cast.sem))
    it_is_now(monkeypatch, TODAY + timedelta(days=2))
    assert not any("Gesprek" in summary for summary in events())


def test_the_last_day_of_a_step_stands_all_day_and_leaves_the_day_free(told, address):
    [event] = events().values()
    assert event["SUMMARY"] == "Zaak 2026-001: richttermijn van stap 1 (signaleren)"
    assert event.decoded("DTSTART") == told.due_on()
    assert event.decoded("DTEND") == told.due_on() + timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"
    told.step_1().judged("bullying")
    assert list(events()) == ["Zaak 2026-001: laatste dag voor stap 3 (aanpak)"]


def test_another_day_for_the_same_step_is_the_same_event(told, address):
    told.step_1().judged("bullying")
    [before] = events().values()
    deciding.plan_step(act=told.act(), case_id=told.id, on=TOMORROW)
    [after] = events().values()
    assert before["UID"] == after["UID"]
    assert after.decoded("DTSTART") == TOMORROW < before.decoded("DTSTART")
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")


def test_it_is_for_owner_and_stand_in_and_who_planned_the_talk(cast, told):
    planned(told.as_(cast.carla), told.key(cast.sem))
    assert list(events(cast.mo, "mo")) == []
    assert list(events(cast.bram, "bram")) == []
    assert list(events(cast.carla, "carla")) == ["Gesprek, zaak 2026-001: stap 1 (signaleren)"]
    people.set_stand_in(act=told.act(), case_id=told.id, to=cast.bram.pk)
    assert len(events(cast.bram, "bram")) == 2


def test_who_planned_a_talk_keeps_it_when_a_colleague_moves_it(cast, told):
    talk = planned(told.as_(cast.carla), told.key(cast.sem))
    planned(told.as_(cast.anouk), told.key(cast.sem), begins=time(15), corrects=talk.pk)
    [event] = events(cast.carla, "carla").values()
    assert event.decoded("DTSTART").hour == 15


def test_a_consultation_is_in_the_agenda_of_the_coordinator_too(cast, told):
    told.step_1().judged("bullying").step_3().until_due()
    told.talk("talk", *told.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=2)
    told.review(bodies.Kept.NOT)
    told.decide("no")
    planned(told, duty="consult", on=told.today)
    name = "Overleg, zaak 2026-001: stap 4 (eerste evaluatie)"
    assert name in events(cast.carla, "carla")
    assert name not in events(cast.hein, "hein")
    people.exclude(act=told.as_(cast.hein).act(), case_id=told.id, staff_id=cast.carla.pk)
    assert name not in events(secret="carla")


def test_who_is_kept_out_of_a_case_sees_nothing_of_it(cast, told):
    planned(told.as_(cast.carla), told.key(cast.sem))
    assert len(events(cast.carla, "carla")) == 1
    people.exclude(act=told.as_(cast.hein).act(), case_id=told.id, staff_id=cast.carla.pk)
    assert events(secret="carla") == {}


def test_a_case_that_can_be_closed_is_for_coordinator_and_head(cast, told):
    told.step_1().judged("bullying").step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    while told.step == "after_care":
        told.until_due().after_care()
    for leader in (cast.carla, cast.hein):
        assert "Zaak 2026-001: kan de zaak worden afgesloten?" in events(leader, leader.name)
    assert not any("dicht" in summary for summary in events(cast.mo, "mo"))


def test_looking_back_after_closing_stands_in_the_owners_agenda(cast, told, address):
    closing.close_case(
        act=told.as_(cast.carla).hear().act(), case_id=told.id, reason="Klaar", check_on=date(2026, 12, 14)
    )
    [event] = events().values()
    assert (event["SUMMARY"], event.decoded("DTSTART")) == ("Zaak 2026-001: navraag", date(2026, 12, 14))


def test_who_is_asked_to_watch_sees_the_last_day_until_the_answer(cast, told):
    told.step_1().judged("bullying").step_3()
    name = "Zaak 2026-001: laatste dag om te melden wat je zag"
    [event] = [event for summary, event in events(cast.mo, "mo").items() if summary == name]
    assert event.decoded("DTSTART") == told.today + timedelta(days=7)
    assert event["URL"] == f"http://127.0.0.1/observatie/{told.id}/"
    recording.observe(
        act=told.as_(cast.mo).act(), case_id=told.id, observation=bodies.Observation(seen=False), on=told.today
    )
    assert events(secret="mo") == {}


def test_no_name_no_place_and_nothing_typed_leaves_by_the_agenda(cast, told):
    planned(told, told.key(cast.sem))
    told.step_1().judged("bullying")
    planned(told, *told.keys(Role.TARGET, Role.INSTIGATOR), duty="joint_talk")
    inge = str(Guardianship.objects.get(guardian=cast.inge_bakker).pk)
    planned(told, inge, duty="inform_guardians")
    told_too = tell(cast).report(cast.noor, by=(cast.jens,)).step_1().judged("bullying").step_3()
    files = []
    for staff in (cast.anouk, cast.carla, cast.hein, cast.mo):
        actions.make_calendar_address(act=act_of(staff), secret=f"geheim-{staff.pk}")
        files.append(fetch(f"geheim-{staff.pk}").content.decode().replace("\r\n ", ""))
    everything = "\n".join(files)
    assert everything.count("BEGIN:VEVENT") >= 5
    names = {word for pupil in Pupil.objects.all() for word in (pupil.first_name, pupil.last_name)}
    names |= {word for guardian in Guardian.objects.all() for word in guardian.name.split()}
    names |= {word for staff in StaffMember.objects.all() for word in staff.name.split()}
    typed = {"tante Toos", "uitgelachen", "verstopt", "voorplein", "Let op het plein", "leerling gepest", SECRET}
    for word in {name for name in names if len(name) > 2} | typed:
        assert word not in everything, word
    assert told_too.case.reference in everything


def test_it_is_in_dutch_whatever_the_browser_speaks(told, address):
    answer = fetch(headers={"accept-language": "en"})
    assert "richttermijn van stap 1" in answer.content.decode().replace("\r\n ", "")


def test_long_lines_are_folded_and_ended_as_the_standard_asks(told, address):
    for line in fetch().content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line


# Asking often


def test_the_same_agenda_is_not_sent_twice(cast, told, address):
    first = fetch()
    assert first["Cache-Control"] == "private, no-cache"
    again = fetch(headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    planned(told, told.key(cast.sem))
    changed = fetch(headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_an_agenda_that_a_calendar_has_is_not_made_again(cast, told, address):
    fetch()
    has = {"if-none-match": fetch()["ETag"]}
    sign_in(Client(), cast.carla).get(reverse("case", args=[told.id]))  # that somebody looked changes nothing
    with CaptureQueriesContext(connection) as queries:
        assert fetch(headers=has).status_code == 304
    assert [query["sql"].split()[0] for query in queries.captured_queries] == ["SELECT"] * 2


@pytest.mark.parametrize("change", ["fact", "calendar", "kept_out"])
def test_whatever_an_agenda_shows_is_sent_anew_when_it_changed(cast, told, address, change):
    has = {"if-none-match": fetch()["ETag"]}
    match change:
        case "fact":
            told.incident()
        case "calendar":
            closure = Closure(TOMORROW, TOMORROW, "Studiedag")
            actions.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=closure)
        case "kept_out":
            people.exclude(act=told.as_(cast.hein).act(), case_id=told.id, staff_id=cast.wil.pk)
    assert fetch(headers=has).status_code == 200


def test_an_agenda_changes_also_after_a_clock_that_leapt_ahead_wrote_much_of_the_trail(cast, told, address):
    for _line in range(30):
        record(verb=Verb.PLAN_ISSUED, school_id=cast.school.pk, at=clock.now() + timedelta(hours=6), by=None)
    has = {"if-none-match": fetch()["ETag"]}
    assert fetch(headers=has).status_code == 304
    record(verb=Verb.PLAN_ISSUED, school_id=cast.school.pk, at=clock.now(), by=None)
    assert fetch(headers=has).status_code == 200


def test_the_last_day_it_was_asked_is_written_once_a_day(told, address, monkeypatch):
    def writes():
        with CaptureQueriesContext(connection) as queries:
            fetch()
        return sum(query["sql"].startswith("UPDATE") for query in queries.captured_queries)

    assert [writes(), writes(), writes()] == [1, 0, 0]
    it_is_now(monkeypatch, TOMORROW)
    assert [writes(), writes()] == [1, 0]
    assert CalendarAddress.objects.get().fetched_on == TOMORROW


def test_it_asks_the_database_as_much_for_many_cases_as_for_few(cast, told, address):
    planned(told, told.key(cast.sem))

    def asked():
        fetch()
        with CaptureQueriesContext(connection) as queries:
            answer = fetch()
        return len(queries), answer.content.count(b"BEGIN:VEVENT")

    few, shown = asked()
    many_like(told.case, 30)
    many, shown_then = asked()
    assert shown_then > shown + 30
    assert many == few <= 12
