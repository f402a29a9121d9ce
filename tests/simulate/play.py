"""One run: two schools, the people at their browsers, the worker by night, and what goes wrong between them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q, QuerySet
from django.test import Client, override_settings

from kring.cases import bodies
from kring.cases import errors as of_cases
from kring.cases.case_file import CaseFile
from kring.cases.models import Absence, Case
from kring.config import jobs, trail_jobs
from kring.config.rounds import Rounds
from kring.mail.models import Letter
from kring.mail.sending import Sender, any_due
from kring.prepared import prepared
from kring.school import errors as of_school
from kring.school.act import Act, Itself
from kring.school.calendars import calendar_for
from kring.school.models import StaffMember
from kring.school.worker_clock import take_turn
from kring.web.forms.tokens import Token, new_token
from kring.web.request import room
from kring.web.way_in.middleware import CHOSEN_STAFF
from tests.cases.telling import WORDS, Telling
from tests.cast import sign_in
from tests.simulate.clockwork import Chance, Clock, at, virtual
from tests.simulate.course import Act as Planned
from tests.simulate.eyes import may_know, says_what_may_be_missing
from tests.simulate.ledger import Ledger, Postbox, marks_in
from tests.simulate.mortal import Died, Mortal, forget_the_process
from tests.simulate.schools import PlayedSchool, make_school

MONDAY, FRIDAY = 0, 4
IDLE = timedelta(minutes=20)
"""Shorter than a session lives without being used."""
PLENTY = 50_000
"""Megabytes that are free on the disk of a run."""
SAID_NO = (of_cases.Conflict, of_cases.NotAllowed, of_cases.Refused, of_school.NotAllowed, of_school.Refused)
TODAY = "/vandaag/"
IN_THE_EVENING = ("write asked links", "send letters")
GOES_THROUGH = timedelta(days=182)
"""So often the worker of a run goes through the whole trail: each day is what it costs most in later years."""


T = TypeVar("T")

ASKED = count()


class Broken(AssertionError):
    """Something does not hold that must."""


def row_changes() -> int:
    """A number that rises with each row that this process writes, also with one that is rolled back.

    Only SQLite keeps one; elsewhere it rises at each question, so that everything is read anew.
    """
    if connection.vendor != "sqlite":
        return next(ASKED)
    connection.ensure_connection()
    return int(connection.connection.total_changes)


@prepared
def _turns(today: date, yesterday: date) -> QuerySet[Absence, UUID]:
    """The absences that begin today, or ended yesterday."""
    turns = Q(from_on=today) | Q(until_on=yesterday)
    return Absence.objects.filter(turns, ended_at=None).values_list("pk", flat=True)[:1]


def _falls(*_told: object) -> None:
    """A job that fails is logged by the worker, who goes on; a run does not."""
    raise


class Told(Telling):
    """A case as the people of a run go on with it, at the moment that the run has come to."""

    def __init__(self, play: "Play", case: Case, by: StaffMember, words: str) -> None:
        super().__init__(None, by, case_id=case.pk)  # type: ignore[arg-type]  # no cast: whoever acts is named
        self.play, self.today = play, play.clock.today
        self.words = play.words(words)

        self._read: tuple[object, CaseFile] | None = None

    @property
    def file(self) -> CaseFile:
        """Read again only when something was written since."""
        version = row_changes()
        if self._read is None or self._read[0] != version:
            self._read = version, super().file
        return self._read[1]

    def act(self, *, token: UUID | None = None, seen: UUID | None = None, corrects: UUID | None = None) -> Act:
        return self.play.act(self.by, token=token, seen=seen, corrects=corrects)


class Play:
    """Everything of one run. `log` is what happened, line by line; `met` counts what occurred, for the table."""

    def __init__(self, seed: int, begins: date, schools: Sequence[PlayedSchool] = ()) -> None:
        self.seed = seed
        self.clock = Clock(at(begins, 6))
        self.chance = Chance()
        self.postbox, self.ledger = Postbox(), Ledger()
        self.log: list[str] = []
        self.met: Counter[tuple[str, str]] = Counter()
        self.number, self.turn, self._marks = 0, 0, 0
        self.mortal = Mortal(self._died)
        self.died = False
        self.worker_dies: list[tuple[str, str, int]] = []
        self.schools = [replace(school) for school in schools]
        self.copy: Any = None
        self.looks_now: Callable[[], None] = lambda: None
        self.restored = False
        self._browsers: dict[UUID, tuple[Client, datetime]] = {}
        self._free = PLENTY
        self._noted = Path()
        self._hand: Sender | None = None
        self._rounds: Rounds | None = None
        self._evening: Rounds | None = None
        self._through = trail_jobs.GoesThrough()
        self._went_through = begins - GOES_THROUGH

    # The frame

    @contextmanager
    def running(self) -> Iterator["Play"]:
        """Within it time stands still until an act moves it, and the worker's mail goes to the postbox."""
        with (
            TemporaryDirectory() as beside,
            override_settings(KRING_MAIL=True),
            virtual(self.clock, self.chance),
            patch.object(room, "free_megabytes", lambda: self._free),
            patch.object(jobs, "letter_sender", lambda: self.hand),
            patch.object(jobs.logger, "exception", _falls),
            patch.object(trail_jobs, "noted_in", lambda: self._noted),
            self.mortal.watching(),
        ):
            self._noted = Path(beside) / "trail.noted"
            if not self.schools:
                self.chance.begin("schools")
                self.schools = [make_school(key, Itself(self.clock.now), self.clock.today) for key in ("wilg", "linde")]
            yield self

    @property
    def hand(self) -> Sender:
        """The worker's hand in the outbox; after a death another takes over."""
        if self._hand is None:
            self._hand = Sender(
                transport=self.postbox,
                name=f"worker {uuid4()}",
                from_address="kring@wilg.example",
                between=self.mortal.at_letter,
            )
        return self._hand

    @property
    def rounds(self) -> Rounds:
        if self._rounds is None:
            self._rounds = self._rounds_of(jobs.JOBS)
        return self._rounds

    @property
    def rounds_of_the_evening(self) -> Rounds:
        """Only what carries letters away: what the other jobs find, they find the next morning as well."""
        if self._evening is None:
            self._evening = self._rounds_of(tuple(job for job in jobs.JOBS if job.name in IN_THE_EVENING))
        return self._evening

    def _rounds_of(self, known: tuple[jobs.Job, ...]) -> Rounds:
        seldom = tuple(
            replace(job, run=self._goes_through, in_doubt=None) if job.name == "go through the trail" else job
            for job in known
        )
        return Rounds(jobs.Rota(seldom), now=self.clock, ticks=self.clock.ticks)

    def _goes_through(self, at: datetime) -> bool | None:
        if self.clock.today - self._went_through < GOES_THROUGH:
            return False
        more = self._through(at)
        if not more:
            self._went_through = self.clock.today
        return more

    @cached_property
    def wilg(self) -> PlayedSchool:
        return self.schools[0]

    @cached_property
    def linde(self) -> PlayedSchool:
        return self.schools[1]

    def begin_act(self, act: Planned) -> None:
        """From here on every random byte and every mark is of this act."""
        self.number, self.turn, self._marks = act.number, act.turn, 0
        self.chance.begin(f"{self.seed}/{act.number}")

    def in_turn(self, ways: Sequence[T]) -> Sequence[T]:
        """All of them, beginning with the one whose turn it is."""
        first = self.turn % len(ways) if ways else 0
        return [*ways[first:], *ways[:first]]

    def first_that_can(self, ways: Sequence[Callable[[], str | None]], most: int = 1) -> str | None:
        """Does the first of these for which there is something to do, beginning with the one whose turn it is; at most
        so many."""
        done: list[str] = []
        for way in self.in_turn(ways):
            with suppress(*SAID_NO):
                told = way()
                if told is not None:
                    done.append(told)
            if len(done) == most:
                break
        return "; ".join(done) or None

    def tell(self, line: str) -> None:
        self.log.append(line)

    def count(self, what: str, which: str) -> None:
        self.met[what, which] += 1

    def _died(self, where: str) -> None:
        self.died = True
        self.count("deaths", where.removeprefix("death: "))

    # People

    def act(self, by: StaffMember, **more: Any) -> Act:
        """What this person does now, a little after whatever was done before."""
        return Act(by=by, at=self.clock.tick(), today=self.clock.today, **more)

    def mark(self, readers: str = "p") -> str:
        """A word for one text, see `ledger.MARK`."""
        self._marks += 1
        return f"{readers}z{self.number}x{self._marks}"

    def words(self, how: str = "") -> Any:
        """The words of a case, each text with a mark of its own."""
        team, closed = (lambda text: f"{text} {self.mark()}"), (lambda text: f"{text} {self.mark('d')}")
        good = how == "good"
        return replace(
            WORDS,
            target_told=closed(WORDS.target_told),
            instigator_told=closed(WORDS.instigator_told),
            severity=closed(WORDS.severity),
            together=team(WORDS.together),
            problem=team(WORDS.problem),
            analysis=team(WORDS.analysis),
            approach=team(WORDS.approach),
            advice=team(WORDS.advice),
            agreements=((team("We spelen om de beurt."), "Allebei"),),
            feels=4 if good else 2,
            stopped=bodies.Stopped.STOPPED if good else bodies.Stopped.LESS,
        )

    def told(self, case: Case, by: StaffMember, words: str = "") -> Told:
        return Told(self, case, by, words)

    def browser(self, who: StaffMember) -> Client:
        """This person's browser, signed in; anew, when it was not used for a time."""
        client, used = self._browsers.get(who.pk, (None, self.clock.now))
        if client is None or self.clock.now - used > IDLE:
            client = sign_in(Client(), who)
            session = client.session  # whoever works at two schools says at which
            session[CHOSEN_STAFF] = str(who.pk)
            session.save()
        self._browsers[who.pk] = client, self.clock.now
        return client

    def browsers_in_use(self) -> list[Client]:
        return [client for client, used in self._browsers.values() if self.clock.now - used <= IDLE]

    def form_of(self, who: StaffMember, path: str, stood: str = "") -> Token:
        """The token of this form as the page would have it, without the page."""
        return new_token(staff_id=who.pk, key=path, stood=stood)

    def post(self, who: StaffMember, path: str, token: Token, fields: Mapping[str, Any]) -> Any:
        self.clock.tick()
        return self.browser(who).post(path.partition("#")[0], {"token": token.signed(), **fields})

    def post_plainly(self, who: StaffMember, path: str, fields: Mapping[str, str]) -> Any:
        """A button that is no form with text."""
        self.clock.tick()
        return self.browser(who).post(path, fields)

    def get(self, who: StaffMember, path: str) -> Any:
        """A page, looked at by somebody; what stands in it must be theirs to read."""
        self.clock.tick()
        answer = self.browser(who).get(path)
        self.looked_at(who, answer)
        if path == TODAY and not says_what_may_be_missing(self.seen_as(who, answer), answer):
            raise Broken(f"after a restore pages say from when to when something may be missing: {who.name}")
        return answer

    def seen_as(self, who: StaffMember, answer: Any) -> StaffMember:
        """Whom Kring took this person for: who was asked to join a second school, and has not said yes, is there as who
        they are at the first."""
        known: StaffMember | None = getattr(answer.wsgi_request, "staff", None)
        if known and known.account_id != who.account_id:
            raise Broken(f"nobody is taken for somebody else: {who.name} for {known.name}")
        return known or who

    def looked_at(self, who: StaffMember, answer: Any) -> None:
        who = self.seen_as(who, answer)
        body = b"".join(answer) if answer.streaming else answer.content
        for mark in marks_in(body):
            if mark in self.ledger.said and not may_know(who, mark, self.ledger.said[mark]):
                raise Broken(f"nobody reads what is not theirs: {who.name} read {mark}")
        other = next(one for one in self.schools if one.school.pk != who.school_id)
        if f"{other.key}stra".encode() in body:
            raise Broken(f"nobody reads what is not theirs: {who.name} read a name of {other.school.name}")

    # Time

    def go_to(self, moment: datetime) -> None:
        """Lets time pass: each morning the worker has its turn; at night, and on days off, nobody does anything."""
        while self.clock.today < moment.astimezone().date() or self.clock.now < moment:
            tomorrow = at(self.clock.today + timedelta(days=1), 7, 30)
            if tomorrow > moment:
                break
            self.work("evening")
            self.clock.go_to(tomorrow)
            self.morning()
        self.clock.go_to(moment)

    def morning(self) -> None:
        """The worker does all there is on the days on which there may be something; else it only carries letters away.

        What it says, removes or begins is due by a day, so the days between need not be played: a server that was off
        for a day says the day after what is still true. Mondays, the last day before a holiday and one other day in
        four are played all the same. A worker that is to die does so on one of these days.
        """
        self.chance.begin(f"{self.seed} {self.clock.today}")
        if self._asks_for_the_worker():
            self.work("morning")
        else:
            take_turn(self.clock.now)
            self.work("evening")

    def _asks_for_the_worker(self) -> bool:
        today = self.clock.today
        if today.weekday() == MONDAY:
            return True
        if today.weekday() > FRIDAY:
            return False
        monday = today + timedelta(days=3)
        if today.weekday() == FRIDAY and not calendar_for(self.wilg.school).is_school_day(monday):
            return True
        return today.toordinal() % 4 == self.seed % 4 or bool(_turns(today, today - timedelta(days=1)))

    def work(self, what: str) -> None:
        """The worker's rounds until nothing is left to do at this moment. It may die on the way, and is begun again."""
        if what == "evening" and not any_due(self.clock.now):
            return
        for _ in range(200):
            try:
                for point in self.worker_dies:
                    self.mortal.arm(*point)
                pause = (self.rounds if what == "morning" else self.rounds_of_the_evening).go()
            except Died as died:
                self._may_come_once_more()
                self.worker_dies = [one for one in self.worker_dies if f"{one[0]}: {one[1]}" != str(died)]
                self.begin_anew()
                self.clock.tick(400)  # whoever died held a letter for five minutes
                continue
            finally:
                self.mortal.disarm()
            if pause > timedelta(seconds=2) or self.postbox.away or self._free < PLENTY:
                return
        raise Broken("the worker comes to an end")

    def _may_come_once_more(self) -> None:
        """Whoever died after the server took a letter and before the mark sends it again, with the same Message-ID."""
        last = self.postbox.last
        if last and Letter.objects.filter(message_id=last, sent_at=None).exists():
            self.ledger.doubles_allowed[last] += 1
            self.count("troubles", "a letter that came twice, with one Message-ID")

    def begin_anew(self) -> None:
        """Another process takes over from one that died."""
        assert not connection.in_atomic_block, "a transaction outlived its process"
        self.mortal.disarm()
        self._hand = self._rounds = self._evening = None
        self._through = trail_jobs.GoesThrough()
        forget_the_process()

    @contextmanager
    def little_room(self) -> Iterator[None]:
        """The disk has less left than Kring needs to write."""
        self._free = 0
        try:
            yield
        finally:
            self._free = PLENTY

    @contextmanager
    def may_die(self) -> Iterator[None]:
        """A web process may die in here: then `died` is True, and another has taken over."""
        self.died = False
        with suppress(Died):
            yield
        if self.died:
            self.begin_anew()
        self.mortal.disarm()

    def start_anew_from(self, ledger: Ledger) -> None:
        """Another database is in the place of the one that was, of which the ledger knows what stands in it."""
        self.ledger = ledger
        self._browsers.clear()
        self._noted.unlink(missing_ok=True)
        self.begin_anew()
        self.restored = True
