"""kills web host, standby and first database of a national Kring under people at work: nothing lost, on within a minute

    ./dev failover              Kring's own addresses of the three databases
    ./dev failover --pooler     through PgBouncer in transaction mode
    ./dev failover --from ~/old the same, and first an upgrade from the Kring in that folder, while people work

Two web hosts and two workers, HAProxy, three PostgreSQL under Patroni with etcd and a synchronous standby, all as
docs/national says, on this machine. Four people report and note all the time. One after the other is killed with
SIGKILL, as when the power of a machine fails. Whatever somebody saw confirmed is there once afterwards, with its line
in the trail and its letters; nothing was started again by hand but what had been killed. Figures: docs/operations.md.
"""

from __future__ import annotations

import argparse
import logging
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from tests.mail.server import Script, mail_server
from tools.trial.elsewhere import NAMES, Elsewhere
from tools.trial.hand import Hand, NoAnswer
from tools.trial.national import National, missing
from tools.trial.running import HOME, Processes, end_as_on_ctrl_c, load, until

if TYPE_CHECKING:
    from tools.trial.at_work import Ledger, Somebody

MINUTE = 60.0
KINDLY = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>", re.S)


@dataclass
class Farm:
    """Everything that runs, and what of it runs which Kring."""

    national: National
    webs: list[Processes]
    workers: list[Processes]
    migrating: Processes


class Reader(Thread):
    """Somebody who looks at Vandaag twice a second: what it says, and how often."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.hand = Hand(port, cookies, seconds=40)
        self.said: Counter[str] = Counter()
        self.stopped = Event()

    def run(self) -> None:
        while not self.stopped.wait(0.5):
            try:
                status, _place, page = self.hand.ask("/vandaag/")
            except NoAnswer:
                self.said["no answer"] += 1
                continue
            found = KINDLY.search(page)
            self.said["Vandaag" if status == 200 else f"{status}: {found[1] if found else page[:80]}"] += 1


@dataclass
class Trial:
    """People at work, what is done under them, and what they noticed."""

    farm: Farm
    school: Elsewhere
    ledger: Ledger
    script: Script
    people: list[Somebody]
    reader: Reader
    rest: float
    faults: list[str] = field(default_factory=list)
    number: int = 0

    def under_them(self, what: str, deed: Callable[[], None], *, most: float) -> None:
        """Does it, lets them work on, and says how long nobody saw anything confirmed."""
        self._another_case()
        given_back, said, no_answer = self.ledger.given_back.copy(), self.reader.said.copy(), self.ledger.no_answer
        began = time.monotonic()
        deed()
        until(lambda: self.ledger.told_at[-1] > began + 1, seconds=2 * MINUTE, what="going on")
        time.sleep(self.rest)
        moments = [began, *(one for one in list(self.ledger.told_at) if one > began)]
        pause = max(later - earlier for earlier, later in pairwise(moments))
        print(f"{what}: {len(moments) - 1} confirmed in {time.monotonic() - began:.0f} s, longest pause {pause:.1f} s")
        for told in ((self.ledger.given_back - given_back), (self.reader.said - said)):
            for words, times in told.most_common():
                print(f"    {times:4} × {words}")
        if more := self.ledger.no_answer - no_answer:
            print(f"    {more:4} × a line that broke")
        sys.stdout.flush()
        if pause > most:
            self.faults.append(f"{what}: {pause:.1f} s")

    def _another_case(self) -> None:
        self.number += 1
        for one in self.people:
            if one.case:
                one.case = self.school.cases[self.number % len(self.school.cases)]


def hosts(
    folder: Path, address: Callable[[str], str], smtp: int, home: Path
) -> tuple[list[Processes], list[Processes]]:
    """Two web hosts and two hosts of workers, each with a folder of its own and the same keys."""
    from_first: dict[str, str] = {}
    made = []
    for name in ("web1", "web2", "work1", "work2"):
        (folder / name).mkdir()
        pages = name.startswith("web")
        one = Processes(
            folder / name,
            address=address("kring_pages" if pages else "kring"),
            KRING_WEB_PROCESSES="2",
            KRING_BEHIND_PROXY="1",
            KRING_SMTP=f"smtp://localhost:{smtp}",
            KRING_MAIL_FROM="kring@dewilg.example",
            **from_first,
        )
        one.home = home
        from_first = {key: one.environment[key] for key in ("KRING_KEY", "KRING_SECRET_KEY")}
        made.append(one)
    return made[:2], made[2:]


@contextmanager
def farm(folder: Path, *, pooled: bool, smtp: int, home: Path) -> Iterator[Farm]:
    """All of it, with tables and the files for the browser."""
    folder.chmod(0o755)  # PostgreSQL's own user comes here too
    (folder / "national").mkdir()
    national = National(folder / "national")
    with ExitStack() as ends:
        ends.callback(national.stop)
        national.start_databases()
        webs, workers = hosts(folder, lambda name: national.address(pooled=name if pooled else ""), smtp, home)
        for one in (*webs, *workers):
            ends.callback(one.stop)
        national.start_front([one.port for one in webs], pooled=pooled)
        alike = ("KRING_KEY", "KRING_SECRET_KEY", "KRING_SMTP", "KRING_MAIL_FROM")
        keys = {key: webs[0].environment[key] for key in alike}
        (folder / "migrating").mkdir()
        migrating = Processes(folder / "migrating", address=national.address(), **keys)
        migrating.home = home
        migrating.make()  # past the pooler
        load(migrating)
        for web in webs:
            (web.folder / "var").mkdir()
            web.manage("collectstatic", "--noinput", "-v0")
            web.start_web()
        for worker in workers:
            (worker.folder / "var").mkdir()
            worker.start_worker()
        yield Farm(national, webs, workers, migrating)


def again_gently(trial: Trial, home: Path) -> None:
    """Each web host and each worker is stopped and started again, one after the other, with the code in that folder."""
    national = trial.farm.national
    for number, web in enumerate(trial.farm.webs, 1):
        web.home = home
        web.manage("collectstatic", "--noinput", "-v0")
        national.lead(number, "drain")
        time.sleep(3)  # until what was under way there is answered
        run = web.running.pop("web")
        run.send_signal(signal.SIGTERM)
        run.wait(60)
        web.start_web()
        national.lead(number, "ready")
        time.sleep(5)  # until HAProxy has seen it twice
    for worker in trial.farm.workers:
        run = worker.running.pop("worker")
        run.send_signal(signal.SIGTERM)
        run.wait(60)
        worker.home = home
        worker.start_worker()


def upgraded(trial: Trial) -> None:
    """The tables first, while the older Kring works with them; then one process after the other."""
    trial.farm.migrating.home = HOME
    trial.farm.migrating.manage("migrate", "-v0")
    time.sleep(trial.rest)
    again_gently(trial, HOME)


def all_of_it(trial: Trial, *, upgrades: bool) -> None:
    """What is done, one thing after the other."""
    national, webs, workers = trial.farm.national, trial.farm.webs, trial.farm.workers
    trial.under_them("nothing is wrong", lambda: None, most=5)
    twice = _twice(trial.script)
    print(f"    letters that went twice from two workers side by side: {twice} of {len(trial.script.contents)}")
    if twice:
        trial.faults.append("two workers sent one letter twice")
    if upgrades:
        trial.under_them("an upgrade, old and new side by side", lambda: upgraded(trial), most=5)
    else:
        trial.under_them("web hosts and workers start again in turn", lambda: again_gently(trial, HOME), most=5)
    trial.under_them("a web host is killed", lambda: webs[0].kill("web"), most=10)
    webs[0].start_web()
    trial.under_them("a worker is killed", lambda: workers[0].kill("worker"), most=5)
    second = national.second_one()
    trial.under_them(f"the synchronous standby {second} is killed", lambda: national.kill_database(second), most=MINUTE)
    national.start_database(second)
    until(lambda: len(national.members()) == 3, seconds=60, what="the standby")
    first = national.first_one()
    trial.under_them(f"the first database {first} is killed", lambda: national.kill_database(first), most=MINUTE)
    print(f"    the first is now {national.first_one()}")
    national.start_database(first)
    until(lambda: len(national.members()) == 3, seconds=120, what="the former first, as a standby")
    first = national.first_one()
    trial.under_them(f"and {first}, which had become the first", lambda: national.kill_database(first), most=MINUTE)
    national.start_database(first)


def _twice(script: Script) -> int:
    from tools.trial.after import arrived

    return sum(1 for times in arrived(script).values() if times > 1)


@contextmanager
def at_work(farm: Farm, script: Script, rest: float) -> Iterator[Trial]:
    """Four people at work and one who reads, until the end; whatever they began they bring to its end."""
    from tools.trial.at_work import Ledger, Somebody

    # By the Kring that runs there: an older one has older tables.
    school, ledger, port = Elsewhere(farm.migrating, cases=8), Ledger(), farm.national.front
    people = [
        Somebody(
            ledger,
            port,
            cookies=lambda name=name: school.cookies_of(name),
            case=school.cases[0] if name in ("carla", "hein") else "",
            seed=number,
        )
        for number, name in enumerate(NAMES)
    ]
    trial = Trial(farm, school, ledger, script, people, Reader(port, school.cookies_of("anouk")), rest)
    everybody = [*people, trial.reader]
    for one in everybody:
        one.start()
    try:
        until(lambda: len(ledger.told_at) > 20, what="the first deeds")
        yield trial
    finally:
        for one in everybody:
            one.stopped.set()
        for one in everybody:
            one.join(120)
        school.stop()
        if any(one.is_alive() for one in everybody):
            trial.faults.append("somebody never came to an end")


def main() -> int:
    """Try, and say what was found."""
    asked = argparse.ArgumentParser(prog="./dev failover")
    asked.add_argument("--pooler", action="store_true")
    asked.add_argument("--from", dest="older", type=Path, help="the folder of an older Kring, to upgrade from")
    asked.add_argument("--rest", type=float, default=10, help="seconds that people work on after each thing (10)")
    wishes = asked.parse_args()
    if lacks := missing():
        print(f"Not here: {', '.join(lacks)}. On Debian: apt install --no-install-recommends {' '.join(lacks)}")
        return 2
    end_as_on_ctrl_c()
    began = time.monotonic()
    script = Script()
    home = wishes.older.resolve() if wishes.older else HOME
    with (
        tempfile.TemporaryDirectory(prefix="kring-failover-", ignore_cleanup_errors=True) as made,
        mail_server(script) as smtp,
        farm(Path(made), pooled=wishes.pooler, smtp=smtp, home=home) as one,
    ):
        from tools.trial.after import Whole, all_letters_sent

        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells of each word
        try:
            with at_work(one, script, wishes.rest) as trial:
                all_of_it(trial, upgrades=bool(wishes.older))
        except AssertionError:
            for name in one.national.running:
                print(f"--- {name}\n{one.national.log_of(name)}")
            raise
        faults = [*trial.faults, *Whole.now(trial.ledger, script, one.national.front).faults]
        for process in (*one.webs, *one.workers):
            process.stop()
        all_letters_sent(timedelta(hours=1))
        whole = Whole.now(trial.ledger, script, None)
        faults += whole.faults
    print(f"In {time.monotonic() - began:.0f} s, {'through PgBouncer' if wishes.pooler else 'without a pooler'}:")
    print(whole.told(trial.ledger, script))
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
