"""takes the power away 1,000 times while Kring writes on SQLite: nothing that was confirmed may be lost

    ./dev power_cuts                         1,000 cuts with Kring's own settings
    ./dev power_cuts 200 --synchronous OFF   what would happen with others: NORMAL loses, OFF spoils the file
    ./dev power_cuts 100 --seed 7

Reports are written by Kring's own verbs, while everything that SQLite writes and syncs is written down (as SQLite does
it, see tools/trial/written.py). Then, for each cut, the files are made as a disk may hold them when the power goes at
that moment: of what was not synced each write is there, or not, or half, in any order. SQLite opens them; the file must
be sound, and each report that was confirmed must be there with its line in the trail and its letters. What was found
stands in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tools.trial.running import Processes, load
from tools.trial.written import Event, Recorder, Told, after_a_cut

NAME = "kring.sqlite3"


def recorded(reports: int, synchronous: str) -> tuple[dict[str, bytes], list[Event]]:
    """The files before, and all that happened to them while so many reports were confirmed."""
    with tempfile.TemporaryDirectory(prefix="kring-power-") as folder:
        kring = Processes(Path(folder))
        kring.environment["KRING_DATA"] = folder
        kring.manage("migrate", "-v0")
        load(kring)
        from django.db import connection

        from kring.cases.actions.opening import raise_concern
        from kring.school.act import Act
        from kring.web.request import clock
        from tools.trial.small_school import make

        school = make(cases=1)
        options = connection.settings_dict["OPTIONS"]
        if synchronous:
            changed, times = re.subn("synchronous=[A-Z]+", f"synchronous={synchronous}", options["init_command"])
            if times != 1:
                raise ValueError("Kring's settings say nothing of synchronous")
            options["init_command"] = changed
        options["init_command"] += " PRAGMA wal_autocheckpoint=100;"  # ten times as often as it would by itself
        connection.close()
        before = {path.name: path.read_bytes() for path in Path(folder).glob(f"{NAME}*")}
        recorder = Recorder()
        with recorder.listening():
            act = Act(by=school.anouk, at=clock.now(), today=clock.now().date())
            for number in range(reports):
                concern = raise_concern(act=act, story=f"Bij de kapstokken, {number}. {'a' * 2_000}", accused=None)
                recorder.events.append(Told(concern.pk.hex))
            connection.close()
        return before, recorder.events


def found(folder: Path, told: set[str]) -> tuple[bool, int]:
    """Whether the file is sound, and how many of those who were told miss their report, its line or its letter."""
    with closing(sqlite3.connect(folder / NAME)) as opened:
        try:
            sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = {row[0] for row in opened.execute("SELECT id FROM cases_concern")}
            lines = {row[0] for row in opened.execute("SELECT subject_id FROM trail_trailline")}
            keys = "".join(str(row[0]) for row in opened.execute("SELECT key FROM mail_letter")).replace("-", "")
        except sqlite3.DatabaseError:
            return False, 0
    return sound, sum(1 for one in told if one not in kept or one not in lines or one not in keys)


def main() -> int:
    """Cut, and say what was found."""
    asked = argparse.ArgumentParser(prog="./dev power_cuts")
    asked.add_argument("cuts", type=int, nargs="?", default=1_000)
    asked.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--reports", type=int, default=150)
    wishes = asked.parse_args()
    began, chance = time.monotonic(), random.Random(wishes.seed)
    before, events = recorded(wishes.reports, wishes.synchronous)
    spoiled = lost = missing = 0
    for _ in range(wishes.cuts):
        disk, told = after_a_cut(before, events, chance.randrange(1, len(events)), chance)
        with tempfile.TemporaryDirectory(prefix="kring-cut-") as made:
            for name, data in disk.files.items():
                if not name.endswith("-shm"):  # lives in memory
                    (Path(made) / name).write_bytes(data)
            sound, without = found(Path(made), told)
        spoiled, lost, missing = spoiled + (not sound), lost + (without > 0), missing + without
    syncs = sum(1 for one in events if type(one).__name__ == "Synced")
    print(f"{wishes.cuts} cuts of the power in {time.monotonic() - began:.0f} s, seed {wishes.seed}, ", end="")
    print(f"{wishes.reports} reports, {len(events)} writes and syncs ({syncs} syncs):")
    print(f"  {spoiled:5} files that were not sound")
    print(f"  {lost:5} in which something confirmed was lost ({missing} reports)")
    return 1 if spoiled or lost else 0


if __name__ == "__main__":
    sys.exit(main())
