"""Mails to who is not of the school: who told something and gave an address, and whom the board named.

The worker writes them, a moment after what they are about: so a page at a door takes as long for a known address as for
an unknown one. A mail has a moment; who wants no trace of when, gives no address (decision 152).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from kring.cases.outside_letters import OUTSIDE_BY_KEY, compose_outside
from kring.mail import outbox
from kring.mail.models import Letter
from kring.own_word import DUTCH
from kring.prepared import prepared
from kring.reports.actions.reminding import moved_cases, reminded_if_by, to_ask_again_by
from kring.reports.links import A_DAY, WORKS, make_link
from kring.reports.models import Door, For, Incoming, Link, State, ToMail
from kring.school.models import School

BATCH = 50
AN_HOUR = 30
"""So many mails that something arrived, or with a link that was asked for, go to outside the school in an hour: the
door is open to everybody, and is to flood no mailbox. The rest goes later. An answer of the school always goes."""
KINDS = {
    ToMail.RECEIVED: "told_received",
    ToMail.ANSWERED: "told_answered",
    ToMail.LINK: "told_link",
    ToMail.ASKED: "told_how_now",
    ToMail.AT_WORK: "told_at_work",
    ToMail.CLOSED: "told_closed",
}
ALWAYS = (ToMail.ANSWERED, ToMail.ASKED, ToMail.AT_WORK, ToMail.CLOSED)
"""What the school says or asks goes at once, however much comes in."""


def write_outside(*, school: School, at: datetime, today: date) -> int:
    """Write what is still to go at this school; gives how many letters that were."""
    with transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).filter(school=school).first()
        if door is None:
            return 0
        return _write_to_tellers(school, at, today) + _write_to_board(school, door, at, today)


def ask_again(*, school: School, today: date) -> int:
    """Have a parent with an address asked by mail how it goes, once, six weeks after the case was closed."""
    _promised, closed = reminded_if_by(today)
    if not _is_to_ask_again(school.pk, closed):
        return 0
    return to_ask_again_by(closed).filter(school=school).update(asked_on=today, to_mail=ToMail.ASKED)


@prepared
def _is_to_ask_again(school: UUID, closed: date) -> QuerySet[Incoming]:
    return to_ask_again_by(closed).filter(school=school)[:1]


def say_how_it_stands(*, school: School, today: date) -> int:
    """Have a parent with an address told by mail that there is a case, or the day after, that it was closed; each once
    (decision 162). Gives how many."""
    return sum(
        moved_cases(stands, today).filter(school=school).update(case_mailed=stands, to_mail=stands)
        for stands in (ToMail.AT_WORK, ToMail.CLOSED)
        if _has_moved(school.pk, stands, today)
    )


@prepared
def _has_moved(school: UUID, stands: ToMail, today: date) -> QuerySet[Incoming]:
    return moved_cases(stands, today).filter(school=school)[:1]


def remind_board(*, school: School, at: datetime, today: date) -> int:
    """Once a day: the answer that was promised to who told something about the head, and a danger nobody spoke of."""
    with transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).filter(school=school).first()
        if door is None or not door.board_mail:
            return 0
        late = Q(promised_on__lte=today) | Q(danger=True, came_on__lt=today)
        waits = Incoming.objects.filter(late, school=school, settled=True, for_whom=For.BOARD, state=State.NEW)
        said = Link.objects.filter(for_board=True, made_on=today).values("incoming")
        waits = waits.filter(stopped_on=None).exclude(pk__in=said)
        return sum(_to_board(one, door, at, today) for one in waits.order_by("number")[:BATCH])


def _write_to_tellers(school: School, at: datetime, today: date) -> int:
    waiting = Incoming.objects.filter(school=school, settled=True, held=False).exclude(to_mail="")
    room = AN_HOUR - _went_lately(school, at)
    written = 0
    for incoming in waiting.select_related("school").order_by("number")[:BATCH]:
        what = ToMail(incoming.to_mail)
        if what not in ALWAYS and room <= 0:
            continue
        if not Incoming.objects.filter(pk=incoming.pk, to_mail=what).update(to_mail=ToMail.NOTHING):
            continue  # the school answered at this moment: the next round mails that
        address = incoming.who_told.mail
        if not address or incoming.stopped_on is not None:
            continue
        if what not in ALWAYS and _many_today(incoming, today):
            continue
        room -= 1
        written += 1
        _put(incoming, KINDS[what], address, at, today, language=incoming.language)
    return written


def _write_to_board(school: School, door: Door, at: datetime, today: date) -> int:
    """A danger and everything new for the board, each its own mail. Without an address it goes the way of the staff."""
    if not door.board_mail:
        return 0
    new = Incoming.objects.filter(Q(to_write=True) | Q(danger_to_write=True), school=school, settled=True, held=False)
    written = 0
    for incoming in new.filter(for_whom=For.BOARD).select_related("school").order_by("number")[:BATCH]:
        written += _to_board(incoming, door, at, today)
        Incoming.objects.filter(pk=incoming.pk).update(to_write=False, danger_to_write=False)
    return written


def _to_board(incoming: Incoming, door: Door, at: datetime, today: date) -> int:
    if _many_today(incoming, today, for_board=True):
        return 0
    kind = "told_danger_to_board" if incoming.danger and incoming.state == State.NEW else "told_to_board"
    _put(incoming, kind, door.board_mail, at, today, for_board=True)
    return 1


def _put(
    incoming: Incoming,
    name: str,
    address: str,
    at: datetime,
    today: date,
    *,
    language: str = DUTCH,
    for_board: bool = False,
) -> None:
    kind = OUTSIDE_BY_KEY[name]
    link, leads_to = make_link(incoming, today=today, for_board=for_board)
    subject, text, html = compose_outside(kind, school=incoming.school, link=leads_to, language=language)
    outbox.put_outside(
        school=incoming.school,
        kind=name,
        address=address,
        subject=subject,
        text=text,
        html=html,
        at=at,
        key=f"{name}:{incoming.pk}:{link.pk}",
        about=incoming.pk,
        urgent=kind.urgent,
        patience=min(WORKS, outbox.PATIENCE),
    )


def _many_today(incoming: Incoming, today: date, *, for_board: bool = False) -> bool:
    """Whether enough links went about it today: to nobody's mailbox more than a few."""
    mine = Q(incoming=incoming)
    if incoming.mail_digest and not for_board:
        mine = Q(incoming__school=incoming.school_id, incoming__mail_digest=incoming.mail_digest)
    return Link.objects.filter(mine, made_on=today, for_board=for_board).count() >= A_DAY


def _went_lately(school: School, at: datetime) -> int:
    lately = Letter.objects.filter(school=school, outside=True, made_at__gt=at - timedelta(hours=1), made_at__lte=at)
    return lately.filter(kind__in=[KINDS[ToMail.RECEIVED], KINDS[ToMail.LINK]]).count()
