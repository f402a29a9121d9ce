"""A clock and a chance of one's own: nothing in a run asks the machine for the time or for a random byte.

The same seed is then the same run, byte for byte: ids, keys, nonces and tokens come from it as well.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from django.utils import timezone

from kring.web.request import clock as clock_of_pages
from kring.words import HERE


class Clock:
    """The moment it is, until somebody moves it; it never goes back."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.began = now

    def __call__(self) -> datetime:
        return self.now

    @property
    def today(self) -> date:
        """The day in Amsterdam."""
        return self.now.astimezone(HERE).date()

    def tick(self, seconds: int = 20) -> datetime:
        """A little later, as anything takes."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def go_to(self, moment: datetime) -> None:
        self.now = max(self.now, moment)

    def ticks(self) -> timedelta:
        return self.now - self.began


class Chance:
    """Where every random byte comes from. Each act begins it anew, so that an act left out changes no other."""

    def __init__(self) -> None:
        self._random = random.Random(0)

    def begin(self, seed: str) -> None:
        self._random = random.Random(seed)

    def urandom(self, count: int) -> bytes:
        return self._random.randbytes(count)


@contextmanager
def virtual(clock: Clock, chance: Chance) -> Iterator[None]:
    """Within it Kring, Django and Python take the time and their random bytes from here."""
    with (
        patch.object(clock_of_pages, "now", clock),
        patch.object(clock_of_pages, "ticks", clock.ticks),
        patch.object(timezone, "now", clock),
        patch.object(time, "time", lambda: clock.now.timestamp()),
        patch.object(os, "urandom", chance.urandom),
        patch.object(random, "_urandom", chance.urandom),
    ):
        yield


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """This time of a day in Amsterdam, as UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE).astimezone(UTC)
