"""Puts letters into the outbox, in the transaction of whoever calls, and what a person can do about one afterwards."""

import unicodedata
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from kring.mail.hold import held_from
from kring.mail.models import Attachment, Letter, State, domain_of
from kring.once import add_each_once
from kring.prepared import prepared
from kring.school.models import School, StaffMember

PATIENCE = timedelta(days=5)
"""How long a letter is tried before it becomes a task for a person."""


class NoAddress(Exception):
    """This member of staff has no e-mail address, so there is nothing to write to. Ask `address_of` first."""


class NotOneLine(Exception):
    """A subject, address or name of a file has a line break or a control character, which could forge a header."""


class AlreadySent(Exception):
    """This letter was sent, or somebody else saw to it a moment ago; it does not go a second time."""


class LinkIsOld(Exception):
    """The link in this letter works no more, or soon will not: a new letter is asked for instead."""


def address_of(staff: StaffMember, *, to_come_in: bool = False) -> str | None:
    """Where letters to this member of staff go; None when there is no account, or it is not in use.

    Whose account has not joined this school is only written to so that they can come in.
    """
    if staff.joins != StaffMember.Joins.JOINED and not to_come_in:
        return None
    if staff.account is None or not staff.is_active or not staff.account.is_active:
        return None
    return staff.account.email.strip().lower()


def put_all(*, school: School, letters: Sequence[Letter]) -> list[Letter]:
    """Puts these letters, made by `written`, into the outbox: one query, or two when some of them are there already.

    The same occasion gives each person one letter: put a second time, the letter that is there is given as it is.
    """
    # Two at the same time: one row wins, and the letter of the other is thrown away here.
    if add_each_once(letters) == len(letters):
        return list(letters)
    there = {one.key: one for one in _with_keys(school.pk, [one.key for one in letters])}
    return [there[one.key] for one in letters]


def key_for(key: str, to: StaffMember) -> str:
    """How the letter to this person stands in the outbox, of an occasion with this key."""
    return f"{key}/{to.id}"


def known(*, school: School, keys: Collection[str]) -> set[str]:
    """Which of these letters are there, waiting or gone."""
    return set(_known(school.pk, list(keys)))


@prepared
def _with_keys(school: uuid.UUID, keys: Sequence[str]) -> QuerySet[Letter]:
    return Letter.objects.filter(school=school, key__in=keys)


@prepared
def _known(school: uuid.UUID, keys: Sequence[str]) -> QuerySet[Letter, str]:
    return Letter.objects.filter(school=school, key__in=keys).values_list("key", flat=True)


def put(*, school: School, **letter: Any) -> Letter:
    """Puts one letter into the outbox, see `written`."""
    return put_all(school=school, letters=[written(school=school, **letter)])[0]


def written(
    *,
    school: School,
    kind: str,
    to: StaffMember,
    subject: str,
    text: str,
    html: str,
    at: datetime,
    key: str,
    about: uuid.UUID | None = None,
    version: uuid.UUID | None = None,
    attachment: Attachment | None = None,
    not_before: datetime | None = None,
    urgent: bool = False,
    secret: bool = False,
    patience: timedelta = PATIENCE,
    address: str | None = None,
    id: uuid.UUID | None = None,
    domain: str | None = None,
) -> Letter:
    """One letter to one member of staff, to be put into the outbox, and sent once that transaction has committed.

    `key` names the occasion (`plan_issued:<case>:<version>`). `urgent` overtakes what waits.
    `secret`: it holds a link to come in with; `patience` is how long that works, and so how long it is tried.
    `address`: one that this person had, for a word about that. It goes there whatever becomes of the person.
    The letter names no child: it is read on phones, and by whoever has the mailbox.
    """
    if to.school_id != school.id:
        raise ValueError("a letter of one school does not go to somebody of another")
    recipient = None if address else to
    address = address.strip().lower() if address else address_of(to, to_come_in=secret)
    if address is None:
        raise NoAddress(f"staff member {to.id} has no address")
    return _letter(
        school=school,
        kind=kind,
        key=key_for(key, to),
        to_staff=recipient,
        address=address,
        subject=subject,
        text=text,
        html=html,
        at=at,
        not_before=not_before or at,
        patience=patience,
        urgent=urgent,
        attachment=attachment,
        id=id or uuid.uuid4(),
        domain=domain,
        about=about,
        version=version,
        secret=secret,
    )


def put_outside(
    *,
    school: School,
    kind: str,
    address: str,
    subject: str,
    text: str,
    html: str,
    at: datetime,
    key: str,
    about: uuid.UUID,
    urgent: bool = False,
    patience: timedelta = PATIENCE,
) -> Letter:
    """Puts one letter to somebody outside the school into the outbox, with a link to come in with; see `written`.

    The address is sealed as the texts are, and goes with them. The same occasion makes no second letter.
    """
    letter = _letter(
        school=school,
        kind=kind,
        key=key,
        address="",
        outside=True,
        sealed_address=address.strip().lower(),
        subject=subject,
        text=text,
        html=html,
        at=at,
        not_before=at,
        patience=patience,
        urgent=urgent,
        attachment=None,
        id=uuid.uuid4(),
        domain=None,
        about=about,
        secret=True,
    )
    return put_all(school=school, letters=[letter])[0]


def _letter(
    *,
    school: School,
    subject: str,
    at: datetime,
    not_before: datetime,
    patience: timedelta,
    urgent: bool,
    attachment: Attachment | None,
    id: uuid.UUID,
    domain: str | None,
    **columns: Any,
) -> Letter:
    """The row, with what follows from when it was written."""
    if at.tzinfo is None:
        raise ValueError("a moment of a letter has a time zone")
    address = columns.get("sealed_address") or columns["address"]
    for line in (subject, address, attachment.name if attachment else ""):
        _require_one_line(line)
    due_at = for_the_worker(school, not_before)
    letter = Letter(
        id=id,
        school=school,
        message_id=f"<{id}@{domain or domain_of(sender_address())}>",
        subject=subject,
        made_at=at,
        urgent=urgent,
        not_before=due_at,
        give_up_after=due_at + patience,
        held_at=held_from(urgent=urgent),
        **columns,
    )
    letter.attachment = attachment
    return letter


def withdraw(
    *, school: School, at: datetime, about: uuid.UUID | None = None, to: StaffMember | None = None, kind: str = ""
) -> int:
    """Stops the letters that wait about a case, to a person, or of a kind: somebody was excluded, a talk moved.

    One that a worker is sending at this moment may still go. Says how many were stopped.
    """
    if about is None and to is None:
        raise ValueError("name the case or the person whose letters are to be stopped")
    letters = Letter.objects.waiting().filter(school=school)
    if about is not None:
        letters = letters.filter(about=about)
    if to is not None:
        letters = letters.filter(to_staff=to)
    if kind:
        letters = letters.filter(kind=kind)
    return letters.update(withdrawn_at=at)


def withdraw_of_cases(*, to: StaffMember, at: datetime) -> int:
    """Stops what waits for this person about any case: an administrator reads of none. Says how many were stopped."""
    letters = Letter.objects.waiting().filter(school=to.school_id, to_staff=to, about__isnull=False)
    return letters.update(withdrawn_at=at)


def readdress(*, to: StaffMember, at: datetime) -> None:
    """Lets what waits for this person go to the address they have now. A link to come in with was for the former
    account: it is stopped."""
    address = address_of(to)
    if address is None:
        return  # the worker stops what waits for somebody without an address
    _require_one_line(address)
    others = Letter.objects.waiting().filter(school=to.school_id, to_staff=to).exclude(address=address)
    others.filter(secret=True).update(withdrawn_at=at)
    others.update(address=address)


@transaction.atomic
def send_again(*, letter: Letter, at: datetime) -> Letter:
    """Tries a refused or given-up letter once more, for another five days, at the address the person has now."""
    locked = Letter.objects.select_for_update(of=("self",), no_key=True)
    current = locked.select_related("school", "to_staff__account").get(id=letter.id)
    if current.state not in (State.REFUSED, State.GIVEN_UP) or current.seen_to_at is not None:
        raise AlreadySent(f"letter {letter.id} was seen to")
    if current.secret:
        raise LinkIsOld(f"letter {letter.id} holds a link")
    address = address_of(current.to_staff) if current.to_staff else current.address
    if address is None:
        raise NoAddress(f"staff member {current.to_staff_id} has no address")
    _require_one_line(address)
    Letter.objects.filter(id=letter.id).update(
        address=address,
        refused_at=None,
        given_up_at=None,
        withdrawn_at=None,
        seen_to_at=None,
        seen_to_by=None,
        tries=0,
        not_before=for_the_worker(current.school, at),
        give_up_after=for_the_worker(current.school, at) + PATIENCE,
    )
    return Letter.objects.get(id=letter.id)


def arrived(*, school: School) -> None:
    """Says of all waiting letters of a demo school that they arrived when written: its past is told at once."""
    if not school.is_demo:
        raise ValueError("only a demo's letters arrive without being sent")
    Letter.objects.waiting().filter(school=school).update(sent_at=F("made_at"), kept=True)


def see_to(*, letter: Letter, by: StaffMember, at: datetime) -> bool:
    """Notes that somebody settled a refused or given-up letter another way; it then asks for nobody any more.

    False when there was nothing to settle (any more).
    """
    if by.school_id != letter.school_id:
        raise ValueError("somebody of another school cannot settle this school's letter")
    failed = Letter.objects.filter(id=letter.id, sent_at=None).exclude(refused_at=None, given_up_at=None)
    return failed.filter(seen_to_at=None).update(seen_to_at=at, seen_to_by=by) > 0


def sender_address() -> str:
    """The address that letters come from, without a name."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def for_the_worker(school: School, at: datetime) -> datetime:
    """A moment of this school on the worker's clock: a demo school's own date may run ahead of that."""
    return at - timedelta(days=school.clock_ahead_days)


def _require_one_line(line: str) -> None:
    if any(unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") for mark in line):
        raise NotOneLine("a header of a letter is one line of text")
