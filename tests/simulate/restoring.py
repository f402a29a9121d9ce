"""A copy is made, proved and put back by Kring's own code for it, and what people do after that.

In one process with a database in memory two parts of `kring backup` and `kring restore` have no place: Litestream,
which carries the bytes, and putting one file in the place of another. The rest is what they do: the manifest, the proof
of the copy, looking through it, and preparing it (`kring/backup/alone.py`).
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from kring.backup.alone import looked_through
from kring.backup.manifest import counts, write_manifest
from kring.backup.models import Backup, Restoration, era
from kring.mail import holding
from kring.mail.models import Letter
from kring.school.actions import say_clock_is_right
from kring.school.models import Role as Staff
from kring.school.worker_clock import doubted_from
from kring.vault.keys import forget_keys
from tests.simulate.ledger import Ledger
from tests.simulate.minds import mind
from tests.simulate.play import Broken, Play

CLOSES = 0.7


@dataclass(frozen=True)
class Copy:
    """A copy that was put back in a scratch place and found whole, and what was acknowledged when it was made."""

    made_at: datetime
    database: bytes
    ledger: Ledger


def keep_copy(play: Play) -> Copy:
    """As `kring backup`: the manifest, the copy, the proof."""
    connection.ensure_connection()
    backup = write_manifest(play.clock.now)
    here = connection.connection
    copy, most = here.serialize(), counts()
    now = here.serialize()
    here.deserialize(copy)
    try:
        looked_through({"id": str(backup.pk), "most": most})
    finally:
        here.deserialize(now)
        forget_keys()
    Backup.objects.filter(pk=backup.pk).update(proved_at=backup.made_at)
    kept = play.copy = Copy(backup.made_at, copy, deepcopy(play.ledger))
    return kept


def put_back(play: Play, copy: Copy) -> dict[str, Any]:
    """As `kring restore`. From here on only what the copy held is expected, and of the letters in it that wait none
    goes by itself, whether it went before or not."""
    last = era()
    connection.connection.deserialize(copy.database)
    forget_keys()
    found = looked_through({"restored_at": play.clock.now.isoformat(), "era": last + 1})
    ledger = deepcopy(copy.ledger)
    ledger.doubles_allowed = play.ledger.doubles_allowed
    ledger.held = held_now(play)
    play.start_anew_from(ledger)
    return found


def held_now(play: Play) -> dict[str, int]:
    """The letters that wait in what was put back, each with how often it had come."""
    return {one: play.postbox.came[one] for one in Letter.objects.waiting().values_list("message_id", flat=True)}


@mind("a backup is made", 2)
def backup(play: Play, chance: Random) -> str:
    keep_copy(play)
    return "a backup is made, and proved"


@mind("a backup is put back", 1)
def restored(play: Play, chance: Random) -> str | None:
    """The last one. Who was signed in is so no longer, everybody reads what may be missing; some days later somebody
    sees to the letters that wait, to a clock that is doubted, and to what is missing."""
    if play.copy is None:
        return None
    copy: Copy = play.copy
    browsers = play.browsers_in_use()
    found = put_back(play, copy)
    if datetime.fromisoformat(found["kept_until"]) != copy.made_at:
        raise Broken(f"a restore knows how far it reaches: {found['kept_until']} is said, {copy.made_at} is so")
    for browser in browsers:
        if browser.get("/vandaag/").status_code == 200:
            raise Broken("after a restore everybody signs in again")
    for school in play.schools:
        play.get(school.somebody(chance, Staff.TEACHER, Staff.COORDINATOR, Staff.HEAD, Staff.MEMBER), "/vandaag/")
    play.count("troubles", "backup put back")
    play.looks_now()
    play.go_to(play.clock.now + timedelta(days=chance.choice((0, 1, 4))))
    seen = [_sees_to_it(play, chance, school.school.pk) for school in play.schools]
    return f"the last backup is put back; {'; '.join(seen)}"


def _sees_to_it(play: Play, chance: Random, school: Any) -> str:
    """Of each letter that waits it is said whether it goes, or nothing yet."""
    played = next(one for one in play.schools if one.school.pk == school)
    head, keeper = played.team(Staff.HEAD)[0], played.administrator()
    if doubted_from() is not None:
        say_clock_is_right(act=play.act(head), shown=play.clock.now)
    how: list[str] = []
    for letter in list(holding.held(played.school)):
        decided = chance.choice(("go", "away", "nothing"))
        how.append(decided)
        if decided != "nothing":
            play.post_plainly(keeper, f"/school/teruggezet/{letter.pk}/", {"how": decided, "sure": "1"})
        if Letter.objects.filter(pk=letter.pk, held_at=None).exists() and play.ledger.held.pop(letter.message_id, 0):
            play.ledger.doubles_allowed[letter.message_id] += 1  # a person said that it goes, though it went before
    if chance.random() < CLOSES:
        play.post_plainly(head, "/school/teruggezet/klaar/", {"sure": "1"})
        if Restoration.objects.open(school).exists():
            raise Broken("a head says that it is known what is missing")
    return f"{head.name} sees to {len(how)} letters ({', '.join(sorted(set(how)))})"
