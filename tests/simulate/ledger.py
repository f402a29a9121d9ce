"""What the run knows beside the database: what was acknowledged, what mail carried away, and whose text is whose."""

import re
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from kring.mail.transport import Between, NotNow, Parcel, Point, Refused, ServerAway

MARK = re.compile(rb"\b[dp]z\d+x\d+\b")
"""A word that stands in one text alone. It begins with d where only those who work at the case may read it, with p
where the plan may tell it to the team."""
MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)


def marks_in(text: str | bytes) -> set[str]:
    return {found.decode() for found in MARK.findall(text if isinstance(text, bytes) else text.encode())}


@dataclass(frozen=True)
class Said:
    """Where a marked text belongs: to a case, or (without one) to a concern or to what was told at a door; of which
    school, by whom, and to which colleagues it was passed on."""

    school: UUID
    case: UUID | None
    by: UUID
    accused: UUID | None = None
    passed_on: frozenset[UUID] = frozenset()


@dataclass
class Draft:
    """A text of which Kring said that it was kept, and which nobody has saved or thrown away since."""

    by: UUID
    key: str
    kept_at: float


@dataclass
class Ledger:
    """`rows` are all rows that were ever seen to be stored, each with a digest of what may never change in it. `held`
    are the letters that wait for a person since a restore, each with how often it had come by then."""

    rows: dict[UUID, int] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    doubles_allowed: Counter[str] = field(default_factory=Counter)
    held: dict[str, int] = field(default_factory=dict)


class Postbox:
    """A mail server that keeps what it is given, and that may be away, slow, or refuse an address."""

    leaves_the_machine = True

    def __init__(self) -> None:
        self.away = False
        self.slow: set[str] = set()
        self.refuses: set[str] = set()
        self.came: Counter[str] = Counter()
        self.new: list[Parcel] = []
        self.last = ""

    def open(self) -> None:
        if self.away:
            raise ServerAway("[Errno 111] Connection refused")

    def carry(self, parcel: Parcel, *, between: Between) -> None:
        between(Point.SENDER_TAKEN)
        between(Point.RECIPIENT_TAKEN)
        if parcel.recipient in self.refuses:
            raise Refused("550 no such mailbox")
        if parcel.recipient in self.slow:
            raise NotNow("451 try again later")
        between(Point.CONTENT_ASKED)
        between(Point.CONTENT_SENT)
        found = MESSAGE_ID.search(parcel.content)
        self.last = found[1].decode() if found else ""
        self.came[self.last] += 1
        self.new.append(parcel)
        between(Point.ACCEPTED)

    def close(self) -> None:
        pass
