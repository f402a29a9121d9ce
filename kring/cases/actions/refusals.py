"""What is done about letters that did not arrive: those who keep the addresses are told, and one is sent again."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kring import words
from kring.cases import letters
from kring.cases.access import Need, may
from kring.cases.errors import Refused
from kring.cases.models import Case, PlanVersion
from kring.cases.recipients import Occasion
from kring.mail import outbox
from kring.mail.models import Letter
from kring.prepared import prepared
from kring.school.act import Act
from kring.school.models import School
from kring.school.rights import Right, require
from kring.trail.record import record
from kring.trail.verbs import Verb

LOOKS_BACK = timedelta(days=1)


class Failure(NamedTuple):
    """A way in which a letter fails: when it did, and which letter tells of it."""

    moment: str
    told_by: str


FAILURES = (
    Failure("refused_at", "refused_address"),
    Failure("given_up_at", "given_up_address"),
)
Failed = tuple[UUID, str, datetime]


def _asks_for(failure: Failure) -> Callable[[datetime], list[Failed]]:
    """What failed in this way since a moment: of which school, at which address, when."""

    @prepared
    def failed(since: datetime) -> QuerySet[Letter, Failed]:
        found = Letter.objects.filter(**{f"{failure.moment}__gt": since}, seen_to_at=None, to_staff__isnull=False)
        return found.values_list("school", "address", failure.moment)

    return failed


FAILED = {failure: _asks_for(failure) for failure in FAILURES}


def tell_of_failures(*, at: datetime) -> int:
    """A letter to the administrators of each address at which a letter lately failed, one for each day on which it did.

    Gives how many letters that were. The owner of the address is not written to. Every failure is a task on their
    page as well (`kring.mail.queries.undelivered`): this letter may not arrive either.
    """
    return sum(_tell_of(failure, at) for failure in FAILURES)


def _tell_of(failure: Failure, at: datetime) -> int:
    failed = FAILED[failure](at - LOOKS_BACK)
    return _tell(failure, failed, at) if failed else 0


@transaction.atomic
def _tell(failure: Failure, failed: Iterable[Failed], at: datetime) -> int:
    occasions = {(school, address, _day(moment)) for school, address, moment in failed}
    schools = School.objects.in_bulk({school_id for school_id, _address, _on in occasions})
    told = 0
    for school_id, address, on in sorted(occasions, key=str):
        told_about = Occasion(school=schools[school_id], by=None, address=address)
        told += len(letters.send(failure.told_by, told_about, at=at, once=on, address=address))
    return told


@transaction.atomic
def send_again(*, act: Act, letter: Letter) -> Letter:
    """Tries a failed letter once more. Refused with a sentence when its reader has left, has no address, may no longer
    know of the case it is about, or when the link in it works no more; `AlreadySent` when somebody else was first."""
    require(act.by, Right.PEOPLE, school_id=letter.school_id)
    refuse_to_send(letter, _("Deze mail gaat niet opnieuw. Kies ‘Geregeld’."))
    try:
        sent = outbox.send_again(letter=letter, at=act.at)
    except outbox.NoAddress as none:
        raise Refused(None, _("Deze collega heeft geen mailadres meer. Spreek de collega zelf aan.")) from none
    except outbox.LinkIsOld as old:
        raise Refused(
            None,
            _(
                "De link in deze mail is te oud. Stuur bij de medewerker een nieuwe uitnodiging "
                "en kies hier ‘Geregeld’."
            ),
        ) from old
    _note(act, letter, Verb.LETTER_SENT_AGAIN)
    return sent


def send_all_again(*, act: Act, letters: Iterable[Letter]) -> tuple[int, int]:
    """After a mail server was away: how many of these go again, and how many may not. Those say why by themselves."""
    sent = left = 0
    for letter in letters:
        try:
            send_again(act=act, letter=letter)
            sent += 1
        except outbox.AlreadySent:
            continue  # pressed twice, or by two people: it is done once
        except Refused:
            left += 1
    return sent, left


@transaction.atomic
def settle(*, act: Act, letter: Letter) -> None:
    """Notes that a failed letter was settled another way. Pressed twice, or by two people: the first did it."""
    require(act.by, Right.PEOPLE, school_id=letter.school_id)
    if outbox.see_to(letter=letter, by=act.by, at=act.at):
        _note(act, letter, Verb.LETTER_SEEN_TO)


def refuse_to_send(letter: Letter, then: str) -> None:
    """`Refused` where it no longer is for whom it was meant, or what it says is no longer so. `then` is what to do with
    it instead, on the page where somebody would send it."""
    if why := _why_not(letter):
        raise Refused(None, f"{why} {then}")


def _why_not(letter: Letter) -> str:
    person = letter.to_staff
    if person is None:
        return ""
    if not person.is_active:
        return _("%(name)s werkt hier niet meer.") % {"name": person.name}
    if letter.about is not None:
        # Locked, so that nobody is excluded between the look and the sending.
        case = Case.objects.select_for_update(no_key=True).filter(pk=letter.about, school=letter.school_id).first()
        if case is not None and not may(person, Need.READ_PLAN, case):
            return _("Deze mail is niet meer voor %(name)s bedoeld.") % {"name": person.name}
        newer = PlanVersion.objects.filter(case=case, number__gt=OuterRef("number"))
        if letter.version and PlanVersion.objects.filter(Exists(newer), pk=letter.version).exists():
            return _("Er is intussen een nieuwere versie van het plan.")
    return ""


def _note(act: Act, letter: Letter, verb: Verb) -> None:
    record(verb=verb, school_id=letter.school_id, at=act.at, by=act.by, subject_id=letter.pk)


def _day(at: datetime) -> str:
    return at.astimezone(words.HERE).date().isoformat()
