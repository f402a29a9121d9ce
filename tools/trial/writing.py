"""The writer of ./dev drill: notes by Kring's verbs, and says of each fact when it was committed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def write(path: Path, text: str) -> None:
    """A file for its owner alone."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def main(said: Path) -> None:
    """Writes on until it is killed."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    django.setup()
    from kring.cases.actions import recording
    from kring.cases.models import Case
    from kring.school.act import Act
    from kring.school.models import Role, StaffMember
    from kring.web.request import clock

    carla = StaffMember.objects.select_related("school").get(role=Role.COORDINATOR)
    cases = list(Case.objects.filter(closed_on=None))
    with said.open("w", buffering=1) as out:
        number = 0
        while True:
            case, number, now = cases[number % len(cases)], number + 1, clock.now()
            act = Act(by=carla, at=now, today=now.date())
            fact = recording.note_home(act=act, case_id=case.pk, text=f"Regel {number}.")
            out.write(f"{fact.pk.hex} {time.monotonic()} .\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
