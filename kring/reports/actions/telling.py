"""Somebody tells something by a door (protocol, opening: "een leerling, een ouder of een collega"; row S0)."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from kring.own_word import DUTCH
from kring.reports.access import for_whom
from kring.reports.actions.saying import say
from kring.reports.flood import same_text
from kring.reports.languages import known
from kring.reports.links import mail_digest
from kring.reports.models import By, Door, Incoming, Said, ToMail
from kring.reports.promise import answer_by
from kring.reports.told import Subject, Teller, Told, tidied, tidied_teller, to_keep
from kring.school.act import Itself, day_of
from kring.school.calendars import calendar_for
from kring.school.errors import NotAllowed, Refused


@dataclass(frozen=True)
class NewTelling:
    """What was told at a door, by whom as far as that was given, about whom it is for the school, in which language."""

    by: By
    told: Told
    teller: Teller = field(default_factory=Teller)
    subject: Subject = Subject.CHILDREN
    language: str = DUTCH


def tell(*, door: Door, came: Itself, telling: NewTelling, digest: str) -> Incoming:
    """Keep what was told; `digest` is that of the code to come back with (`codes.digest_of`, made beforehand: it is
    slow on purpose, and belongs in no transaction).

    The same code again is the same form: it gives what is there, also when the door was shut meanwhile. Was something
    else filled in, after Back, then that is kept beside it. `NotAllowed` at a door that is shut, `Refused` for what
    says nothing, or is too long. There is no line in the trail: nobody of the staff did anything, and a line has a
    moment, which is not kept of who tells (decision 145).
    """
    told, teller = tidied(telling.told), tidied_teller(telling.teller)
    if told.is_empty:
        raise Refused("story", _("Er staat nog niets. Tik iets aan, of schrijf een paar woorden."))
    with transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).select_related("school").get(pk=door.pk)
        before = Incoming.objects.filter(school=door.school_id, code_digest=digest).first()
        if before is not None:
            _told_again(before, told, teller, came)
            return before
        if not (door.for_children if telling.by is By.CHILD else door.for_parents):
            raise NotAllowed(door.pk)
        door.last_number += 1
        door.save(update_fields=["last_number"])
        today = day_of(came)
        kept = Incoming(
            school=door.school,
            number=door.last_number,
            came_by=telling.by,
            came_on=today,
            language=known(telling.language),
            promised_on=answer_by(today, calendar_for(door.school)),
            subject=telling.subject.value,
            for_whom=for_whom(telling.subject, door),
            code_digest=digest,
            same_text=same_text(bytes.fromhex(door.secret), told),
            danger=bool(told.fears),
            danger_to_write=bool(told.fears),
        )
        if teller.mail and telling.by is By.PARENT:
            kept.mail_digest, kept.to_mail = mail_digest(door, teller.mail), ToMail.RECEIVED
        kept.seal(told, teller)
        kept.save(force_insert=True)
        return kept


def _told_again(before: Incoming, told: Told, teller: Teller, came: Itself) -> None:
    """The same form once more: nothing is doubled, and what is new in it is not lost."""
    if (before.told, before.who_told) == (told, teller):
        return
    again = to_keep(told)
    if any(one.text == again for one in before.said.filter(kind=Said.What.TOLD_AGAIN)):
        return
    say(before, Said.What.TOLD_AGAIN, again, on=day_of(came))
    before.to_write = True
    if told.fears and not before.danger:
        before.danger = before.danger_to_write = True
    before.save(update_fields=["to_write", "danger", "danger_to_write"])
