"""The slow half of a code: few at once, and slower for a network that guesses (E6.2). The right code is never refused.

A wrong code is counted for its network; a right one is not, so that thirty children of a class behind one address wait
for nobody. After many wrong ones the next code waits: it goes back sealed to who sent it, and is looked at when its
time has come, whatever others sent meanwhile. The pause is waited by who asks, never by a thread of Kring.
"""

from datetime import datetime, timedelta
from threading import BoundedSemaphore

from django.http import HttpRequest

from kring.reports.codes import Code, digest_of
from kring.reports.models import Door
from kring.web.way_in import counters
from kring.web.way_in.counters import Limit, Turn, key_of
from kring.web.way_in.guess import network_of

SECOND = timedelta(seconds=1)
CODES = Limit("door", free=60, first=2 * SECOND, longest=30 * SECOND, forgives=20 * SECOND)
"""Wrong codes from one network: two for each child of a class that starts together, before anybody waits."""
AT_ONCE = 2
"""How many digests are made at once by one process: each takes 19 MiB and a core."""
_room = BoundedSemaphore(AT_ONCE)


def digest(door: Door, code: Code) -> str:
    """What is kept of this code at this door. Slow on purpose; belongs in no transaction."""
    with _room:
        return digest_of(code, secret=bytes.fromhex(door.secret))


def turn_of(request: HttpRequest, at: datetime) -> Turn:
    """Counts one try of this network, unless it has to wait (`Turn.waits`)."""
    return counters.take(CODES, key_of(CODES, network_of(request)), at=at)


def was_right(turn: Turn, at: datetime) -> None:
    """This try was right: it does not count."""
    counters.give_back(turn, at=at)
