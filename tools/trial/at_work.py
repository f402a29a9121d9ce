"""People who report, note, keep drafts, press twice and sign out, whatever happens; and what they were told.

Each sentence that somebody writes is there once in the world, so that it can be found again. Who gets no answer looks
whether it is there, as the page says, by sending the same form again: its token makes that safe.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from threading import Event, Lock, Thread

from tools.trial.hand import Fields, Hand, NoAnswer

CONCERN = "/melding/medewerker/"
GAVE_UP = 90.0
"""Seconds after which somebody who gets no answer stops trying; no server was away so long."""


@dataclass
class Deed:
    """One thing that somebody did. `told`: they saw that it was taken."""

    kind: str
    text: str
    told: bool = False


class Ledger:
    """Everything that was tried, by everybody."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.ended: list[dict[str, str]] = []
        """The cookies of sessions of which somebody was told that they had ended."""
        self.signed_out = 0
        self.faults: list[str] = []
        self.no_answer = 0
        self.told_at: list[float] = []
        """When somebody saw that what they sent was taken, by the monotonic clock."""
        self.given_back: Counter[str] = Counter()
        """Pages that said it was not taken: by their status, and whether the text stood in them."""
        self._lock, self._numbers = Lock(), count(1)

    def begin(self, kind: str) -> Deed:
        with self._lock:
            deed = Deed(kind, f"{kind} {next(self._numbers)}: het begon bij de kapstokken.")
            self.deeds.append(deed)
            return deed


class Somebody(Thread):
    """One person with a browser, at work until told to stop; whatever they began they bring to its end."""

    def __init__(
        self, ledger: Ledger, port: int, *, cookies: Callable[[], Mapping[str, str]], case: str, seed: int
    ) -> None:
        """`case` is the id of a case whose notes on home this person may write, or "". `cookies` signs them in."""
        super().__init__(daemon=True)
        self.ledger, self.port, self.cookies, self.case = ledger, port, cookies, case
        self.chance = random.Random(seed)
        self.hand = Hand(port, cookies())
        self.stopped = Event()

    def run(self) -> None:
        try:
            while not self.stopped.is_set():
                self.act()
                time.sleep(self.chance.uniform(0, 0.05))
        except Exception as error:  # told by who started this thread
            self.ledger.faults.append(f"{type(error).__name__}: {error}")

    def act(self) -> None:
        """One thing, until it is known what became of it."""
        way = self.chance.choices((self.write, self.keep, self.leave), (10, 4, 1))[0]
        way()

    def write(self) -> None:
        """A report about somebody, or a note; now and then with two presses of the button at once."""
        note = bool(self.case)
        deed = self.ledger.begin("note" if note else "concern")
        path = f"/zaken/{self.case}/thuis/" if note else f"{CONCERN}?concept=leeg"
        form = self._form(path, **{"text" if note else "story": deed.text})
        if self.chance.random() < 0.25:
            twice = Thread(target=self._press, args=(self.hand.twin(), path, form, deed))
            twice.start()
            self._send(path, form, deed)
            twice.join()
        else:
            self._send(path, form, deed)

    def keep(self) -> None:
        """A draft, which is typed and not sent."""
        deed = self.ledger.begin("draft")
        form = self._form(f"{CONCERN}?concept=leeg", story=deed.text) | {"turn": ["1"]}
        end = time.monotonic() + GAVE_UP
        while time.monotonic() < end:
            status, page = self._once("/concept/", form)
            if status == 200:
                deed.told = '"kept": true' in page
                return
        raise NoAnswer("a draft")

    def leave(self) -> None:
        """Signs out, and in again."""
        try:
            _status, _place, page = self.hand.ask("/afmelden/")
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)
            if found is None:  # the database is away, and the page says so
                return
            status, _place, page = self.hand.ask("/afmelden/", {"csrfmiddlewaretoken": [found[1]]})
        except NoAnswer:
            self.ledger.no_answer += 1
            status = 0
        if status in (302, 303):
            self.ledger.ended.append(dict(self.hand.cookies))
        # Without an answer, or where the database was killed as it ended the session, it is not known whether it did.
        if status in (0, 302, 303, 500, 502, 503):
            self.hand.hang_up()
            self.hand = Hand(self.port, self.cookies())
        else:
            self.ledger.faults.append(f"signing out: {status} {page[:200]}")

    def _form(self, path: str, **typed: str) -> Fields:
        end = time.monotonic() + GAVE_UP
        while True:
            try:
                return self.hand.form(path, **typed)
            except NoAnswer as away:
                if time.monotonic() > end:
                    raise NoAnswer(f"{path}: {away}") from away
                time.sleep(0.05)

    def _send(self, path: str, form: Fields, deed: Deed) -> None:
        end = time.monotonic() + GAVE_UP
        while not deed.told:
            if time.monotonic() > end:
                raise NoAnswer(deed.text)
            self._press(self.hand, path, form, deed)

    def _press(self, hand: Hand, path: str, form: Fields, deed: Deed) -> None:
        try:
            status, place, page = hand.ask(path.partition("?")[0], form)
        except NoAnswer:
            self.ledger.no_answer += 1
            time.sleep(0.05)
            return
        if status == 303 and "concept=" in place:  # asked to send it once more, with the text in it
            self.ledger.faults.append(f"{deed.text}: {status} {place}")
            deed.told = True  # no more tries
        elif status == 303:
            deed.told = True
            self.ledger.told_at.append(time.monotonic())
        elif status in (500, 502, 503):  # the database was killed under it: the page gives the text back
            self.ledger.given_back[f"{status} {'with' if deed.text in page else 'without'} the text"] += 1
        else:
            self.ledger.faults.append(f"{deed.text}: {status} {page[:200]}")
            deed.told = True  # no more tries

    def _once(self, path: str, form: Fields) -> tuple[int, str]:
        try:
            status, _place, page = self.hand.ask(path, form)
        except NoAnswer:
            self.ledger.no_answer += 1
            time.sleep(0.05)
            return 0, ""
        return status, page
