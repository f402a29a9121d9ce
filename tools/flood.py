"""tries the child's door under load: thirty browsers at once, then nonsense in a flood with real ones among it

    ./dev flood                 30 browsers; then 20,000 posts of nonsense in 600 seconds with 50 real ones among them
    ./dev flood 2000 60 10      30 browsers; then 2,000 posts in 60 seconds with 10 real ones
    ./dev flood 400 20 4 6      the same, smaller, and six browsers

A demo school is served as `./dev run` serves it, by gunicorn, with its worker; everybody comes from one address, as a
class does. The browsers are Chromium, each with its own cookies and lines. In the flood a child is a line that keeps
its cookie and sends each form as it stands in the page: thousands of Chromium do not fit on one machine. Nonsense takes
the shortest way through the questions: four posts for each telling. Meanwhile the coordinator looks at Vandaag, the
list of cases and Binnengekomen, and opens what is new there. Ends with 1 when one of these does not hold: no page
failed, each child has six words of its own, all real ones stood on the list within a minute, a page of the staff takes
no more than twice the CPU, and nobody got more than four letters in an hour. What was measured stands in
docs/reliability.md.
"""

from __future__ import annotations

import html
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Lock, Thread
from typing import TYPE_CHECKING

from tools.trial.class_at_the_door import class_tells
from tools.trial.counted import CPU
from tools.trial.hand import Hand
from tools.wapiti import demo_school, signed_in

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

BROWSERS, POSTS, SECONDS, REAL = 30, 20_000, 600, 50
SENDERS = 8
"""So many lines send nonsense."""
EACH = 4
"""Posts of one telling of nonsense."""
WITHIN, LETTERS, SLOWER = 60, 4, 2
LOOKS_EVERY = 5
STAFF_PAGES = ("/", "/zaken/", "/verteld/")
MARK = re.compile(r"Dit is echt nummer (\d+)\.")
FORM = re.compile(r'<form method="post" action="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
WORD = re.compile(r'<span class="word" data-read>(\w+)</span>')
ASKED = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


class Child:
    """Somebody at the door of this school, on a line of its own, and how long each page took."""

    def __init__(self, port: int, door: str) -> None:
        self.hand = Hand(port, seconds=120)
        self.door, self.page, self.took = door, "", list[float]()

    def presses(self, **typed: str) -> None:
        """Sends the form of the page it sees; raises for what is no page of the door."""
        action = html.unescape(FORM.findall(self.page)[0])
        sent = dict(HIDDEN.findall(self.page)) | typed
        began = time.monotonic()
        status, _place, self.page = self.hand.ask(action, {name: [html.unescape(one)] for name, one in sent.items()})
        self.took.append(time.monotonic() - began)
        if status != 200:
            raise AssertionError(f"{status}: {self.asked}")

    @property
    def asked(self) -> str:
        found = ASKED.search(self.page)
        return re.sub(r"<[^>]+>", "", found[1]).strip() if found else self.page[:80]

    def opens(self) -> None:
        began = time.monotonic()
        _status, _place, self.page = self.hand.ask(f"/vertel/{self.door}/")
        self.took.append(time.monotonic() - began)

    def tells(self, story: str) -> str:
        """Each screen with its form; gives the six words."""
        self.opens()
        self.presses(begin="1")
        for _screen in range(30):
            if self.asked == "Vertel het zelf.":
                self.presses(story=story, on="1")
            elif self.asked == "Klopt dit?":
                self.presses(send="1")
                return " ".join(WORD.findall(self.page))
            else:
                self.presses(skip="1")
        raise AssertionError(self.asked)

    def talks_nonsense(self, story: str) -> None:
        """The shortest way: two questions left out, something typed, and sent from there: four posts."""
        self.opens()
        self.presses(begin="1")
        self.presses(skip="1")
        self.presses(skip="1")
        self.presses(story=story, send="1")


@dataclass
class Run:
    """What went on: each telling, each page of the staff, and what failed."""

    port: int
    door: str
    began: float = field(default_factory=time.monotonic)
    codes: list[str] = field(default_factory=list)
    posts: int = 0
    failed: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    sent_at: dict[int, float] = field(default_factory=dict)
    seen_at: dict[int, float] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def together(self, does: list[Callable[[], None]]) -> None:
        """All of these at once, until each is done; what one raises is counted."""

        def safely(one: Callable[[], None]) -> None:
            try:
                one()
            except Exception as error:  # whatever it is: it is counted, and makes the run fail
                with self.lock:
                    self.failed.append(f"{type(error).__name__}: {error}")

        lines = [Thread(target=safely, args=(one,)) for one in does]
        for line in lines:
            line.start()
        for line in lines:
            line.join()


def nonsense(run: Run, posts: int, seconds: int) -> Callable[[], None]:
    """One line that sends nonsense in its share of the time, each telling at its moment or as soon as it can."""
    chance = random.Random(posts + seconds)

    def go_on() -> None:
        child = Child(run.port, run.door)
        while True:
            with run.lock:
                mine = run.posts
                if mine >= posts:
                    return
                run.posts += EACH
                story = " ".join("".join(chance.choices("bdfgklmprstaeiou", k=7)) for _word in range(6))
            time.sleep(max(0.0, run.began + mine * seconds / posts - time.monotonic()))
            child.talks_nonsense(story)

    return go_on


def real(run: Run, number: int, when: float) -> Callable[[], None]:
    """One child that tells, at its moment in the flood."""

    def tells() -> None:
        time.sleep(max(0.0, run.began + when - time.monotonic()))
        child = Child(run.port, run.door)
        code = child.tells(f"Dit is echt nummer {number}. Ze laten mij niet meedoen op het plein en dat is niet leuk.")
        with run.lock:
            run.codes.append(code)
            run.sent_at[number] = time.monotonic()
            run.took += child.took

    return tells


@dataclass(frozen=True)
class Look:
    """What one page of the staff took: by the clock, and of a processor."""

    seconds: float
    cpu: float


class Coordinator:
    """Looks at its pages all the time, and opens what is new on Binnengekomen."""

    def __init__(self, browser: OpenerDirector, address: str) -> None:
        self.browser, self.address = browser, address
        self.opened: set[str] = set()

    def page(self, path: str) -> tuple[str, Look]:
        began = time.monotonic()
        with self.browser.open(self.address + path, timeout=120) as answer:
            text = answer.read().decode()
            return text, Look(time.monotonic() - began, float(answer.headers[CPU]) / 1000)

    def looks(self) -> list[Look]:
        """Each page once."""
        return [self.page(path)[1] for path in STAFF_PAGES]

    def finds(self, run: Run) -> None:
        """Opens what it has not opened yet, over all pages of the list."""
        path: str | None = "/verteld/"
        while path:
            text, _took = self.page(path)
            for one in dict.fromkeys(re.findall(r'href="(/verteld/[0-9a-f-]{36}/)"', text)):
                if one not in self.opened:
                    self.opened.add(one)
                    for number in MARK.findall(self.page(one)[0]):
                        run.seen_at.setdefault(int(number), time.monotonic())
            leads = [html.unescape(one) for one in re.findall(r'href="(/verteld/\?blad=\d+)"', text)]
            onward = [one for one in leads if number_of(one) > number_of(path)]
            path = onward[0] if onward else None


def flood(run: Run, staff: Coordinator, posts: int, seconds: int, reals: int) -> list[list[Look]]:
    """The nonsense, the real ones and the coordinator side by side; gives what the staff's pages took."""
    times: list[list[Look]] = []
    run.began = time.monotonic()
    last = run.began + seconds + WITHIN

    def watch() -> None:
        while time.monotonic() < last and (len(run.seen_at) < reals or run.posts < posts):
            times.append(staff.looks())
            staff.finds(run)
            time.sleep(LOOKS_EVERY)

    telling = [real(run, number, number * seconds / reals) for number in range(reals)]
    run.together([watch, *telling, *[nonsense(run, posts, seconds) for _line in range(SENDERS)]])
    return times


def number_of(path: str) -> int:
    """Which page of the list stands at this path."""
    return int(path.partition("blad=")[2] or 1)


def most_letters(store: Path) -> int:
    """How many letters about what came in one person got in one hour at most."""
    asked = (
        "SELECT count(*) FROM mail_letter WHERE kind IN ('told_something', 'told_danger') "
        "GROUP BY to_staff_id, substr(made_at, 1, 13) ORDER BY 1 DESC LIMIT 1"
    )
    with closing(sqlite3.connect(store)) as looked_into:
        found = looked_into.execute(asked).fetchone()
    return int(found[0]) if found else 0


def kept_and_held(store: Path) -> tuple[int, int, int]:
    """How much there is, how much of it is held, and how much nobody settled."""
    asked = "SELECT count(*), sum(held), sum(NOT settled) FROM reports_incoming"
    with closing(sqlite3.connect(store)) as looked_into:
        kept, held, left = looked_into.execute(asked).fetchone()
    return int(kept), int(held or 0), int(left or 0)


def in_ms(times: list[float]) -> str:
    """The median, the slowest of twenty and the slowest, in thousandths of a second."""
    ordered = sorted(times) or [0.0]
    return " · ".join(f"{1000 * ordered[int(part * (len(ordered) - 1))]:,.0f}" for part in (0.5, 0.95, 1))


def main() -> int:
    """Both trials, what was measured of each, and 1 when something does not hold."""
    told = [int(one) for one in sys.argv[1:]]
    posts, seconds, reals, browsers = (*told, *(POSTS, SECONDS, REAL, BROWSERS)[len(told) :])
    with tempfile.TemporaryDirectory(prefix="kring-flood-") as folder:
        data = Path(folder)
        store = data / "data/kring.sqlite3"
        with demo_school(data, by="tools.trial.counted") as address:
            with closing(sqlite3.connect(store)) as looked_into:
                (door,) = looked_into.execute("SELECT address FROM reports_door WHERE for_children LIMIT 1").fetchone()
            browser, _cookies = signed_in(address, data, "coordinator")
            staff = Coordinator(browser, address)
            run = Run(int(address.rpartition(":")[2]), door)
            told_at_once = class_tells(address, door, children=browsers)
            run.codes += told_at_once.codes
            run.failed += told_at_once.failed
            print(
                f"{len(told_at_once.codes)} of {browsers} browsers at once told it, all within"
                f" {told_at_once.seconds:.1f} s.\n  a question: median, slowest of twenty, slowest:"
                f" {in_ms(told_at_once.took)} ms",
                flush=True,
            )
            # What the class told stands on the list now: a page is compared with one that has as much to show.
            staff.finds(run)
            before = [staff.looks() for _look in range(10)]
            during = flood(run, staff, posts, seconds, reals)
            took = time.monotonic() - run.began
        kept, held, left = kept_and_held(store)
        letters = most_letters(store)
    waited = [run.seen_at[one] - at for one, at in run.sent_at.items() if one in run.seen_at]
    slower = [
        median(row[place].cpu for row in during) / median(row[place].cpu for row in before)
        for place in range(len(STAFF_PAGES))
    ]
    print(f"{run.posts:,} posts of nonsense and {len(run.sent_at)} of {reals} real ones in {took:.0f} s.")
    print(f"  a page of a real one: {in_ms(run.took)} ms")
    for place, path in enumerate(STAFF_PAGES):
        cpu, clock = ([getattr(row[place], what) for row in during] for what in ("cpu", "seconds"))
        print(f"  {path}: {slower[place]:.1f} times the CPU; CPU {in_ms(cpu)} ms; by the clock {in_ms(clock)} ms")
    print(f"  kept {kept:,}, of which held {held:,}; not settled {left}")
    for failure, times in sorted({one: run.failed.count(one) for one in run.failed}.items()):
        print(f"  failed {times} times: {failure[:200]}")
    all_seen = len(waited) == reals and max(waited, default=0) <= WITHIN
    asked = [
        (f"nothing failed ({len(run.failed)} did)", not run.failed),
        (
            f"each child has six words of its own ({len(set(run.codes))} of {browsers + reals})",
            len(set(run.codes)) == browsers + reals,
        ),
        (f"all real ones seen ({len(waited)} of {reals}) within {max(waited, default=0):.0f} s ({WITHIN})", all_seen),
        (f"the pages of the staff take {max(slower):.1f} times the CPU ({SLOWER})", max(slower) <= SLOWER),
        (f"letters to one person in an hour: {letters} ({LETTERS})", letters <= LETTERS),
    ]
    for sentence, holds in asked:
        print(f"{'holds' if holds else 'DOES NOT HOLD'}: {sentence}")
    return 0 if all(holds for _sentence, holds in asked) else 1


if __name__ == "__main__":
    sys.exit(main())
