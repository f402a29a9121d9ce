"""Sends what waits in the outbox: claim a letter, send it outside any transaction, mark it.

A claim is a lease. Whoever dies with a letter in hand leaves it claimed; when the lease has run out another worker goes
on with it. Died after the server took the letter and before the mark: it goes once more, with the same Message-ID.
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop

from kring.mail.message import Unsendable, build, envelope_address
from kring.mail.models import LONGEST_WAIT, Letter, domain_of
from kring.mail.outbox import address_of
from kring.mail.transport import (
    Between,
    LineLost,
    NotNow,
    Parcel,
    Point,
    Refused,
    ServerAway,
    Transport,
    words_of,
)
from kring.prepared import prepared
from kring.school.models import StaffMember

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than any letter may take, see `kring.mail.smtp`."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
"""How long a letter waits after its first, second, … try; the last stands for all that follow."""

AWAY_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 30, 60))
"""How long all letters wait when the server itself cannot be reached."""

A_TURN = timedelta(seconds=5)
LETTERS_A_TURN = 50
AT_THE_BACK = timedelta(minutes=10)
"""How long letters for a domain that kept us waiting come after all others."""


def nothing_between(point: Point) -> None:
    """What happens at each point in real life."""


class Sender:
    """A worker's hand in the outbox. One at a time uses it; any number of them may work on one outbox."""

    def __init__(
        self, *, transport: Transport, name: str, from_address: str, between: Between = nothing_between
    ) -> None:
        """`name` tells this worker's claims from those of others; `between` is called at each point of each letter."""
        self.transport = transport
        self.name = name
        self.from_address = from_address
        self.between = between
        self._away_until: datetime | None = None
        self._times_away = 0
        self._at_the_back: dict[str, datetime] = {}
        self._people: dict[UUID, StaffMember] = {}

    def send_some(self, now: Callable[[], datetime], *, gives_up: bool = True) -> bool:
        """Sends for a few seconds at most, so that a worker can stop in between. True when there is more to do.

        While the clock is doubted nothing is given up by it (`gives_up`).
        """
        began = now()
        self._people.clear()
        if self._away_until is not None and self._away_until - AWAY_PAUSES[-1] <= began < self._away_until:
            return False
        if not any_due(began):
            self.transport.close()
            return False
        for _ in range(LETTERS_A_TURN):
            try:
                self.transport.open()
            except ServerAway as away:
                self._stay_away(now(), away.answer, gives_up=gives_up)
                return False
            self._away_until, self._times_away = None, 0
            letter = claim(now=now(), by=self.name, avoid=self._avoided(now()))
            if letter is None:
                self.transport.close()
                return False
            if not self._send(letter, now) or not timedelta(0) <= now() - began < A_TURN:
                return True
        return True

    def _send(self, letter: Letter, now: Callable[[], datetime]) -> bool:
        """One letter, to whichever end. False when it did not go smoothly, which is a good moment to look around."""
        self.between(Point.CLAIMED)
        self._get_to_know(letter)
        if letter.to_staff is not None and address_of(letter.to_staff, to_come_in=letter.secret) is None:
            _end(letter, withdrawn_at=now())
            return True
        try:
            recipient = envelope_address(letter.goes_to)
            parcel = Parcel(self.from_address, recipient, build(letter, sender=self.from_address, recipient=recipient))
            self.between(Point.BUILT)
            stays_here = letter.school.is_demo or not self.transport.leaves_the_machine
            if not stays_here:
                self.transport.carry(parcel, between=self.between)
        except (Refused, Unsendable) as refused:
            logger.info("Letter %s was refused.", letter.id)
            _end(letter, refused_at=now(), answer=_kept_answer(letter, str(refused)))
        except NotNow as not_now:
            self._later(letter, not_now, now())
            return False
        except LineLost:
            _put_back(letter)
        except Exception:  # whatever is wrong with this letter must not hold up the others; it is logged and waits
            logger.exception("Letter %s cannot be made (try %d).", letter.id, letter.tries)
            self.transport.close()
            _release(letter, answer=gettext_noop("Deze mail kan niet worden gemaakt."))
            return False
        else:
            self._at_the_back.pop(domain_of(letter.goes_to), None)
            # A demo school's own date may run ahead; a real school's never does.
            sent_at = now() + timedelta(days=letter.school.clock_ahead_days)
            _end(letter, sent_at=sent_at, kept=stays_here)
        return True

    def _get_to_know(self, letter: Letter) -> None:
        """Whom it is for and from which school: looked up once in a turn, for many letters go to few people."""
        if letter.to_staff_id is None:
            return
        if letter.to_staff_id not in self._people:
            (self._people[letter.to_staff_id],) = _person(letter.to_staff_id)
        letter.to_staff = self._people[letter.to_staff_id]
        letter.school = letter.to_staff.school

    def _later(self, letter: Letter, not_now: NotNow, now: datetime) -> None:
        logger.info("Letter %s could not go (try %d); again in %s.", letter.id, letter.tries, pause_after(letter.tries))
        if not_now.hung and not letter.outside:
            self._at_the_back[domain_of(letter.address)] = now + AT_THE_BACK
        _release(letter, answer=not_now.answer)

    def _avoided(self, now: datetime) -> list[str]:
        self._at_the_back = {
            domain: until for domain, until in self._at_the_back.items() if now < until <= now + AT_THE_BACK
        }
        return list(self._at_the_back)

    def _stay_away(self, now: datetime, answer: str, *, gives_up: bool) -> None:
        pause = AWAY_PAUSES[min(self._times_away, len(AWAY_PAUSES) - 1)]
        if self._times_away == 0:
            logger.warning("No letters can be sent: %s They wait; the server is tried every minute.", answer)
        self._times_away += 1
        self._away_until = now + pause
        if gives_up:
            give_up(now=now, answer=answer)


def pause_after(tries: int) -> timedelta:
    """How long a letter waits that was tried so many times."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]


def claim(*, now: datetime, by: str, avoid: Collection[str] = ()) -> Letter | None:
    """The next letter, in nobody else's hands until the lease runs out; None when none is due.

    Letters for the domains to avoid come when there are no others. The try is counted here and the pause begins here,
    so that a letter that kills whoever handles it comes back less and less often too.
    """
    letters = Letter.objects.due(now)
    avoided = Q()
    for domain in avoid:
        avoided |= Q(address__endswith=f"@{domain}")
    # SQLite has one writer at a time (IMMEDIATE); PostgreSQL passes over what another worker is claiming.
    with transaction.atomic():
        locked = letters.select_for_update(skip_locked=True, no_key=True)
        letter = locked.exclude(avoided).first() if avoid else None
        letter = letter or next(iter(_first_due(now, now + LONGEST_WAIT)), None)
        if letter is None:
            return None
        letter.tries += 1
        letter.claimed_by = by
        letter.claimed_until = now + LEASE
        Letter.objects.filter(id=letter.id).update(
            tries=letter.tries,
            claimed_by=letter.claimed_by,
            claimed_until=letter.claimed_until,
            not_before=now + pause_after(letter.tries),
        )
    return letter


def any_due(now: datetime) -> bool:
    """Whether a letter may be sent now."""
    return bool(_is_due(now, now + LONGEST_WAIT))


@prepared
def _person(staff: UUID) -> QuerySet[StaffMember]:
    return StaffMember.objects.select_related("school", "account").filter(id=staff)


@prepared
def _is_due(now: datetime, ahead: datetime) -> QuerySet[Letter, UUID]:
    return Letter.objects.due_between(now, ahead).order_by().values_list("pk", flat=True)[:1]


@prepared
def _first_due(now: datetime, ahead: datetime) -> QuerySet[Letter]:
    return Letter.objects.due_between(now, ahead).select_for_update(skip_locked=True, no_key=True)[:1]


def give_up(*, now: datetime, answer: str | None = None) -> int:
    """Ends the waiting of letters that were tried for five days; says of how many. With `answer`: that nobody could be
    tried for, which also ends the waiting of those that had no try of their own."""
    free_hands = Q(claimed_until=None) | Q(claimed_until__lte=now)
    late = Letter.objects.waiting().filter(free_hands, give_up_after__lte=now, held_at=None)
    free = {"claimed_by": "", "claimed_until": None}
    if answer is None:
        return late.filter(tries__gt=0).update(given_up_at=now, **free)
    return late.update(given_up_at=now, answer=words_of(answer), **free)


def _end(letter: Letter, **how: object) -> None:
    """Marks how it ended. A letter that was sent is sent, whatever was decided about it in the meantime."""
    mine = Letter.objects.filter(id=letter.id, sent_at=None)
    if "sent_at" in how:
        how |= {"refused_at": None, "given_up_at": None, "withdrawn_at": None, "seen_to_at": None, "seen_to_by": None}
        how |= {"answer": ""}
    else:
        mine = mine.waiting().filter(claimed_by=letter.claimed_by)
    mine.update(claimed_by="", claimed_until=None, **how)


def _release(letter: Letter, *, answer: str) -> None:
    """Back into the outbox, to wait for the pause that the claim began."""
    mine = Letter.objects.filter(id=letter.id, claimed_by=letter.claimed_by)
    mine.update(claimed_by="", claimed_until=None, answer=_kept_answer(letter, answer))


def _kept_answer(letter: Letter, answer: str) -> str:
    """The server's last words; of a letter that goes outside only its number, for servers say the address in them."""
    words = words_of(answer)
    return words[:3] if letter.outside and words[:1].isdigit() else words


def _put_back(letter: Letter) -> None:
    """Back into the outbox as if it had not been taken."""
    mine = Letter.objects.filter(id=letter.id, claimed_by=letter.claimed_by)
    mine.update(claimed_by="", claimed_until=None, tries=F("tries") - 1, not_before=letter.not_before)
