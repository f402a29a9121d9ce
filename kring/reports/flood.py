"""Nonsense in floods goes to a hold folder by plain rules that anybody can read; nothing is thrown away unseen.

Outside a flood only a text that came four times that day is held. In a flood, more than MANY in an hour at one
school, only what reads as a message goes on to the list: it has words of a sentence, or names a child of the school.
These rules judge no story, and no sign of danger (E6.3).
"""

import hmac
import re
import unicodedata
from datetime import datetime
from hashlib import sha256

from kring import words
from kring.reports.models import Door, Incoming
from kring.reports.told import Told

MANY = 30
"""As many as a class that was told about the door on one morning."""
TIMES = 4
"""So often the same text comes on one day before the next is held: children who write the same are children."""
WORDS = 3
"""So many different words of COMMON make a message."""

COMMON = frozenset(
    "aan al alle als altijd andere ben bij daar dan dat de deze die dit doen doet door een elke en er gaat "
    "geen had haar heb hebben heeft heel hem het hij hoe hun iemand iets ik in is je kan keer kind klas kom "
    "komt maar me mee met mij mijn moet na naar niet niks nog nooit of om ons ook op over pesten pest school "
    "ze zegt zei zeggen zich zij zijn zo toen tot uit van veel vind voor vaak vandaag waar want wat we weer "
    "wel wie wil word wordt a and at he her him his i is it my not of she the they to was".split()
)
"""Words that hardly any sentence goes without, in Dutch and English."""


def hour_of(at: datetime) -> str:
    """The hour of this moment, here, as the door remembers it."""
    return at.astimezone(words.HERE).strftime("%Y-%m-%dT%H")


def begin_hour(door: Door, at: datetime) -> None:
    """Begins a new hour on the door when one began."""
    if door.hour != hour_of(at):
        door.hour, door.hour_began_at = hour_of(at), door.settled_up_to


def same_text(secret: bytes, told: Told) -> str:
    """What two tellings with one text have in common: a keyed digest; "" for what has no text."""
    letters = " ".join(re.findall(r"[a-z0-9]+", _plain(told.story)))
    return hmac.new(secret, b"same text|" + letters.encode(), sha256).hexdigest() if letters else ""


def is_held(incoming: Incoming, *, door: Door, came_before: int, names_a_pupil: bool) -> bool:
    """Whether it goes to the hold folder. `came_before`: how often this text came at this school on this day."""
    if incoming.same_text and came_before >= TIMES:
        return True
    in_flood = incoming.number - door.hour_began_at > MANY
    return in_flood and not names_a_pupil and len(COMMON & set(_words(incoming.told.story))) < WORDS


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", _plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).lower()
