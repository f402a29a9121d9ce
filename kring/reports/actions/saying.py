"""The talk both ways, and how a verb holds what it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kring.cases.errors import NotAllowed
from kring.reports.access import handles
from kring.reports.models import Incoming, Said, ToMail
from kring.school.act import Act
from kring.school.models import StaffMember


def say(
    incoming: Incoming,
    kind: Said.What,
    text: str = "",
    *,
    on: date,
    by: StaffMember | None = None,
    token: UUID | None = None,
) -> Said:
    """Adds one thing that was said; the row of `incoming` is locked by the caller. The same submit again adds none."""
    if token is not None and (before := incoming.said.filter(token=token).first()):
        return before
    last = incoming.said.aggregate(last=Max("number"))["last"] or 0
    said = Said(
        school_id=incoming.school_id,
        incoming=incoming,
        number=last + 1,
        kind=kind,
        text=text,
        on=on,
        by=by,
        token=token,
    )
    said.save(force_insert=True)
    return said


def held(incoming_id: UUID, school_id: UUID) -> Incoming | None:
    """This one of this school, locked until the transaction ends; None when there is none."""
    locked = Incoming.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    return locked.filter(pk=incoming_id, school=school_id).first()


def will_be_mailed(incoming: Incoming) -> None:
    """Has the worker mail a link to who told it, if there is an address; saved by the caller."""
    if incoming.mail_digest:
        incoming.to_mail = ToMail.ANSWERED


@contextmanager
def handling(act: Act, incoming_id: UUID) -> Iterator[Incoming]:
    """One that this colleague may answer, pass on and end, locked, in one transaction; NotAllowed for any other."""
    with transaction.atomic():
        incoming = held(incoming_id, act.by.school_id)
        if incoming is None or not handles(act.by).filter(pk=incoming_id).exists():
            raise NotAllowed(incoming_id)
        yield incoming
