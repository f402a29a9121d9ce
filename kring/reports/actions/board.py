"""What whom the board named does with what was told about the head: read it, answer it, finish it. By a mailed link,
without an account; the school reads none of it (protocol: about an adult; decision 145).
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kring.cases.errors import NotAllowed
from kring.reports.actions.saying import held, say, will_be_mailed
from kring.reports.models import For, Incoming, Link, Said, State
from kring.reports.told import LONGEST_TEXT
from kring.school.act import Itself, day_of
from kring.school.errors import Refused
from kring.school.models import School
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def read_by_board(school: School) -> QuerySet[Incoming]:
    """What is told to the board, and what was mailed to it before the school took its address away: who is accused
    takes from the board nothing that it has. Then the coordinator reads it beside the board."""
    mailed = Link.objects.filter(incoming=OuterRef("pk"), for_board=True)
    return Incoming.objects.filter(Q(for_whom=For.BOARD) | Exists(mailed), school=school)


def read(*, incoming: Incoming, came: Itself) -> Incoming:
    """Show it to the board: every time a line in the trail, of nobody on the staff."""
    if not read_by_board(incoming.school).filter(pk=incoming.pk).exists():
        raise NotAllowed(incoming.pk)
    today = day_of(came)
    with transaction.atomic():
        if incoming.read_on is None:
            Incoming.objects.filter(pk=incoming.pk, read_on=None).update(read_on=today)
            incoming.read_on = today
        incoming.said.filter(by=None, by_board=False, seen_on=None).update(seen_on=today)
        _note(Verb.TOLD_READ, incoming, came)
    return incoming


def answer(*, incoming_id: UUID, school_id: UUID, came: Itself, text: str, token: UUID, ends: bool = False) -> Said:
    """Write back to who told it; `ends` when this is the last answer."""
    tidy = text.strip()
    if not tidy:
        raise Refused("text", _("Schrijf een antwoord. Een paar woorden is genoeg."))
    if len(tidy) > LONGEST_TEXT:
        raise Refused(
            "text", _("Dit is te lang: hier passen %(most)s letters. De tekst staat er nog.") % {"most": LONGEST_TEXT}
        )
    with transaction.atomic():
        incoming = held(incoming_id, school_id)
        if incoming is None or not read_by_board(incoming.school).filter(pk=incoming.pk).exists():
            raise NotAllowed(incoming_id)
        if before := incoming.said.filter(token=token).first():
            return before
        if incoming.stopped_on is not None:
            raise Refused("text", _("Wie dit vertelde, wil geen antwoord meer."))
        said = say(incoming, Said.What.ENDED if ends else Said.What.ANSWER, tidy, on=day_of(came), token=token)
        said.by_board = True
        said.save(update_fields=["by_board"])
        will_be_mailed(incoming)
        incoming.state = State.ENDED if ends else State.ANSWERED
        incoming.ended_on = day_of(came) if ends else None
        incoming.save(update_fields=["state", "ended_on", "to_mail"])
        _note(Verb.TOLD_ENDED if ends else Verb.TOLD_ANSWERED, incoming, came)
        return said


def _note(verb: Verb, incoming: Incoming, came: Itself) -> None:
    note_in_trail(verb=verb, school_id=incoming.school_id, at=came.at, by=None, subject_id=incoming.pk, by_board=True)
