"""What a child answered so far: it travels sealed from screen to screen, and is kept nowhere before it is sent (E6.5).

The seal is made with the secret of the school's door, so another school opens nothing, and a changed one does not open.
It does not run out: a page that was left open for a day goes on.
"""

import base64
import binascii
import hmac
import os
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest

from kring.reports.models import Door
from kring.reports.told import Named, Subject, Teller, Told
from kring.vault.seal import SealBroken, open_seal, seal
from kring.web.forms.drafts import STATE
from kring.web.way_in.nothing_kept import as_sent

NONCE_LENGTH = 16
ADULT = "adult"
"""What a child answers when it is about an adult of the school; the other answers are those of `Who`."""


class Answers(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that was tapped and typed, as it was typed. The six words hang on `nonce`: the same form, the same code.

    `screen` is the one that was shown with it. `about` is `ADULT`, or a `Who`. `rows`: how many names can be filled in.
    `looks`: the child was at the end already, and goes back there.
    """

    nonce: bytes
    screen: str = ""
    about: str = ""
    is_head: bool | None = None
    told: Told = Told()
    teller: Teller = Teller()
    rows: int = 1
    looks: bool = False

    @property
    def subject(self) -> Subject:
        """About whom it is for the school: it decides who reads it."""
        if self.about != ADULT:
            return Subject.CHILDREN
        return Subject.HEAD if self.is_head else Subject.STAFF


class Back(msgspec.Struct, frozen=True):
    """Who came back with a code: what it belongs to, and what names one submit of the page."""

    digest: str
    token: UUID


class Pause(msgspec.Struct, frozen=True):
    """A code that waits, because many wrong ones came from that network: from `until` on it is looked at (epoch)."""

    typed: str
    until: float


Kept = TypeVar("Kept", bound=msgspec.Struct)


def begun() -> Answers:
    """Nothing was answered yet."""
    return Answers(nonce=os.urandom(NONCE_LENGTH))


def sealed(door: Door, kept: msgspec.Struct) -> str:
    """As it stands in the page."""
    closed = seal(_cipher(door), msgspec.msgpack.encode(kept), bound_to=type(kept).__name__)
    return base64.urlsafe_b64encode(closed).decode()


def opened(door: Door, text: str, kind: type[Kept]) -> Kept | None:
    """What was sealed for this door and for this use; None for anything else."""
    try:
        plain = open_seal(_cipher(door), base64.urlsafe_b64decode(text.encode()), bound_to=kind.__name__)
        return msgspec.msgpack.decode(plain, type=kind)
    except (SealBroken, binascii.Error, ValueError, msgspec.MsgspecError):
        return None


def in_the_middle(request: HttpRequest, address: str, kind: type[Kept]) -> tuple[Door | None, Kept | None]:
    """The door of this address, open or shut, and what somebody answered there so far; nothing where no form of it
    was sent."""
    state = next((one.value for one in as_sent(request) if one.name == STATE), "")
    door = Door.objects.select_related("school").filter(address=address.lower()).first() if state else None
    return door, opened(door, state, kind) if door else None


def is_written(told: Told, teller: Teller) -> bool:
    """Whether anything was written in it, or somebody named; what is only tapped is not."""
    values = (*msgspec.structs.astuple(told), *msgspec.structs.astuple(teller))
    return any(_is_text(value) for value in values)


def _is_text(value: object) -> bool:
    """A text was written; what was tapped is a key, alone (a kind of its own) or among others."""
    if isinstance(value, tuple):
        return any(isinstance(one, Named) for one in value)
    return type(value) is str and bool(value.strip())


def _cipher(door: Door) -> AESGCM:
    return AESGCM(hmac.new(door.secret.encode(), b"between the screens", sha256).digest())
