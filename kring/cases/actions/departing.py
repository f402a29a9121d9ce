"""Saying that it goes well although the file says otherwise: with a reason, told, looked at sooner (decision 70)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from kring.cases import bodies, letters
from kring.cases.actions.change import Change
from kring.cases.against import objections
from kring.cases.bodies import Although
from kring.cases.errors import Refused
from kring.cases.foresight import coming_after
from kring.cases.models import Fact
from kring.cases.recipients import Occasion
from kring.protocol.progress import Visit
from kring.protocol.terms import Outcome


def departs_from_file(change: Change, reason: str) -> Although | None:
    """What is said here, when the file says otherwise; Refused without a reason in so many words. None: it agrees."""
    found = objections(change.file)
    if not found:
        return None
    if not reason.strip():
        said = " ".join(one.text for one in found)
        raise Refused("although", _("%(said)s Schrijf op waarom je dit toch kiest.") % {"said": said})
    return Although(against=tuple(dict.fromkeys(one.what for one in found)), reason=reason)


def tell_of_departure(change: Change, fact: Fact) -> None:
    """Coordinator and head hear of it, but whoever did it."""
    told = Occasion(case=change.case, by=change.act.by)
    letters.send("against_facts", told, at=change.act.at, once=fact.pk, who=change.act.by.name)


def look_sooner(change: Change, visit: Visit, outcome: Outcome, on: date) -> None:
    """Chooses an earlier day for what comes after this answer: halfway its term, within a week. Not to close a case."""
    coming = coming_after(change.file, visit, outcome, on)
    if coming.step.ends_case or coming.due is None:
        return
    calendar = change.file.calendar
    most = on + min(timedelta(weeks=1), (coming.due.term_on - on) // 2)
    before = calendar.before(most + timedelta(days=1), 1)  # rather before a holiday than after it
    sooner = before if before > on else calendar.after(on, 1)
    if sooner < coming.due.on:
        change.record_ahead(bodies.Planned(), coming.place, on=sooner)
