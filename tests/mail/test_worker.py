"""The worker itself, as a process of its own: it sends what waits, and stops cleanly in the middle of a letter."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from kring.config.jobs import JOBS
from kring.mail.models import Letter, State
from tests.cast import make_cast
from tests.mail.post import FROM, address_of_this_database, state, write
from tests.mail.server import HOLD, Script, mail_server
from tools.trial.environment import bare

HOME = Path(__file__).parents[2]
LONG_AGO = datetime(2001, 9, 3, 9, 0, tzinfo=UTC)
"""Due on whatever day this test runs: the worker looks at the real clock."""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_finishes_the_letter_in_its_hand(transactional_db: None) -> None:
    cast, script = make_cast(), Script()
    script.on("DATA", "mo@dewilg.example", HOLD)
    letter = write(cast.mo, at=LONG_AGO)
    with mail_server(script) as port:
        environment = bare()
        environment |= {
            "DATABASE_URL": address_of_this_database(),
            "KRING_SECRET_KEY": settings.SECRET_KEY,
            "KRING_KEY": settings.KRING_KEY,
            "KRING_HTTPS": "0",
            "KRING_SMTP": f"smtp://127.0.0.1:{port}",
            "KRING_MAIL_FROM": FROM,
        }
        command = [sys.executable, "manage.py", "worker"]
        with subprocess.Popen(
            command, cwd=HOME, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as worker:
            try:
                assert script.holding.wait(60)
                assert Letter.objects.get().claimed_by
                worker.terminate()
                script.go_on.set()
                said = worker.communicate(timeout=60)[0]
            finally:
                worker.kill()
    assert worker.returncode == 0, said
    assert (state(letter), letter.claimed_by, len(script.received)) == (State.SENT, "", 1)
    assert "@" not in said


def test_letters_are_looked_after_every_few_seconds() -> None:
    every = {job.name: job.every.total_seconds() for job in JOBS}
    assert every["send letters"] <= 5
    assert {"give up letters", "empty old letters"} <= set(every)
