"""After Kring was put back from a copy: letters are let go by a person. And the word that a copy is too old."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kring import words
from kring.backup.age import age
from kring.backup.models import Restoration
from kring.cases import letters
from kring.cases.actions.refusals import refuse_to_send
from kring.cases.errors import Refused
from kring.cases.recipients import Occasion
from kring.mail import holding
from kring.mail.models import Letter
from kring.mail.outbox import LinkIsOld
from kring.school.act import Act
from kring.school.models import School
from kring.school.rights import Right, require
from kring.trail.record import record
from kring.trail.verbs import Verb


@transaction.atomic
def let_go(*, act: Act, letter: Letter) -> None:
    """Lets a letter go that waited since Kring was put back. Refused with a sentence when it is not for its reader any
    more, or the link in it works no more; decided by somebody else a moment ago, nothing changes."""
    require(act.by, Right.PEOPLE, school_id=letter.school_id)
    refuse_to_send(letter, _("Deze mail gaat niet. Kies ‘Niet sturen’."))
    try:
        went = holding.let_go(letter, at=act.at)
    except LinkIsOld as old:
        raise Refused(
            None,
            _(
                "De link in deze mail is te oud. Stuur bij de medewerker een nieuwe uitnodiging en kies hier "
                "‘Niet sturen’."
            ),
        ) from old
    if went:
        _note(act, letter, Verb.LETTER_LET_GO)


@transaction.atomic
def put_away(*, act: Act, letter: Letter) -> None:
    """Such a letter does not go: it went already, or nobody needs it."""
    require(act.by, Right.PEOPLE, school_id=letter.school_id)
    if holding.put_away(letter, at=act.at):
        _note(act, letter, Verb.LETTER_PUT_AWAY)


def let_all_go(*, act: Act, letters: Iterable[Letter]) -> tuple[int, int]:
    """How many of these go, and how many may not. Those say why by themselves."""
    sent = left = 0
    for letter in letters:
        try:
            let_go(act=act, letter=letter)
            sent += 1
        except Refused:
            left += 1
    return sent, left


@transaction.atomic
def close_restoration(*, act: Act) -> None:
    """A head says that it is known what is missing: nobody is told of it any more. Said twice, it is said once."""
    require(act.by, Right.RESTORED, school_id=act.by.school_id)
    still = Restoration.objects.open(act.by.school_id).select_for_update(no_key=True)
    for restoration in still:
        restoration.closed_at, restoration.closed_by = act.at, act.by
        restoration.save(update_fields=["closed_at", "closed_by"])
        record(
            verb=Verb.RESTORATION_CLOSED,
            school_id=act.by.school_id,
            at=act.at,
            by=act.by,
            subject_id=restoration.pk,
        )


@transaction.atomic
def tell_of_old_backup(*, at: datetime) -> int:
    """A letter to head and administrator once two copies were missed; of the same last copy no second one.

    Gives how many letters that were. Where nobody copies, School says so; a letter would say it for ever.
    """
    known = age()
    if not settings.KRING_BACKUP or known.since is None or not known.is_too_old(at):
        return 0
    since = known.since
    return sum(
        len(
            letters.send(
                "backup_old",
                Occasion(school=school, by=None),
                at=at,
                once=since.isoformat(),
                day=words.day(since.astimezone(words.HERE).date()),
            )
        )
        for school in School.objects.filter(is_demo=False).order_by("id")
    )


def _note(act: Act, letter: Letter, verb: Verb) -> None:
    record(verb=verb, school_id=letter.school_id, at=act.at, by=act.by, subject_id=letter.pk)
