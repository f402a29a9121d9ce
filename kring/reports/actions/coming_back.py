"""Who told something comes back with the code: adds to it, answers a question, says how it goes, or stops."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kring.cases.errors import NotAllowed
from kring.reports.actions.saying import held, say
from kring.reports.models import For, Incoming, Link, Said, State, ToMail
from kring.reports.promise import answer_by
from kring.reports.told import LONGEST_TEXT
from kring.school.act import Itself, day_of
from kring.school.calendars import calendar_for
from kring.school.errors import Refused

HOW_IT_GOES = (Said.What.BETTER, Said.What.SAME, Said.What.WORSE)
"""What a child can say of how it goes."""

OPENS_AGAIN = frozenset({Said.What.ADDED, Said.What.WORSE})
"""What asks for an answer again, also when it was done with."""


def find(school_id: UUID, digest: str) -> Incoming | None:
    """What this code belongs to, at this school."""
    return Incoming.objects.select_related("school", "case").filter(school=school_id, code_digest=digest).first()


def add(*, incoming_id: UUID, school_id: UUID, came: Itself, text: str, token: UUID) -> Said:
    """Add something, or answer what was asked: both are words of who told it."""
    tidy = text.strip()
    if not tidy:
        raise Refused("text", _("Schrijf iets, of ga terug."))
    if len(tidy) > LONGEST_TEXT:
        raise Refused(
            "text", _("Dit is te lang: hier passen %(most)s letters. De tekst staat er nog.") % {"most": LONGEST_TEXT}
        )
    return _said(incoming_id, school_id, came, Said.What.ADDED, tidy, token)


def how_it_goes(*, incoming_id: UUID, school_id: UUID, came: Itself, how: Said.What, token: UUID) -> Said:
    """Say that it is better, the same, or worse."""
    if how not in HOW_IT_GOES:
        raise Refused("how", _("Kies hoe het gaat."))
    return _said(incoming_id, school_id, came, how, "", token)


def stop(*, incoming_id: UUID, school_id: UUID, came: Itself, token: UUID) -> Said:
    """Who told it wants no more answers. What was told stays with the school, and a danger stays one."""
    return _said(incoming_id, school_id, came, Said.What.STOPPED, "", token)


def see(*, incoming: Incoming, came: Itself) -> list[Said]:
    """What was said, in its order, as who told it reads it; what the school said counts as read from now on."""
    unseen = incoming.said.filter(Q(by__isnull=False) | Q(by_board=True), seen_on=None)
    unseen.update(seen_on=day_of(came))
    return list(incoming.said.select_related("by").order_by("number"))


def ask_link(*, school_id: UUID, digest: str) -> None:
    """Have a new link mailed about everything that was told with this address (`links.mail_digest`). It asks the same
    of the database whether there is anything or not, and the worker writes: nobody learns here who told something."""
    told = Incoming.objects.filter(school=school_id, mail_digest=digest, to_mail="", stopped_on=None)
    told.exclude(mail_digest="").update(to_mail=ToMail.LINK)


def ask_link_again(link: Link) -> None:
    """Have a new link mailed in place of this one, to where it went."""
    told = Incoming.objects.filter(pk=link.incoming_id, stopped_on=None)
    if link.for_board:
        told.filter(for_whom=For.BOARD).update(to_write=True)  # else the coordinator would be written to, as of news
    else:
        told.filter(to_mail="").update(to_mail=ToMail.LINK)


def _said(incoming_id: UUID, school_id: UUID, came: Itself, kind: Said.What, text: str, token: UUID) -> Said:
    with transaction.atomic():
        incoming = held(incoming_id, school_id)
        if incoming is None:
            raise NotAllowed(incoming_id)
        today = day_of(came)
        before = incoming.said.filter(token=token).first()
        if before is not None:
            return before
        said = say(incoming, kind, text, on=today, token=token)
        changed = ["to_write"]
        incoming.to_write = incoming.to_write or kind is not Said.What.STOPPED
        if kind is Said.What.STOPPED:
            incoming.stopped_on = today
            changed.append("stopped_on")
        elif incoming.stopped_on is not None:  # who comes back after all is heard again
            incoming.stopped_on = None
            changed.append("stopped_on")
        if kind in OPENS_AGAIN and incoming.state in (State.ANSWERED, State.ENDED):
            incoming.state, incoming.promised_on = State.NEW, answer_by(today, calendar_for(incoming.school))
            changed += ["state", "promised_on"]
        incoming.save(update_fields=changed)
        return said
