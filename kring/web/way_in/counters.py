"""Counters that all processes share: how often somebody guessed, and how long the next guess waits (decision 101).

A try is counted before it is judged, in one statement, so that a hundred at once are a hundred. A right one is given
back. What waits is not judged and not counted: who keeps knocking makes nobody wait longer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from kring.prepared import prepared
from kring.web.models import Counter

MOST = 20_000
"""Lines in all; about 3 MB."""
AT_ONCE = 1_000
"""How many go when it is full: the first those of invented accounts, the least guessed, the longest ago."""
KEPT_FOR = timedelta(days=7)
TRIES = 20
"""How often a line is read again that others change at the same moment."""
NONE = timedelta()


@dataclass(frozen=True)
class Limit:
    """So many misses are `free`. The one after that waits `first`, each next one twice as long, at most `longest`. One
    miss is forgiven for each `forgives` that goes by."""

    name: str
    free: int
    first: timedelta
    longest: timedelta
    forgives: timedelta

    def waits(self, misses: int) -> timedelta:
        """How long the next try waits after so many misses."""
        if misses < self.free:
            return NONE
        doublings = min(misses - self.free, 30)
        return min(self.longest, self.first * (1 << doublings))

    def left(self, misses: int, passed: timedelta) -> int:
        """How many misses still count after this time."""
        return max(0, misses - max(0, int(passed / self.forgives)))


def key_of(limit: Limit, *about: str) -> str:
    """The name of a line: a keyed digest, in which nobody reads an address."""
    said = "\0".join((limit.name, *about))
    return salted_hmac("kring.web.counter", said, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Turn:
    """One try: how long it has to wait (nothing: it may be judged, and is counted), which turn of its line, and how
    many misses count there with it."""

    key: str
    waits: timedelta
    number: int = 0
    misses: int = 0


def take(limit: Limit, key: str, *, at: datetime, known: bool = False) -> Turn:
    """Counts one try, unless it has to wait. `known`: the account that it is about exists."""
    for _again in range(TRIES):
        line = Counter.objects.filter(key=key).first() or _new(key, at=at, known=known)
        # A line that was written by a clock that ran ahead keeps nobody waiting longer than any other.
        waits = min(line.waits_until - at, limit.longest)
        if waits > NONE:
            return Turn(key, waits)
        misses = limit.left(line.misses, at - line.last_at) + 1
        changed = Counter.objects.filter(key=key, turn=line.turn).update(
            misses=misses, turn=line.turn + 1, last_at=at, waits_until=at + limit.waits(misses)
        )
        if changed:
            return Turn(key, NONE, line.turn + 1, misses)
    return Turn(key, limit.first)


def give_back(turn: Turn, *, at: datetime) -> None:
    """It was right, or was not judged after all: this one try counts no more.

    When others guessed meanwhile, what they have to wait stays: nobody who knows the password clears the way for codes.
    """
    mine = Counter.objects.filter(key=turn.key, misses__gt=0)
    less = {"misses": F("misses") - 1, "turn": F("turn") + 1}
    mine.filter(turn=turn.number).update(waits_until=at, **less) or mine.update(**less)


def forget(*keys: str) -> None:
    """From here on it is counted anew."""
    Counter.objects.filter(key__in=keys).delete()


def _new(key: str, *, at: datetime, known: bool) -> Counter:
    if Counter.objects.count() >= MOST:
        _make_room()
    line = Counter(key=key, known=known, last_at=at, waits_until=at)
    Counter.objects.bulk_create([line], ignore_conflicts=True)
    return line


def _make_room() -> None:
    first = Counter.objects.order_by("known", "misses", "last_at").values_list("key", flat=True)[:AT_ONCE]
    Counter.objects.filter(key__in=list(first)).delete()


def sweep(*, at: datetime) -> int:
    """Takes away what nobody guessed at for a week; says how many lines."""
    before = at - KEPT_FOR
    return Counter.objects.filter(last_at__lt=before).delete()[0] if _of_before(before) else 0


@prepared
def _of_before(moment: datetime) -> QuerySet[Counter, str]:
    return Counter.objects.filter(last_at__lt=moment).values_list("key", flat=True)[:1]
