"""An agenda as an iCalendar file: case numbers and steps, never a name, a place or anything that was typed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from kring.cases.agenda import Agenda, DayInAgenda, Why
from kring.cases.letters import LANGUAGE
from kring.cases.planned_talks import PlannedTalk
from kring.cases.wording import Form, step_in_words
from kring.web.kinds import as_duty

ASK_AGAIN = timedelta(hours=1)
SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)


def agenda_file(agenda: Agenda) -> bytes:
    """A whole agenda, in Dutch: it is read in somebody's calendar, whatever language a browser once asked for."""
    with override(LANGUAGE):
        events = [*map(_talk, agenda.talks), *map(_day, agenda.days)]
        return _bytes(_calendar(events))


def talk_file(planned: PlannedTalk) -> bytes:
    """One planned talk."""
    with override(LANGUAGE):
        return _bytes(_calendar([_talk(planned)]))


def _bytes(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical())


def _calendar(events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Kring//Agenda//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", "Kring")
    calendar.add("X-WR-CALNAME", "Kring")
    calendar.add("REFRESH-INTERVAL", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")  # the same, for Outlook
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def _zone() -> Timezone:
    """Summer and winter time of the Netherlands, as they have been since 1996 (a test compares the two)."""
    zone = Timezone()
    zone.add("TZID", "Europe/Amsterdam")
    for change, name, month, began, before, after in (
        (TimezoneDaylight(), "CEST", 3, datetime(1996, 3, 31, 2), WINTER, SUMMER),  # noqa: DTZ001  # wall clock
        (TimezoneStandard(), "CET", 10, datetime(1996, 10, 27, 3), SUMMER, WINTER),  # noqa: DTZ001  # wall clock
    ):
        change.add("TZNAME", name)
        change.add("DTSTART", began)
        change.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        change.add("TZOFFSETFROM", before)
        change.add("TZOFFSETTO", after)
        zone.add_component(change)
    return zone


def _talk(planned: PlannedTalk) -> Event:
    sentence = str(as_duty(planned.task.duty.kind).agenda)
    event = _event(
        key=str(planned.first),
        summary=sentence % {"case": planned.case.reference, "step": step_in_words(planned.step, form=Form.IN_BRACKETS)},
        url=settings.KRING_URL + reverse("case", args=[planned.case.pk]),
        changed_at=planned.fact.at,
    )
    event.add("DTSTART", planned.begins_at)
    event.add("DTEND", planned.ends_at)
    event.add("SEQUENCE", planned.versions)
    return event


def _day(day: DayInAgenda) -> Event:
    about = {"case": day.case.reference, "step": step_in_words(day.step, form=Form.IN_BRACKETS)}
    page = "case"
    match day.why:
        case Why.OBSERVATION:
            summary, page = _("Zaak %(case)s: laatste dag om te melden wat je zag") % about, "observation"
        case Why.CLOSING:
            summary = _("Zaak %(case)s: kan de zaak worden afgesloten?") % about
        case Why.CHECK_BACK:
            summary = _("Zaak %(case)s: navraag") % about
        case Why.STEP if day.guideline:
            summary = _("Zaak %(case)s: richttermijn van %(step)s") % about
        case Why.STEP:
            summary = _("Zaak %(case)s: laatste dag voor %(step)s") % about
    event = _event(
        key=day.key,
        summary=summary,
        url=settings.KRING_URL + reverse(page, args=[day.case.pk]),
        changed_at=day.changed_at,
        note=_("De kalender van de school is nog niet bevestigd: deze dag kan nog verschuiven.")
        if day.rests_on_proposal
        else "",
    )
    event.add("DTSTART", day.on)
    event.add("DTEND", day.on + timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")
    return event


def _event(*, key: str, summary: str, url: str, changed_at: datetime, note: str = "") -> Event:
    """What talks and days share. The stamp is the moment of the last change: the same agenda is the same file."""
    event = Event()
    event.add("UID", f"{key}@kring")
    event.add("SUMMARY", summary)
    about = _("Om wie het gaat, lees je in Kring: %(url)s") % {"url": url}
    event.add("DESCRIPTION", f"{about} {note}".rstrip())
    event.add("URL", url)
    event.add("CLASS", "PRIVATE")
    event.add("DTSTAMP", changed_at)
    event.add("LAST-MODIFIED", changed_at)
    return event
