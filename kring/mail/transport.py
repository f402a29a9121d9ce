"""What carries letters away, the points that each letter passes, and the ways in which it can fail."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from kring.mail.models import LONGEST_ANSWER


class Point(StrEnum):
    """What a letter passes between claim and mark, in this order. Tests let a worker die at each of them."""

    CLAIMED = "claimed"
    BUILT = "built"
    SENDER_TAKEN = "sender taken"
    RECIPIENT_TAKEN = "recipient taken"
    CONTENT_ASKED = "content asked"
    CONTENT_SENT = "content sent"
    ACCEPTED = "accepted"


Between = Callable[[Point], None]


@dataclass(frozen=True)
class Parcel:
    """One letter as the mail server gets it: one sender, one recipient."""

    sender: str
    recipient: str
    content: bytes


class _Failure(Exception):
    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


class ServerAway(_Failure):
    """No letter can go now, whichever it is: no connection, no encryption, no sign-in."""


class LineLost(_Failure):
    """The line that an earlier letter went over turned out dead before this one was begun: open a new one."""


class NotNow(_Failure):
    """This letter could not go now. `hung`: the server did not refuse it but kept us waiting."""

    def __init__(self, answer: str, *, hung: bool = False) -> None:
        super().__init__(answer)
        self.hung = hung


class Refused(_Failure):
    """The server said that it will never take this letter."""


class Transport(Protocol):
    """Carries parcels away, one after the other."""

    @property
    def leaves_the_machine(self) -> bool:
        """Whether somebody outside may get to see what it carries."""

    def open(self) -> None:
        """Makes ready, unless it was: `ServerAway` when it cannot."""

    def carry(self, parcel: Parcel, *, between: Between) -> None:
        """Returns when the other side has taken the parcel over; else `NotNow`, `Refused` or `LineLost`."""

    def close(self) -> None:
        """Ends what `open` began; nothing when nothing was open."""


class DemoMailPage:
    """Demo mode: letters stay in the outbox, where the demo's mail page shows them. Nothing leaves the machine."""

    leaves_the_machine: Final = False

    def open(self) -> None:
        pass

    def carry(self, parcel: Parcel, *, between: Between) -> None:
        raise AssertionError("a letter of the demo stays where it is")

    def close(self) -> None:
        pass


class NoServer:
    """An installation without a mail server: letters wait, and become a task for a person after five days."""

    leaves_the_machine: Final = True

    def open(self) -> None:
        raise ServerAway("There is no mail server: KRING_SMTP is not set.")

    def carry(self, parcel: Parcel, *, between: Between) -> None:
        raise AssertionError("nothing was opened")

    def close(self) -> None:
        pass


def words_of(answer: bytes | str) -> str:
    """A server's answer as one short line of text."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_ANSWER]
