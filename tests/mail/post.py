"""Letters for the tests, a clock that stands still until it is moved, and a postbox that takes what it is given."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db import connection

from kring.mail import outbox
from kring.mail.models import Letter
from kring.mail.sending import Sender, nothing_between
from kring.mail.transport import Between, Parcel, Point, ServerAway, Transport
from kring.school.models import StaffMember
from tests.cast import NOW, Cast

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FROM = "kring@dewilg.example"


class Clock:
    """Ask it for the moment by calling it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, by: timedelta) -> None:
        self.now += by


class Postbox:
    """A transport that takes every letter; `away` makes it unreachable, `taking` decides about one parcel."""

    leaves_the_machine = True

    def __init__(self, taking: Callable[[Parcel], None] = lambda parcel: None) -> None:
        self.parcels: list[Parcel] = []
        self.away = False
        self.opened = 0
        self.taking = taking

    def open(self) -> None:
        self.opened += 1
        if self.away:
            raise ServerAway("[Errno 111] Connection refused")

    def carry(self, parcel: Parcel, *, between: Between) -> None:
        between(Point.SENDER_TAKEN)
        between(Point.RECIPIENT_TAKEN)
        self.taking(parcel)
        between(Point.CONTENT_ASKED)
        between(Point.CONTENT_SENT)
        self.parcels.append(parcel)
        between(Point.ACCEPTED)

    def close(self) -> None:
        pass

    @property
    def ids(self) -> list[str]:
        """The Message-IDs in the order in which they came."""
        return [str(read(parcel.content)["Message-ID"]) for parcel in self.parcels]

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(self.ids)


def read(content: bytes) -> EmailMessage:
    """A letter as the mail program of who gets it takes it apart."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def write(
    to: StaffMember, key: str = "plan:1", *, at: datetime = NOW, subject: str = "Er is een plan", **more: Any
) -> Letter:
    """Puts a plain letter into the outbox."""
    return outbox.put(
        school=to.school,
        kind=more.pop("kind", "plan_issued"),
        to=to,
        subject=subject,
        text=more.pop("text", "Er is een plan voor je om te lezen.\n"),
        html=more.pop("html", "<p>Er is een plan voor je om te lezen.</p>"),
        at=at,
        key=key,
        **more,
    )


def write_many(cast: Cast, count: int, *, made: Callable[[int], datetime], addresses: tuple[str, ...] = ()) -> None:
    """So many letters to Mo, in a few queries; or to these addresses in turn."""
    school, mo = cast.school, cast.mo
    letters = []
    for number in range(count):
        id = UUID(int=number + 1)
        address = addresses[number % len(addresses)] if addresses else "mo@dewilg.example"
        letters.append(
            Letter(
                id=id,
                school=school,
                to_staff=mo,
                kind="digest",
                key=f"digest:{number}",
                address=address,
                message_id=f"<{id}@dewilg.example>",
                subject=f"Overzicht {number}",
                text="Dit is er deze week.",
                html="<p>Dit is er deze week.</p>",
                made_at=made(number),
                not_before=made(number),
                give_up_after=made(number) + outbox.PATIENCE,
            )
        )
    Letter.objects.bulk_create(letters, batch_size=100)


def sender(transport: Transport, name: str = "worker 1", between: Between = nothing_between) -> Sender:
    return Sender(transport=transport, name=name, from_address=FROM, between=between)


def send_all(hand: Sender, clock: Clock) -> None:
    """Turns of a worker until it has nothing more to do at this moment."""
    for _ in range(1_000):
        if not hand.send_some(clock):
            return
    raise AssertionError("there is no end to it")


def state(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state.value


def address_of_this_database() -> str:
    """For another process that works on the test's own database."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{told['NAME']}"
    person = f"{quote(told['USER'], safe='')}:{quote(told['PASSWORD'], safe='')}"
    # As a query: the host may be the folder of a socket.
    place = urlencode({part: told[part.upper()] for part in ("host", "port") if told[part.upper()]})
    return f"postgres://{person}@/{told['NAME']}?{place}"
