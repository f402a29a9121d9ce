"""Tells what was told by a door, for tests: with the cast's own day and clock."""

from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from kring.reports.actions import settling
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.actions.telling import NewTelling, tell
from kring.reports.models import By, Door, Incoming
from kring.reports.told import Fear, Named, Subject, Teller, Told, Who
from kring.school.act import Act, Itself
from kring.school.models import StaffMember
from tests.cast import NOW, TODAY, Cast

STORY = "Ze lachen mij elke pauze uit op het plein."


def act_of(staff: StaffMember, *, at: datetime = NOW, **more: object) -> Act:
    """What this colleague does, on the day of the cast or on another."""
    return Act(by=staff, at=at, today=at.date(), token=uuid4(), **more)  # type: ignore[arg-type]


def doors_of(cast: Cast, *, board_mail: str = "") -> Door:
    """The open doors of De Wilg."""
    return set_doors(
        act=act_of(cast.carla),
        doors=Doors("de-wilg", True, True, board_name="Bo Raad" if board_mail else "", board_mail=board_mail),
    )


def told(
    story: str = STORY,
    *,
    bullied: tuple[Named, ...] = (),
    doing: tuple[Named, ...] = (),
    fears: tuple[Fear, ...] = (),
    who: Who | None = Who.ME,
) -> Told:
    """What a child tells, with as little as it likes."""
    return Told(who=who, story=story, bullied=bullied, doing=doing, fears=fears)


def somebody_tells(
    door: Door,
    what: Told | None = None,
    *,
    by: By = By.CHILD,
    teller: Teller | None = None,
    subject: Subject = Subject.CHILDREN,
    code: str = "",
    at: datetime = NOW,
    settled: bool = True,
) -> Incoming:
    """Somebody tells it at this door; `code` stands for the six words, another one each time by default."""
    digest = sha256((code or str(uuid4())).encode()).hexdigest()
    telling = NewTelling(by, what or told(), teller or Teller(), subject)
    kept = tell(door=door, came=Itself(at), telling=telling, digest=digest)
    if settled:
        settling.settle(school=door.school, at=at)
        kept.refresh_from_db()
    return kept


__all__ = ["STORY", "TODAY", "act_of", "doors_of", "somebody_tells", "told"]
