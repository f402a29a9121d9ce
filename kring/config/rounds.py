"""The worker's rounds: what is done in one, and what waits: a full disk, a database that is away, a clock that leapt.

Each of these three passes without a restart. While one lasts, one line a minute says so.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from kring.config.checks import require_fit
from kring.config.jobs import Rota
from kring.protocol.terms import total
from kring.school.models import WorkerClock
from kring.school.worker_clock import take_turn
from kring.web.request import clock
from kring.web.request.room import Room, free_megabytes, room
from kring.web.request.trouble import Trouble, trouble_of
from kring.words import HERE

logger = logging.getLogger(__name__)

WAITS = timedelta(seconds=5)
SAYS_EVERY = timedelta(minutes=1)
SAYS_HINT_EVERY = timedelta(hours=1)
"""Of what waits for a person: a clock, a disk that fills up."""

SENTENCES = total(
    {
        Trouble.AWAY: "The database does not answer. Kring waits for it, and tries every few seconds.",
        Trouble.FULL: "The disk is full. The worker waits until there is room, and looks every few seconds.",
    },
    Trouble,
)


class Teller:
    """Says that something lasts: at once, then once in a while, and once when it is over."""

    def __init__(self, ticks: Callable[[], timedelta]) -> None:
        self.ticks = ticks
        self._said: dict[object, timedelta] = {}

    def says(self, what: object, sentence: str, every: timedelta = SAYS_EVERY) -> None:
        """That this is so now."""
        last = self._said.get(what)
        if last is None or self.ticks() - last >= every:
            self._said[what] = self.ticks()
            logger.warning("%s", sentence)

    def over(self, what: object, sentence: str) -> None:
        """That it is not, or no longer."""
        if self._said.pop(what, None) is not None:
            logger.warning("%s", sentence)


def is_fit(tells: Teller) -> bool:
    """Whether Kring can begin: False while the database is away. Raises what `require_fit` does."""
    try:
        require_fit()
    except Exception as error:
        _waits(error, tells)
        return False
    _all_is_well(tells)
    return True


def wait_until_fit() -> None:
    """For the web server: goes on once the database answers."""
    tells = Teller(clock.ticks)
    while not is_fit(tells):
        time.sleep(WAITS.total_seconds())


class Rounds:
    """One worker's rounds. `now` is what the clock says, `ticks` how time passes whatever it says."""

    def __init__(
        self,
        rota: Rota,
        *,
        now: Callable[[], datetime] = clock.now,
        ticks: Callable[[], timedelta] = clock.ticks,
    ) -> None:
        self.rota = rota
        self.now = now
        self.ticks = ticks
        self.tells = Teller(ticks)

    def go(self) -> timedelta:
        """Does what is due; gives how long nothing needs to be done."""
        if room() is Room.NONE:
            self.tells.says(Trouble.FULL, f"{SENTENCES[Trouble.FULL]} {free_megabytes()} MB are free.")
            return WAITS
        if room() is Room.LITTLE:
            self.tells.says(Room.LITTLE, f"The disk fills up: {free_megabytes()} MB are free.", every=SAYS_HINT_EVERY)
        try:
            turn = take_turn(self.now())
            self._says_whether_believed(turn)
            self.rota.run_due(self.now(), self.ticks(), doubted=turn.doubted_from is not None)
        except Exception as error:
            _waits(error, self.tells)
            return WAITS
        _all_is_well(self.tells)
        return self.rota.pause_until_next(self.ticks(), doubted=turn.doubted_from is not None)

    def _says_whether_believed(self, turn: WorkerClock) -> None:
        if turn.doubted_from is None:
            self.tells.over("clock", "The clock is believed again. All jobs go on.")
            return
        sentence = (
            f"The clock says {_words(self.now())}; the last moment before was {_words(turn.doubted_from)}. Nothing is "
            "removed and nobody is reminded, until somebody says in Kring (School) that the clock is right. Letters "
            "go, and danger is told."
        )
        self.tells.says("clock", sentence, every=SAYS_HINT_EVERY)


def _waits(error: Exception, tells: Teller) -> None:
    trouble = trouble_of(error)
    if trouble is None:
        raise error
    tells.says(trouble, SENTENCES[trouble])


def _all_is_well(tells: Teller) -> None:
    tells.over(Trouble.AWAY, "The database answers again. Kring goes on.")
    tells.over(Trouble.FULL, "There is room on the disk again. Kring goes on.")
    if room() is Room.ENOUGH:
        tells.over(Room.LITTLE, "There is enough room on the disk again.")


def _words(at: datetime) -> str:
    return f"{at.astimezone(HERE):%Y-%m-%d %H:%M}"
