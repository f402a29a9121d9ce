"""Two hundred workers killed with SIGKILL in the middle of their work, over a real connection to a real mail server."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from kring.mail.models import Letter
from kring.mail.transport import Point
from tests.cast import NOW, make_cast
from tests.mail.post import FROM, HOUR, Clock, address_of_this_database, write_many
from tests.mail.server import Script, mail_server

HOME = Path(__file__).parents[2]
KILLS = 100


class Workers:
    """The process that starts them, and what it answers."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def live(self, *, clock: Clock, point: str, passes: int, name: str) -> str:
        order = {
            "port": self.port,
            "name": name,
            "sender": FROM,
            "now": clock.now.isoformat(),
            "point": point,
            "passes": passes,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def workers(transactional_db: None, script: Script) -> Iterator[Workers]:
    environment = os.environ | {
        "DATABASE_URL": address_of_this_database(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-m", "tests.mail.dying"]
    with (
        mail_server(script) as port,
        subprocess.Popen(
            command, cwd=HOME, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        yield Workers(process, port)
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_workers_are_killed_and_no_letter_is_lost_or_sent_twice_without_need(
    workers: Workers, script: Script
) -> None:
    random, clock, cast = Random(1123), Clock(), make_cast()
    write_many(cast, 90, made=lambda number: NOW + timedelta(seconds=number))
    clock.on(HOUR)
    points = list(Point)
    deaths: dict[str, int] = defaultdict(int)
    for number in range(KILLS):
        # Every point in turn; how many letters go well before is chance, so is how long until the next worker comes.
        point = points[number % len(points)]
        lived = workers.live(clock=clock, point=point, passes=random.randrange(2), name=f"worker {number}")
        assert lived == "killed"
        deaths[point] += 1
        clock.on(timedelta(seconds=random.randrange(600)))
    assert Letter.objects.waiting().exists()
    clock.on(2 * HOUR)
    assert workers.live(clock=clock, point="", passes=0, name="the last worker") == "done"

    assert not Letter.objects.waiting().exists()
    assert not Letter.objects.exclude(claimed_by="").exists()
    copies: dict[str, list[bytes]] = defaultdict(list)
    for content in script.contents:
        copies[content.partition(b"Message-ID: ")[2].split()[0].decode()].append(content)
    assert set(copies) == set(Letter.objects.values_list("message_id", flat=True))
    assert all(len(set(same)) == 1 for same in copies.values())
    # One more for each who died after the server took the letter; whether it did is open when only the yes was missing.
    extra = len(script.contents) - len(copies)
    assert deaths[Point.ACCEPTED] <= extra <= deaths[Point.ACCEPTED] + deaths[Point.CONTENT_SENT]
