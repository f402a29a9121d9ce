"""measures what the daily sweep costs with many schools: CPU and letters, day by day

    ./dev sweep             40 schools, 14 days
    ./dev sweep 661 28      so many; a school takes some 2 seconds to make

Each school has four running cases of the tests, two of them with a plan, all reported on one Monday. SQLite in a folder
that goes away, one process; the letters that are due are written, none is sent. CPU is of this process alone, so that
it says the same on a busy machine.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tools.trial import installation

if TYPE_CHECKING:
    from collections.abc import Callable

SCHOOLS, DAYS = 40, 14


def main(schools: int, days: int) -> int:
    """Print a line for each day."""
    with installation():
        from kring.config import jobs
        from tests.cast import NOW

        began = time.process_time()
        cases = sum(_school(number) for number in range(schools))
        print(f"{schools} schools with {cases} running cases, made in {time.process_time() - began:.0f} s CPU")
        print(f"{'day':24}{'letters':>8}{'CPU s':>8}{'again':>8}")
        for ahead in range(1, days + 1):
            at = NOW + timedelta(days=ahead)
            before, (took, again) = _letters(), (_swept(jobs.remind, at), _swept(jobs.remind, at))
            print(f"{at:%A %d %B %Y}".ljust(24) + f"{_letters() - before:8}{took:8.2f}{again:8.3f}", flush=True)
    return 0


def _swept(remind: Callable[[datetime], bool], at: datetime) -> float:
    began = time.process_time()
    while remind(at):
        pass
    return time.process_time() - began


def _letters() -> int:
    from kring.mail.models import Letter

    return Letter.objects.count()


def _school(number: int) -> int:
    """One more school of the tests, under addresses of its own; how many cases run there."""
    from django.db import transaction
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    from kring.school.models import Account, School
    from tests import cast as casting
    from tests.cases.telling import tell

    with transaction.atomic():
        cast = casting._make_wilg(casting._make_linde())
    told = [
        tell(cast).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying").step_3(),
        tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3(),
        tell(cast).report(cast.jens, by=(cast.lars,)).step_1(),
        tell(cast).report(cast.noor, by=(cast.daan,)),
    ]
    School.objects.filter(pk=cast.school.pk).update(name=Concat(F("name"), Value(f" {number}")))
    Account.objects.exclude(email__contains="+").update(email=Concat(Value(f"{number}+"), F("email")))
    return len(told)


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(asked + [SCHOOLS, DAYS][len(asked) :])))
