"""The day it is in a story."""

from datetime import UTC, date, datetime, time, timedelta

from kring.web.models import Session
from tests.cast import NOW


class Calendar:
    """Goes on a second whenever somebody looks, and to another day when the story says so."""

    def __init__(self) -> None:
        self._moment = NOW

    def now(self) -> datetime:
        self._moment += timedelta(seconds=1)
        return self._moment

    @property
    def today(self) -> date:
        return self._moment.date()

    def lets_pass(self, while_: timedelta) -> None:
        """So long nobody does anything: whose time is over is signed out."""
        self._moment += while_

    def is_worked_through(self, while_: timedelta) -> None:
        """So long everybody who is in went on without half an hour's pause, until a moment ago."""
        self._moment += while_
        Session.objects.update(used_at=self._moment - timedelta(seconds=30))

    def go_to(self, day: date) -> None:
        """To nine in the morning of this day, which lies ahead. Who was signed in has just signed in again."""
        moment = datetime.combine(day, time(9), UTC)
        if moment < self._moment:
            raise ValueError(f"{day} lies behind {self._moment}: a story goes forward")
        self._moment = moment
        Session.objects.update(begun_at=moment, used_at=moment)
